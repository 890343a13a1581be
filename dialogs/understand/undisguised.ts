/**
 * What was typed as it reads when every disguise of its signs is taken off, each sign still tied to where it was typed.
 * All strings and arrays count the same UTF-16 code units.
 */
export interface Undisguised {
  /** Compatibility forms folded (NFKC), invisible characters dropped, numerals of other scripts read: `１３⑧` is `138`. */
  readonly text: string;
  /** `text` with Chinese numerals too read one by one: `一三八` is `138`, `三百` is `3百`. */
  readonly numerals: string;
  /** Where in what was typed each code unit begins; at the end one more: where all ends. */
  readonly starts: readonly number[];
  /** Code point of the zero of the digits each unit was typed in, U+0030 for `7`; NaN where it was no decimal digit. */
  readonly zeros: readonly number[];
}

/** How the ten digits are written in Chinese, on cheques and over the telephone. */
const CHINESE = [
  '〇零○◯洞',
  '一壹弌幺',
  '二贰貳弍两兩',
  '三叁叄參弎',
  '四肆',
  '五伍',
  '六陆陸',
  '七柒拐',
  '八捌',
  '九玖勾',
];
const CHINESE_DIGITS = new Map(CHINESE.flatMap((signs, digit) => [...signs].map((sign) => [sign, String(digit)])));

/** Characters before a 1 that NFKC leaves as it is: ❶ ➀ ➊ ⓵ and the 〡 of Suzhou; nine follow each. */
const ZEROS_BEFORE = [0x2775, 0x277f, 0x2789, 0x24f4, 0x3020];
const LONE_ZEROS = '⓿🄋🄌';

const INVISIBLE = /[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u;
const DECIMAL = /\p{Nd}/u;

/**
 * The value of a decimal digit of any script. The ten digits of a script follow each other (Unicode Standard, 4.6), and
 * scripts that touch do so by tens.
 */
function valueIn(point: number): number {
  let before = 0;
  while (DECIMAL.test(String.fromCodePoint(point - before - 1))) before++;
  return before % 10;
}

/** One sign, undisguised: nothing where it is invisible, several characters where it holds several, as ⑫ and ⑴ do. */
function plain(sign: string): string {
  if (sign <= '\x7f') return sign;
  if (INVISIBLE.test(sign)) return '';
  const folded = sign.normalize('NFKC');
  if (/^[0-9]$/.test(folded)) return folded;
  // A unit such as ㎡ or ㏠ holds a number that is none of the text's.
  if (/\p{L}/u.test(folded) && /\p{N}/u.test(folded)) return sign;
  // Three dots in one are one mark.
  if (/^[^\p{L}\p{N}]/u.test(folded) && !/[\p{L}\p{N}]/u.test(folded))
    return String.fromCodePoint(folded.codePointAt(0)!);
  const point = folded.codePointAt(0)!;
  if (DECIMAL.test(folded) && folded.length === String.fromCodePoint(point).length) return String(valueIn(point));
  if (LONE_ZEROS.includes(folded)) return '0';
  const zero = ZEROS_BEFORE.find((before) => point > before && point <= before + 9);
  return zero === undefined ? folded : String(point - zero);
}

/** Takes the disguise off what was typed, in one pass. */
export function undisguise(typed: string): Undisguised {
  let text = '';
  let numerals = '';
  const starts: number[] = [];
  const zeros: number[] = [];
  let at = 0;
  for (const sign of typed) {
    const shown = plain(sign);
    const zero = DECIMAL.test(sign) ? sign.codePointAt(0)! - Number(shown) : Number.NaN;
    text += shown;
    for (const character of shown) numerals += CHINESE_DIGITS.get(character) ?? character;
    for (let unit = 0; unit < shown.length; unit++) {
      starts.push(at);
      zeros.push(zero);
    }
    at += sign.length;
  }
  return { text, numerals, starts: [...starts, at], zeros };
}

/**
 * Whether one number may end and another begin before the unit at `at`: everywhere but within one sign and between two
 * digits of one script that touch. Chinese numerals stand in words as well (13812345678一直): any of them may.
 */
export const isBound = ({ starts, zeros }: Undisguised, at: number): boolean =>
  starts[at - 1] !== starts[at] && zeros[at - 1] !== zeros[at];
