import { FORMS, GAP, isOf, type PersonalData } from './personalNumbers.js';
import { isBound, type Undisguised, undisguise } from './undisguised.js';

export type { PersonalData } from './personalNumbers.js';

/** What stands in the place of what is masked. */
export const MASKS: Readonly<Record<PersonalData, string>> = {
  identity: '〔身份证号已隐去〕',
  mobile: '〔手机号已隐去〕',
  telephone: '〔电话号码已隐去〕',
  bankCard: '〔银行卡号已隐去〕',
  travel: '〔护照或通行证号已隐去〕',
  plate: '〔车牌号已隐去〕',
  email: '〔电子邮箱已隐去〕',
};

export interface Masked {
  /** What was typed, each piece of personal data replaced by words that say what stood there. */
  readonly text: string;
  /** In the order of the text. */
  readonly found: readonly PersonalData[];
}

/** Where personal data stands: half-open range of an undisguised text. */
interface Found {
  readonly kind: PersonalData;
  readonly start: number;
  readonly end: number;
}

const AT = /\s{0,3}(?:@|艾特|[([{<〔【]\s?(?:at|@|艾特)\s?[)\]}>〕】])\s{0,3}/giu;
const DOT = /(?:[.。点]|[([{<〔【]\s?(?:dot|[.。点])\s?[)\]}>〕】])/.source;
const LABEL = '[A-Za-z0-9-]{1,63}';
/** Blanks may stand around the first dot, around a later one only before it: what follows `qq.com. ` is a new sentence. */
const DOMAIN = new RegExp(`${LABEL}\\s{0,2}${DOT}\\s{0,2}${LABEL}(?:(?:${DOT}|\\s${DOT}\\s?)${LABEL}){0,3}`, 'iuy');
const LOCAL = /[A-Za-z0-9._%+-]/;
/** Most characters before the at-sign (RFC 5321, 4.5.3.1.1). */
const MOST_LOCAL = 64;

function emailsIn({ text }: Undisguised): Found[] {
  const found: Found[] = [];
  for (const { 0: at, index } of text.matchAll(AT)) {
    const least = Math.max(index - MOST_LOCAL, found.at(-1)?.end ?? 0);
    let start = index;
    while (start > least && LOCAL.test(text[start - 1]!)) start--;
    DOMAIN.lastIndex = index + at.length;
    const domain = DOMAIN.exec(text)?.[0];
    if (start < index && domain && /[A-Za-z]/.test(domain))
      found.push({ kind: 'email', start, end: index + at.length + domain.length });
  }
  return found;
}

const OFFICE = `[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]${GAP}[A-HJ-NP-Z]${GAP}`;
/**
 * Plates of vehicles (GA 36-2018): the province, the letter of the office, and six signs for new energy, a letter the
 * first or last of them, or else five of which two at most are letters. I and O are not used.
 */
const PLATES = [
  `[A-HJK]${GAP}[\\dA-HJ-NP-Z](?:${GAP}\\d){4}`,
  `(?:\\d${GAP}){5}[A-HJK]`,
  `[\\dA-HJ-NP-Z](?:${GAP}[\\dA-HJ-NP-Z]){3}${GAP}[\\dA-HJ-NP-Z挂学警港澳]`,
].map((signs) => new RegExp(`${OFFICE}${signs}(?![A-Z])`, 'giu'));
const THREE_DIGITS = /\d[^\d]*\d[^\d]*\d/;

const platesIn =
  (plates: RegExp) =>
  (plain: Undisguised): Found[] =>
    [...plain.numerals.matchAll(plates)]
      .filter(({ 0: plate, index }) => isBound(plain, index + plate.length) && THREE_DIGITS.test(plate))
      .map(({ 0: plate, index }) => ({ kind: 'plate', start: index, end: index + plate.length }));

/** Digits of one number or of several beside each other; an identity number may end in X. */
const RUN = new RegExp(`\\d(?:${GAP}\\d)*(?:${GAP}[XХΧ])?`, 'giu');
/** Units that are looked at around a number. */
const AROUND = 24;
const MOST_DIGITS = Math.max(...FORMS.map(({ length }) => length[1]));
const ANYWHERE = /()$/;

/**
 * The numbers of persons in every run of digits. From wherever in the run a number may begin, the surest form that fits
 * is taken; where one runs into the next, as in digits that all stand apart, both are masked as one.
 */
function numbersIn(plain: Undisguised): Found[] {
  const found: Found[] = [];
  for (const { 0: run, index } of plain.numerals.matchAll(RUN)) {
    const places = [...run.matchAll(/\d|.$/gu)].map((digit) => index + digit.index);
    for (const [first, place] of places.entries()) {
      const last = found.at(-1);
      const number = isBound(plain, place) ? numberAt(plain, places, first, last) : undefined;
      if (!number || number.end <= (last?.end ?? 0)) continue;
      if (last && number.start < last.end) found[found.length - 1] = { ...last, end: number.end };
      else found.push(number);
    }
  }
  return found;
}

/**
 * The number that begins with the digit `first` of a run.
 *
 * @param places where each digit of the run stands
 * @param last the number found before it
 */
function numberAt(plain: Undisguised, places: readonly number[], first: number, last?: Found): Found | undefined {
  const { text, numerals } = plain;
  const start = places[first]!;
  const before = text.slice(Math.max(start - AROUND, Math.min(last?.end ?? 0, start)), start);
  const beside = first > 0 && last?.end === places[first - 1]! + 1 ? last.kind : undefined;
  const ahead = places.slice(first, first + MOST_DIGITS);
  const digits = ahead.map((place) => (/\d/.test(numerals[place]!) ? numerals[place] : 'X')).join('');
  for (const form of FORMS) {
    const lead = (form.lead ?? ANYWHERE).exec(before)?.[1];
    if (lead === undefined) continue;
    const [least, most] = form.length;
    for (let length = Math.min(most, ahead.length); length >= least; length--) {
      const end = ahead[length - 1]! + 1;
      if (!isBound(plain, end)) continue;
      const written = numerals.slice(start, end);
      const after = text.slice(end, end + AROUND);
      if (!isOf(form, { digits: digits.slice(0, length), written, before, after, beside })) continue;
      const from = start - lead.length;
      // (022)5883 2816: the bracket that the number closes is part of it.
      return { kind: form.kind, start: /^[^(]*\)/.test(written) && text[from - 1] === '(' ? from - 1 : from, end };
    }
  }
  return undefined;
}

/** The same text with what was found made illegible to whoever looks next. */
function without(found: readonly Found[], plain: Undisguised): Undisguised {
  const cover = (text: string) => {
    let covered = '';
    for (const { start, end } of found) covered += text.slice(covered.length, start) + TAKEN.repeat(end - start);
    return covered + text.slice(covered.length);
  };
  return { ...plain, text: cover(plain.text), numerals: cover(plain.numerals) };
}
/** Any letter will do: it ends a run of digits, and no word that is looked for has it. */
const TAKEN = '字';

const FINDERS = [emailsIn, ...PLATES.map(platesIn), numbersIn];

/** Takes personal data out of what was typed, before anything stores, logs or answers it. */
export function maskPersonal(typed: string): Masked {
  let plain = undisguise(typed);
  const found = FINDERS.flatMap((find) => {
    const these = find(plain);
    plain = without(these, plain);
    return these;
  });
  found.sort((one, other) => one.start - other.start);
  let text = '';
  let at = 0;
  for (const { kind, start, end } of found) {
    text += typed.slice(at, plain.starts[start]) + MASKS[kind];
    at = plain.starts[end]!;
  }
  return { text: text + typed.slice(at), found: found.map(({ kind }) => kind) };
}

/** What is left to be understood without the words that stand for personal data; of a telephone, that it is one. */
export const withoutMasks = (text: string): string =>
  Object.entries(MASKS).reduce(
    (rest, [kind, mask]) => rest.replaceAll(mask, kind === 'telephone' ? '电话' : ' '),
    text,
  );
