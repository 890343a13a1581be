import { DATE, DATE_LINE, readDate } from '../text/date.js';
import { type Span, slice, trim } from '../text/span.js';
import { addresseesOf } from './addressee.js';
import { AGENCY_END, AGENCY_NAME, agenciesOn, coAgenciesOf, ENDS_AS_AGENCY, isAgencyLine } from './agency.js';
import { contactIn, contactUnit } from './contact.js';
import type { Letter, Zones } from './letter.js';
import type { Contact, Field, Letterhead } from './reply.js';

/** `云川市教育局关于…的答复`. */
const AGENCY_WRITES = new RegExp(`^([\\p{sc=Han}]{3,24}?${AGENCY_END})(?:关于|对)`, 'du');
/** Where the head names the agency in charge, the surest first, with the group that holds it. */
const HEADERS: readonly (readonly [pattern: RegExp, group: number])[] = [
  [AGENCY_WRITES, 1],
  [/发文机关[: |]*([^ |】]+)/d, 1],
  [/[主承] *办 *单 *位: *([^ |(,、]+)/d, 1],
  [AGENCY_NAME, 0],
  [/(?:发布机构|信息来源|来源): *([^ |】]+)/d, 1],
];

const NUMBER = /(?<![〕\]】)] ?第?)(?<!\d)(第? ?\d{1,12} ?号)(?=(?:建议|提案|议案|\)|的|$))/d;
const DOC_NUMBER = /([\p{sc=Han}]{0,10}[〔[【(]20\d\d[〕\]】)] {0,4}第?\d{1,6}号)/du;
const SIGNER = /签发人: *([\p{sc=Han}]{2,4})/du;
const ATTACHMENT = /^附件?:(.*)$/d;
/** 办理结果, from its label, glued to the document number, in brackets or bare. */
const CLASS = [
  /(?:类别(?:标记)?|办[理复](?:结果|类别|情况|类型)|答复类[别型]|结果分类|标记)[为:] *\(?([ABC])/d,
  /号 *\(?([ABC])(?:类|\)|$)/d,
  /[([【]([ABC])类?[)\]】]/d,
  /(?:^| )([ABC])类?$/d,
];
const RECORDED = new RegExp(`(?:成文日期|答复时间|答复日期|办结时间)[: |]*(${DATE.source})`, 'd');
const PUBLISHED = new RegExp(`(?:发布时间|发布日期|公开日期|发文日期)[:】]* *(${DATE.source})`, 'd');

/** Everything the letterhead says, each value with the words it was read from. */
export function letterheadOf(letter: Letter, zones: Zones): Letterhead {
  const head = letter.paragraphs.slice(0, zones.body);
  const tail = letter.paragraphs.slice(zones.signOff);
  const opening = letter.paragraphs[zones.body];
  const above = opening ? [...head, opening] : head;
  const find = (spans: readonly Span[], pattern: RegExp) => fieldIn(letter, spans, pattern);

  const addressees = addresseesOf(letter, zones);
  const title = titleOf(letter, head, opening);
  const signed = signedBy(letter, tail);
  const contact = contactIn(letter, zones);
  const formOfAddress = addressees && zones.addressee >= 0 ? slice(letter.normalised, addressees) : '';
  return {
    kind: kindOf(formOfAddress, title?.value ?? '', above.map((span) => slice(letter.normalised, span)).join('\n')),
    title,
    addressees,
    number: find(above, NUMBER),
    docNumber: find(head, DOC_NUMBER),
    class: CLASS.map((pattern) => find([...head, ...tail], pattern)).find(Boolean),
    signer: find(head, SIGNER),
    leadAgency: signed.agencies[0] ?? unsignedAgency(letter, head, contact),
    coAgencies: coAgenciesOf(letter, zones, signed.agencies),
    date: signed.date ?? asDate(letter, find(head, RECORDED)),
    published: asDate(letter, find([...head, ...tail], PUBLISHED)),
    contact,
    attachment: find(tail, ATTACHMENT),
    opening,
  };
}

/** What a group of a pattern holds in the first paragraph that the pattern fits, trimmed. The pattern has the flag `d`. */
function fieldIn({ text, normalised }: Letter, spans: readonly Span[], pattern: RegExp, group = 1): Field | undefined {
  for (const span of spans) {
    const at = pattern.exec(slice(normalised, span))?.indices?.[group];
    if (at) {
      const found = trim(text, { start: span.start + at[0], end: span.start + at[1] });
      return { ...found, value: slice(text, found) };
    }
  }
  return undefined;
}

const asDate = ({ normalised }: Letter, field: Field | undefined): Field | undefined =>
  field && { ...field, value: readDate(slice(normalised, field))! };

/** Whom it answers, by the form of address, else by what the title calls itself, else by the words around. */
function kindOf(addressed: string, title: string, around: string): Letterhead['kind'] {
  const isCommittee = /委员(?:们|同志)?:?$/.test(addressed);
  const isDeputy = /代表(?:们|同志)?:?$/.test(addressed);
  if (isCommittee !== isDeputy) return isCommittee ? 'cppcc' : 'npc';
  if (/提案$/.test(title)) return 'cppcc';
  if (/(?:建议|议案)$/.test(title) && /代表|人大/.test(around)) return 'npc';
  if (/号建议|代表建议|领衔代表|人大代表/.test(around) && !/号提案|政协委员/.test(around)) return 'npc';
  return /提案|政协/.test(around) ? 'cppcc' : 'npc';
}

/** The agency in charge where none signs: the contact's unit, but the head's agency where that unit is one of its offices. */
function unsignedAgency(letter: Letter, head: readonly Span[], contact: Field<Contact> | undefined): Field | undefined {
  const header = HEADERS.map(([pattern, group]) => fieldIn(letter, head, pattern, group)).find(Boolean);
  const unit = contact?.value.unit;
  if (!contact || !unit || !ENDS_AS_AGENCY.test(unit)) return header;
  return header && isOffice(unit) ? header : contactUnit(letter.text, contact, unit);
}

/** An office of an agency, not the agency: `法律援助中心`, `群众体育处`. */
const isOffice = (unit: string): boolean => /(?:科|处|室|股|中心|站|所|大队|院)$/.test(unit);

/** A record's 案由, else the title that the opening sentence names, else the one in the letter's own title. */
function titleOf({ text, normalised }: Letter, head: readonly Span[], opening: Span | undefined): Field | undefined {
  const field = (start: number, end: number): Field => ({ start, end, value: text.slice(start, end) });
  for (const span of head) {
    const record = /^(?:建议|提案)?(?:案 *由|标 *题|题 *目): */.exec(slice(normalised, span));
    if (record) return field(span.start + record[0].length, span.end);
  }
  const named = opening && titleNamedIn(slice(normalised, opening));
  if (named) return field(opening.start + named.start, opening.start + named.end);
  for (const span of head) {
    const own = /(关于[^。]{4,60}?的(?:建议|提案|议案))(?:的?答复|的?复函)/.exec(slice(normalised, span));
    if (own) return field(span.start + own.index, span.start + own.index + own[1]!.length);
  }
  return undefined;
}

/** Characters of the opening within which the suggestion is named. */
const OPENING = 300;
/** A quotation this short, marks not counted, is no title. */
const SHORTEST_TITLE = 6;

/** The title that an opening sentence names: `《关于…的建议》` in quotation marks, or bare where that comes first. */
function titleNamedIn(opening: string): Span | undefined {
  const words = opening.slice(0, OPENING);
  const quoted = /[“《]/.exec(words);
  const bare = /(关于[^。“《]{2,60}?的(?:建议|提案|议案))/.exec(words);
  if (quoted && !(bare && bare.index < quoted.index)) {
    const end = closingQuote(words, quoted.index);
    if (end > 0 && end - quoted.index > SHORTEST_TITLE) return { start: quoted.index + 1, end };
  }
  return bare ? { start: bare.index, end: bare.index + bare[1]!.length } : undefined;
}

/** Where the quotation opened at `open` closes, nested ones passed over; -1 when it never does. */
function closingQuote(words: string, open: number): number {
  const [left, right] = words[open] === '《' ? ['《', '》'] : ['“', '”'];
  let depth = 0;
  for (let i = open; i < words.length; i++) {
    if (words[i] === left) depth++;
    else if (words[i] === right && --depth === 0) return i;
  }
  return -1;
}

/** Paragraphs of the sign-off among which agencies and date stand. */
const SIGNATURE = 4;

/** Who signs and when. */
function signedBy({ text, normalised }: Letter, tail: readonly Span[]): { agencies: Field[]; date?: Field } {
  let agencies: Field[] = [];
  let date: Field | undefined;
  for (const span of tail.slice(0, SIGNATURE)) {
    const words = slice(normalised, span);
    if (agencies.length === 0 && isAgencyLine(words)) agencies = agenciesOn(text, span, words);
    else if (!date && DATE_LINE.test(words)) date = { ...span, value: readDate(words)! };
  }
  return { agencies, date };
}
