import { MalformedLineError } from '../errors.js';

/**
 * Reads how people ask for the measures of one reply (问法): `[二/(三)/三是]` names a measure by its marks, the lines
 * below it are phrasings, a line that begins with `#` is a comment.
 *
 * @returns phrasings by the marks joined with `/`
 * @throws MalformedLineError for a phrasing before the first mark line
 */
export function readPhrasings(name: string, text: string): ReadonlyMap<string, readonly string[]> {
  const phrasings = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.replace(/^\s*#.*$/, '').trim();
    if (words === '') continue;
    const marks = /^\[([^\]]+)\]$/.exec(words);
    if (marks) {
      current = phrasings.get(marks[1]!) ?? [];
      phrasings.set(marks[1]!, current);
    } else if (current) current.push(words);
    else throw new MalformedLineError(name, i + 1, '问法之前应有一行 [二/(三)/三是] 指明是哪一条');
  }
  return phrasings;
}
