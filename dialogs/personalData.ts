import { wording } from './wording.js';

/** What a person should not send to a public service (个人信息). */
export type PersonalData = 'identity' | 'phone' | 'bankCard' | 'email';

export interface Masked {
  /** What was typed, each piece of personal data replaced by words that say what stood there. */
  readonly text: string;
  readonly found: readonly PersonalData[];
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of a resident identity number: GB 11643-1999 (ISO 7064 MOD 11-2). */
function isIdentity(number: string): boolean {
  if (/^\d{15}$/.test(number)) return isDay(`19${number.slice(6, 12)}`);
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0);
  // A wrong check character is a slip of the hand; the number is still a person's.
  return '10X98765432'[sum % 11] === number[17] || isDay(number.slice(6, 14));
}

const isDay = (day: string): boolean => /^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(day);

/** Luhn's check (ISO/IEC 7812-1). */
function isBankCard(number: string): boolean {
  let sum = 0;
  for (const [i, digit] of [...number].reverse().entries()) {
    const value = i % 2 === 1 ? Number(digit) * 2 : Number(digit);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const GAP = '[ \\-·]?';
/** So many digits as people type them, in groups, no part of a longer number. */
const digits = (least: number, most: number, end = ''): RegExp =>
  new RegExp(`(?<!\\d)(?<!\\d\\.)\\d(?:${GAP}\\d){${least - 1},${most - 1}}${end}(?!\\d)`, 'g');

/** Numbers of persons, the longest first: each where it is one by its own check. */
const NUMBERS: readonly (readonly [PersonalData, RegExp, (number: string) => boolean])[] = [
  ['identity', digits(17, 17, `${GAP}[\\dXx]`), isIdentity],
  ['bankCard', digits(16, 19), isBankCard],
  ['identity', digits(15, 15), isIdentity],
  ['phone', new RegExp(`(?<!\\d)(?<!\\d\\.)(?:\\+?86${GAP})?1${GAP}[3-9](?:${GAP}\\d){9}(?!\\d)`, 'g'), () => true],
];
const EMAIL = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}/g;

/** Takes personal data out of what was typed, before anything stores, logs or answers it. */
export function maskPersonal(typed: string): Masked {
  const found: PersonalData[] = [];
  const mask = (kind: PersonalData): string => {
    found.push(kind);
    return wording.personalData[kind];
  };
  let text = typed
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(EMAIL, () => mask('email'));
  for (const [kind, pattern, is] of NUMBERS)
    text = text.replace(pattern, (number) => (is(number.replace(/[^\dXx]/g, '').toUpperCase()) ? mask(kind) : number));
  return found.length > 0 ? { text, found } : { text: typed, found };
}

/** What is left to be understood when the words that stand for personal data are taken away. */
export const withoutMasks = (text: string): string =>
  Object.values(wording.personalData).reduce((rest, mask) => rest.replaceAll(mask, ' '), text);
