import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * What a person should not send to a public service (个人信息). `telephone` is any number of a telephone but a mobile one
 * of the mainland, `travel` the number of a passport or a permit (护照、通行证).
 */
export type PersonalData = 'identity' | 'mobile' | 'telephone' | 'bankCard' | 'travel' | 'plate' | 'email';

/** A stretch of digits that may be a number of its own, and what stands around it. */
export interface NumberRun {
  /** `13812345678`; the last may be an X. */
  readonly digits: string;
  /** With what stands between the digits: `138-1234 5678`. */
  readonly written: string;
  /** At most 24 units before it, none of a number already found. */
  readonly before: string;
  /** At most 24 units after it. */
  readonly after: string;
  /** The number found right before it. */
  readonly beside: PersonalData | undefined;
}

/** A kind of number. */
export interface Form {
  readonly kind: PersonalData;
  /** The digits alone. */
  readonly digits: RegExp;
  /** Fewest and most of them. */
  readonly length: readonly [least: number, most: number];
  /** What has to stand before; its group is masked with the number. Default anything. */
  readonly lead?: RegExp;
  /** Default all that has these digits. */
  readonly is?: (candidate: NumberRun) => boolean;
}

/** Up to three signs between two digits of one number. */
export const GAP = '[^\\p{L}\\p{N}]{0,3}';

const DAY = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
const YEAR = '(?:19|20)\\d{2}';
/** Codes of the provinces (GB/T 2260), of Taiwan, Hong Kong and Macau, and 9 for foreigners. */
const PROVINCE = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\\d)';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of a resident identity number: GB 11643-1999 (ISO 7064 MOD 11-2). */
function isChecked({ digits }: NumberRun): boolean {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return '10X98765432'[sum % 11] === digits[17];
}

/** The X of an identity number typed as the sign of multiplication, which stays. */
const isBeforeTimes = ({ after }: NumberRun): boolean => /^[^\p{L}\p{N}]{0,3}×/u.test(after);

/** Luhn's check (ISO/IEC 7812-1). */
function isLuhn({ digits }: NumberRun): boolean {
  let sum = 0;
  for (const [i, digit] of [...digits].reverse().entries()) {
    const value = i % 2 === 1 ? Number(digit) * 2 : Number(digit);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** 022 5883 2816: an area code and as many digits as it asks for. Those in 010 800 and 021 800 count as free of charge. */
const isLandline = ({ digits }: NumberRun): boolean =>
  /^(?:FIXED_LINE|TOLL_FREE)$/.test(parsePhoneNumberFromString(digits, 'CN')?.getType() ?? '');

/** A number with the code of its country; a plus stands nowhere but before it. */
const isInternational = ({ digits, written }: NumberRun): boolean =>
  !written.includes('+') &&
  /^(?:FIXED_LINE|MOBILE|VOIP|PERSONAL_NUMBER)/.test(
    parsePhoneNumberFromString(`+${digits.replace(/^00/, '')}`)?.getType() ?? '',
  );

/** 20190705, 2016-2020, 2022-0419: a day, a range of years, a number of a file. */
const isDated = ({ digits, written }: NumberRun): boolean => DATE.test(digits) || YEAR_FIRST.test(written);
const DATE = new RegExp(`^${YEAR}${DAY}$`);
const YEAR_FIRST = new RegExp(`^${YEAR}\\D`);

/** Said right before: the words, then at most what joins them to a number, then `lead`. */
const said = (words: string, lead = ''): RegExp =>
  new RegExp(`(?:${words})(?:号码|号)?[\\s\\p{P}是为我您的叫]{0,4}(${lead})$`, 'iu');
const PHONE_BEFORE = said(
  '电话|電話|手机|手機|座机|固话|热线|传真|致电|拨打|打给|[来回]电|我的号码?|找我|联系我|tel|phone|mobile|cell|fax|call',
);
const PHONE_AFTER =
  /^[\s,:)]{0,2}(?:[这那]个|的|是|我){0,3}(?:电话|電話|座机|固话|手机|手機|传真|打不通|没人接|无人接|联系我)/u;

/** 5883 2816: the number of a telephone only where it is said to be one. Those of companies, 400 and 800, are none. */
const isSaidPhone = (candidate: NumberRun): boolean =>
  (/^(?:mobile|telephone)$/.test(candidate.beside ?? '') ||
    PHONE_BEFORE.test(candidate.before) ||
    PHONE_AFTER.test(candidate.after)) &&
  !isDated(candidate);

/** CP035/2024-00618 goes on: it is the number of a file. */
const isWhole = (candidate: NumberRun): boolean => !isDated(candidate) && !/^[-/][\d〔]/.test(candidate.after);
const PLUS = new RegExp(`(\\+${GAP})$`, 'u');
const MAYBE_PLUS = new RegExp(`((?:\\+${GAP})?)$`, 'u');
/** Not right after another number. */
const ALONE = new RegExp(`(?<!\\d${GAP})()$`, 'u');
/** Not right after the letters of a code: YP017-2024-00391. */
const NO_CODE = /(?<!(?<![A-Z])[A-Z]{1,2})()$/i;
/** A letter or two that begin a number, part of no word. */
const letters = (pattern: string): RegExp => new RegExp(`(?<![A-Z\\d])((?:${pattern})${GAP})$`, 'iu');

/** The kinds of numbers, those that are surest by their own form first. */
export const FORMS: readonly Form[] = [
  { kind: 'identity', digits: new RegExp(`^[1-9]\\d{5}${YEAR}${DAY}\\d{3}[\\dX]$`), length: [18, 18] },
  { kind: 'identity', digits: new RegExp(`^[1-9]\\d{5}${YEAR}${DAY}\\d{3}$`), length: [17, 17], is: isBeforeTimes },
  // All of 13 to 19 are mobile numbers (工信部 numbering plan); new ones are given out faster than any list is renewed.
  { kind: 'mobile', digits: /^(?:0{0,2}86)?1[3-9]\d{9}$/, length: [11, 15], lead: MAYBE_PLUS },
  // As it was dialled from another city.
  { kind: 'mobile', digits: /^01[3-9]\d{9}$/, length: [12, 12], lead: NO_CODE },
  // What banks have of the first digits of ISO/IEC 7812: 3 to 6, 2221 to 2720, and 9 as each country likes.
  { kind: 'bankCard', digits: /^(?:[3-69]|2[2-7])\d+$/, length: [16, 19], is: isLuhn },
  { kind: 'telephone', digits: /^0[1-9]\d+$/, length: [10, 12], lead: NO_CODE, is: isLandline },
  { kind: 'telephone', digits: /^[1-9]\d+$/, length: [8, 15], lead: PLUS, is: isInternational },
  { kind: 'telephone', digits: /^0086\d+$/, length: [13, 16], is: isInternational },
  { kind: 'telephone', digits: /^00[1-9]\d+$/, length: [10, 17], lead: ALONE, is: isInternational },
  { kind: 'identity', digits: new RegExp(`^${PROVINCE}\\d{6}${DAY}\\d{3}$`), length: [15, 15] },
  // A wrong day is a slip of the hand; the number is still a person's.
  { kind: 'identity', digits: new RegExp(`^${PROVINCE}\\d{15}[\\dX]$`), length: [18, 18], is: isChecked },
  // Passports (E, EA, G, D, S, P), permits for Hong Kong and Macau (C, CA, W), to Taiwan (L, T), to the mainland (H, M).
  { kind: 'travel', digits: /^\d+$/, length: [8, 8], lead: letters('[EGDSPCWLTHM]'), is: isWhole },
  {
    kind: 'travel',
    digits: /^\d+$/,
    length: [7, 7],
    lead: letters(`[EC]${GAP}[A-HJ-NP-Z]|[DSP]${GAP}E`),
    is: isWhole,
  },
  { kind: 'travel', digits: /^\d+$/, length: [10, 10], lead: letters('[HM]'), is: isWhole },
  // What is no number of its kind by its form, a slip of the hand, is one where it is said to be.
  { kind: 'identity', digits: /^\d{15,17}[\dX]$/, length: [15, 18], lead: said('身份证|身份證|公民身份') },
  {
    kind: 'bankCard',
    digits: /^\d+$/,
    length: [12, 22],
    lead: said('银行卡|信用卡|储蓄卡|卡号|账号|帐号|账户|存折'),
  },
  {
    kind: 'travel',
    digits: /^\d+$/,
    length: [6, 10],
    lead: said('护照|通行证|台胞证|回乡证|passport', `(?:[A-Z]{1,3}${GAP})?`),
  },
  {
    kind: 'telephone',
    digits: /^(?:(?:00)?86\d{9,11}|0\d{9,11}|1\d{10}|(?![48]00)[2-9]\d{6,7})$/,
    length: [7, 15],
    is: isSaidPhone,
  },
];

const MONEY_BEFORE = /(?:[¥$€£]|人民币)\s?$/u;
/** What is counted by the thousand million. */
const MONEY = /^(?:\.\d{1,9})?\s?[万亿]?(?:元(?![旦宵月])|[美欧日港]元|吨|千瓦时|[平立]方米|㎡)/u;
/** What figures are counted in, after the last of them. */
const UNIT =
  /^(?:[、,;|]\d{1,8}){0,6}(?:\.\d{1,9})?\s?(?:[多余]?[十百千万亿]|[元年月日号家个人户件条项名位吨亩米度岁次届期所座辆台套%‰]|公里|公顷|平方|立方)/u;

/** 13.5%、18.2%、15.6%、12亿元: digits of several figures in a row. */
function isSeries({ written, after }: NumberRun): boolean {
  const figures = written.split(/[、,;|\s]+/);
  const isFigures = figures.length > 1 && figures.every((figure) => /^\d{1,8}(?:\.\d+)?[%‰]?$/.test(figure));
  const listed = !/\s/.test(written) && UNIT.test(after);
  return isFigures && (listed || figures.filter((figure) => /\D/.test(figure)).length > 1);
}

/** 08:30-12:00,14:00: digits by twos, the hours and minutes of several times. */
const isTimes = ({ written }: NumberRun): boolean =>
  /^\d\d(?:[^\p{L}\p{N}]{1,3}\d\d)+$/u.test(written) && /\d:\d/.test(written) && /\d[^:\d]{1,3}\d/.test(written);

/** A figure that has the form of a number: a sum, a decimal, several figures in a row. */
const isFigure = (candidate: NumberRun): boolean =>
  MONEY.test(candidate.after) ||
  MONEY_BEFORE.test(candidate.before) ||
  /^0\.\d+$/.test(candidate.written) ||
  isSeries(candidate) ||
  isTimes(candidate);

/** Whether the digits are a number of this form and no figure. */
export const isOf = ({ digits, is }: Form, candidate: NumberRun): boolean =>
  digits.test(candidate.digits) && (is?.(candidate) ?? true) && !isFigure(candidate);
