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
