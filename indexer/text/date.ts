import { readOrdinal } from './numeral.js';

/** A date as printed: `2019年7月5日`, `2025年 4 月 8日`, `二〇〇六年九月七日`, `2017-7-21`; on a normalised text. */
export const DATE =
  /(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日|([二一][〇零○O0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/;

/** A line that holds a date and nothing else. */
export const DATE_LINE = new RegExp(`^(?:${DATE.source})$`);

/** The first date of a normalised text as ISO 8601 (`2019-07-05`); `undefined` where it has none. */
export function readDate(text: string): string | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const year = match[1] ?? match[7] ?? [...match[4]!].map(digitOf).join('');
  const month = match[2] ?? match[8] ?? readOrdinal(match[5]!);
  const day = match[3] ?? match[9] ?? readOrdinal(match[6]!);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A digit of a year. Letters print nought as `〇`, `○` or `O`. */
const digitOf = (sign: string): number => readOrdinal(sign) || 0;
