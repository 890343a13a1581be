/**
 * Makes `make` remember what it made of each object. An entry goes when its object is collected.
 *
 * @param make must give the same for the same object
 */
export function memoise<Key extends object, Value extends object | string>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
