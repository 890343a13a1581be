const DIGITS = '零一二三四五六七八九';

/** `三` is 3, `十` is 10, `十二` is 12, `二十一` is 21, `12` is 12; `NaN` for anything else. */
export function readOrdinal(numeral: string): number {
  if (/^\d+$/.test(numeral)) return Number(numeral);
  const plain = numeral.replace('两', '二').replace('〇', '零');
  if (!/^[一二三四五六七八九]?十?[零一二三四五六七八九]?$/.test(plain) || plain === '') return Number.NaN;
  if (!plain.includes('十')) return DIGITS.indexOf(plain);
  const [tens, ones] = plain.split('十');
  return (tens === '' ? 1 : DIGITS.indexOf(tens!)) * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones!));
}

/** A date as printed: `2019年7月5日`, `2025年 4 月 8日`, `二〇〇六年九月七日`, `2017-7-21`. Reads a shadow. */
export const DATE =
  /(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日|([二一][〇零○O0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/;

/** The first date in a shadow as ISO 8601 (`2019-07-05`), or `undefined`. */
export function readDate(shadow: string): string | undefined {
  const match = DATE.exec(shadow);
  if (!match) return undefined;
  const year = match[1] ?? match[7] ?? [...match[4]!].map((d) => Math.max(0, DIGITS.indexOf(d))).join('');
  const month = match[2] ?? match[8] ?? readOrdinal(match[5]!);
  const day = match[3] ?? match[9] ?? readOrdinal(match[6]!);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
