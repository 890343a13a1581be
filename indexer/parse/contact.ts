import { type Span, slice, trim } from '../text/span.js';
import { SITE_FOOTER } from './boilerplate.js';
import type { Letter, Zones } from './letter.js';
import type { Contact, Field } from './reply.js';

/** What names a contact line (联系单位及电话). */
const LABEL =
  /联系(?:单位|人|电话|处室|科室|部门|方式)|联络人|承办单位|承办科室|承办人|经办(?:人|科室|单位)?:|(?:^|[^值班])电话:/;
/** A telephone number: `022-58832816`, `5883281`, `13812345678`. */
export const PHONE = /(?:\d{3,4}[-—] ?)?\d{7,8}(?![\d.])|1[3-9]\d{9}/;

/** The values of a contact line by their labels; the surest pattern first, its group holds the value. */
const UNIT = [
  /(?:联系(?:单位|处室|科室|部门)(?:及(?:联系)?电话)?|承办单位|承办科室|经办科室): *([^,;:()\s]+)/d,
  /(?:联[系络]人|经办人?|承办人)(?:及(?:联系)?电话)?: {0,9}([\p{sc=Han}]{2,14}(?:科|处|室|股|办|中心|局))(?= )/du,
  /联[系络]人(?:及(?:联系)?电话)?: {0,9}[\p{sc=Han}]{2,4} ?\(([^)]{1,60})\)/du,
  /联[系络]人(?:及(?:联系)?电话)?: {0,9}([\p{sc=Han}]{2,12}(?:科|处|室|股|办|中心))(?=[\p{sc=Han}]{1,2}某|[\p{sc=Han}]{2,3}[,;])/du,
];
const PERSON = [
  /(?:联[系络]人|经办人?|承办人)(?:及(?:联系)?电话)?: {0,9}(?:[\p{sc=Han}]{2,14}(?:科|处|室|股|办|中心|局) {0,9})?([\p{sc=Han}]{1,2} ?[\p{sc=Han}]{1,2})(?=[\s,;(]|$)/du,
];
const PHONE_NAMED = [new RegExp(`(${PHONE.source})`, 'd')];
/** `请与我局规划科联系`. */
const UNIT_IN_TEXT = /(?:与|和|向)([^,。]{1,14}?(?:科|处|室|局|办|中心|股|司|委))联系/;

/** Characters of a contact line, at most; a longer paragraph that names a contact is running text. */
const LONGEST_LINE = 120;
/** Paragraphs above the sign-off in which a contact may stand. */
const ABOVE = 3;

/** Whether a paragraph is a contact line, by its words. */
export const isContactLine = (text: string): boolean =>
  LABEL.test(text) && text.length < LONGEST_LINE && !SITE_FOOTER.test(text);

/** The letter's own contact, by its line, else by a sentence that names one; a telephone in a web page's footer is none. */
export function contactIn(letter: Letter, zones: Zones): Field<Contact> | undefined {
  const { normalised } = letter;
  const lines = linesOf(letter, zones);
  const labelled = lines.filter((span) => {
    const words = slice(normalised, span);
    return LABEL.test(words) && !SITE_FOOTER.test(words);
  });
  if (labelled[0]) return contactOn(letter, withTelephone(normalised, labelled[0], labelled));
  const sentence = lines.find((span) => /联系/.test(slice(normalised, span)) && PHONE.test(slice(normalised, span)));
  return sentence && contactOfSentence(normalised, sentence);
}

/** Paragraphs that may hold a contact, the likeliest first: the sign-off, what stands just above it, a record's lines. */
const linesOf = ({ normalised, paragraphs }: Letter, { body, signOff }: Zones): Span[] => [
  ...paragraphs.slice(signOff),
  ...paragraphs.slice(Math.max(body, signOff - ABOVE), signOff).reverse(),
  ...paragraphs.slice(0, body).filter((line) => /^(?:联系|承办)人/.test(slice(normalised, line))),
];

/** A contact line together with the next where the telephone stands on a line of its own. */
function withTelephone(normalised: string, first: Span, labelled: readonly Span[]): Span {
  const next = labelled.find(({ start }) => start > first.start && normalised.slice(first.end, start).trim() === '');
  return next && !PHONE.test(slice(normalised, first)) && PHONE.test(slice(normalised, next))
    ? { start: first.start, end: next.end }
    : first;
}

function contactOn({ text, normalised }: Letter, line: Span): Field<Contact> {
  const words = slice(normalised, line);
  const read = (patterns: readonly RegExp[]) => {
    const at = patterns.map((pattern) => pattern.exec(words)?.indices?.[1]).find(Boolean);
    return at && text.slice(line.start + at[0], line.start + at[1]);
  };
  const isInBrackets = words.startsWith('(') && words.endsWith(')');
  const span = isInBrackets ? trim(normalised, { start: line.start + 1, end: line.end - 1 }) : line;
  return { ...span, value: { unit: read(UNIT), person: read(PERSON), phone: read(PHONE_NAMED) } };
}

function contactOfSentence(normalised: string, paragraph: Span): Field<Contact> {
  const words = slice(normalised, paragraph);
  const named = UNIT_IN_TEXT.exec(words);
  const span = named ? clauseAround(words, paragraph, named.index) : paragraph;
  return { ...span, value: { unit: named?.[1], phone: PHONE.exec(words)?.[0] } };
}

/** The clause of a paragraph that has an offset in it, up to its full stop. */
function clauseAround(words: string, paragraph: Span, at: number): Span {
  const stop = words.indexOf('。', at);
  return {
    start: paragraph.start + 1 + Math.max(words.lastIndexOf('。', at), words.lastIndexOf(';', at)),
    end: stop < 0 ? paragraph.end : paragraph.start + stop,
  };
}

/** The unit of a contact, as a field of its own. */
export function contactUnit(text: string, contact: Field<Contact>, unit: string): Field {
  const start = text.indexOf(unit, contact.start);
  return { start, end: start + unit.length, value: unit };
}
