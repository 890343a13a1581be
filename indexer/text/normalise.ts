// Normalising: any text in, its normal and its folded form out, with the places of both in the original. Knows no letter.
import { Converter } from 'opencc-js';

/** Traditional characters to simplified ones, word by word. */
const simplify = Converter({ from: 't', to: 'cn' });
/** Narrow forms of the characters met so far. */
const known = new Map<string, string>();

/** `（` is `(`, `２` is `2`; what would change its length (`㎡`), and `①`, which is a mark, stay. */
function narrowUnit(unit: string): string {
  const found = known.get(unit);
  if (found !== undefined) return found;
  const compatible = /[①-⑳]/.test(unit) ? unit : unit.normalize('NFKC');
  const narrow = compatible.length === 1 ? compatible : unit;
  known.set(unit, narrow);
  return narrow;
}

/**
 * The text as rules read it (NFKC, where that keeps the length): half-width, simplified characters, every kind of
 * space a plain one, line ends kept. It has the same length as the text, unit for unit, so a match in it is a span of
 * the text: `雲川市，２ ㎡` is `云川市,2 ㎡`.
 */
export function normalise(text: string): string {
  let narrow = '';
  for (const unit of text) {
    if (unit.length > 1 || unit === '\n') narrow += unit;
    else narrow += /\s/.test(unit) ? ' ' : narrowUnit(unit);
  }
  // Word by word (`答覆` is `答复`, `覆蓋` is `覆盖`); character by character where that would change the length.
  const simple = simplify(narrow);
  if (simple.length === narrow.length) return simple;
  return [...narrow].map((unit) => (simplify(unit).length === unit.length ? simplify(unit) : unit)).join('');
}

/** A text folded for comparison, with the place each folded unit came from. */
export interface Folded {
  /** Normalised, lower case, without white space and quotation marks: `“五新” 工程` is `五新工程`. */
  readonly text: string;
  /** `at[i]` is the offset in the original of folded unit `i`; `at[text.length]` is the original's end. */
  readonly at: readonly number[];
}

/** Folds a text for matching; the stored letter itself is never changed. */
export function fold(text: string): Folded {
  const lower = normalise(text).toLowerCase();
  const at: number[] = [];
  let folded = '';
  for (let i = 0; i < lower.length; i++) {
    if (/[\s“”‘’「」『』"']/.test(lower[i]!)) continue;
    folded += lower[i];
    at.push(i);
  }
  at.push(lower.length);
  return { text: folded, at };
}

/** The folded text alone. */
export const foldText = (text: string): string => fold(text).text;
