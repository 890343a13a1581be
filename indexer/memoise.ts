/** What is made of a thing the first time it is asked for, and kept as long as the thing is. */
export function memoise<Thing extends object, Made extends object | string>(
  make: (thing: Thing) => Made,
): (thing: Thing) => Made {
  const known = new WeakMap<Thing, Made>();
  return (thing) => {
    const made = known.get(thing) ?? make(thing);
    known.set(thing, made);
    return made;
  };
}
