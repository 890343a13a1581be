import { wordsOf } from '../../indexer/index/terms.js';
import type { Segmenter } from '../../indexer/language/segment.js';
import type { Span } from '../../indexer/text/span.js';

/** The words around the interrogative (疑问词) of a folded question; sentences are compared with them. */
export interface Phrase {
  /** Where the interrogative stands; absent where there is none. */
  readonly interrogative?: Span;
  /** The two characters before it, and after it. */
  readonly left: string;
  readonly right: string;
  /** All letters and figures before it, and after it. */
  readonly before: string;
  readonly after: string;
  /** All words but the interrogative. */
  readonly words: readonly string[];
  readonly numbers: readonly string[];
  readonly latin: readonly string[];
}

const INTERROGATIVE =
  /什么时候|啥时候|什么|多少|几|哪一?[个些里年位家种类项]?|谁|为什么|怎么样?|怎样|如何|何时|何|啥|多[久大长高]/;

export function phraseOf(folded: string, segmenter: Segmenter): Phrase {
  const asks = INTERROGATIVE.exec(folded);
  const end = asks ? asks.index + asks[0].length : 0;
  return {
    ...(asks && { interrogative: { start: asks.index, end } }),
    left: asks ? lastHan(folded.slice(0, asks.index)) : '',
    right: asks ? firstHan(folded.slice(end)) : '',
    before: asks ? lettersOf(folded.slice(0, asks.index)) : '',
    after: asks ? lettersOf(folded.slice(end)) : '',
    words: wordsOf(folded.replace(INTERROGATIVE, ' '), segmenter),
    numbers: folded.match(/\d[\d.]*/g) ?? [],
    latin: folded.match(/[a-z]{2,}/g) ?? [],
  };
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
const lastHan = (text: string): string => /([\p{sc=Han}]{2})[^\p{sc=Han}]*$/u.exec(text)?.[1] ?? '';
const firstHan = (text: string): string => /^[^\p{sc=Han}]*([\p{sc=Han}]{2})/u.exec(text)?.[1] ?? '';
