const DIGITS = '零一二三四五六七八九';
const POWERS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
/** Spoken forms of a digit, and the plain ones. */
const SPOKEN: Readonly<Record<string, string>> = { 〇: '零', 两: '二', 俩: '二', 仨: '三' };

/** From 0 to 99: `八`, `十`, `十二`, `二十一`. */
const ORDINAL = /^(?:[零一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?)$/;
/** From 0 to 9,999: `五千`, `一百零八`, `百`. */
const CARDINAL =
  /^(?:[一二三四五六七八九]?千)?零?(?:[一二三四五六七八九]?百)?零?(?:[一二三四五六七八九]?十)?零?[一二三四五六七八九]?$/;

const plain = (numeral: string): string => numeral.replace(/[〇两俩仨]/g, (spoken) => SPOKEN[spoken]!);

/** The value of a numeral that `CARDINAL` or `ORDINAL` fits. */
function amountOf(numeral: string): number {
  let value = 0;
  let digit = 0;
  for (const sign of numeral) {
    const power = POWERS[sign];
    if (power) {
      value += (digit || 1) * power;
      digit = 0;
    } else digit = DIGITS.indexOf(sign);
  }
  return value + digit;
}

/** `三` is 3, `十` is 10, `二十一` is 21, `两` is 2, `12` is 12; `NaN` for anything else, numerals above 99 among them. */
export function readOrdinal(numeral: string): number {
  if (/^\d+$/.test(numeral)) return Number(numeral);
  const digits = plain(numeral);
  return ORDINAL.test(digits) ? amountOf(digits) : Number.NaN;
}

/**
 * A word that opens with a Chinese numeral, as replies print it: `五千万` is `5000万`, `三十二家` is `32家`.
 * `undefined` where it does not, or where the numeral is of one character (`三家`), which replies print so, too.
 */
export function inDigits(word: string): string | undefined {
  const match = /^([零一二两三四五六七八九十百千]{2,20})([万亿]{0,4})(?![零一二两三四五六七八九十百千万亿])/.exec(word);
  if (!match) return undefined;
  const numeral = plain(match[1]!);
  if (!CARDINAL.test(numeral)) return undefined;
  return `${amountOf(numeral)}${match[2]}${word.slice(match[0].length)}`;
}

/** A date as printed: `2019年7月5日`, `2025年 4 月 8日`, `二〇〇六年九月七日`, `2017-7-21`; on a normalised text. */
export const DATE =
  /(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日|([二一][〇零○O0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/;

/** The first date of a normalised text as ISO 8601 (`2019-07-05`); `undefined` where it has none. */
export function readDate(text: string): string | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const year = match[1] ?? match[7] ?? [...match[4]!].map((sign) => Math.max(0, DIGITS.indexOf(sign))).join('');
  const month = match[2] ?? match[8] ?? readOrdinal(match[5]!);
  const day = match[3] ?? match[9] ?? readOrdinal(match[6]!);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
