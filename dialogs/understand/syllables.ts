import { pinyin } from 'pinyin-pro';

const known = new Map<string, readonly string[]>();

/** How a word of the corpus or the language is read, toneless, one syllable a character; read once. Not for what is typed. */
export function syllablesOf(word: string): readonly string[] {
  const found = known.get(word) ?? readOnce(word);
  known.set(word, found);
  return found;
}

/** The same for any word, not remembered. */
export const readOnce = (word: string): readonly string[] => pinyin(word, { toneType: 'none', type: 'array' });
