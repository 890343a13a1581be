import { CONTACT, contactOf, contactUnit, SITE_FOOTER } from './contact.js';
import { DATE, readDate } from './numeral.js';
import type { Field, Frame } from './reply.js';
import { type Span, slice, trim } from './span.js';

/** Which paragraphs are what; indexes into the letter's paragraphs. */
export interface Zones {
  /** The form of address, or -1. */
  readonly addressee: number;
  /** First paragraph of the body: the opening that names the suggestion. */
  readonly body: number;
  /** First paragraph of the sign-off; the number of paragraphs when there is none. */
  readonly signOff: number;
}

const ADDRESSEE =
  /^(?:尊敬的)?([^,。;:()“《]{1,60}?)(?:等)?(?:\d+|[一二两三四五六七八九十]+)?[名位]?(人大代表|政协委员|代表|委员):?$/;
const RECORD =
  /^(案 *由|提 *案 *人|建 *议 *人|领 *衔 *人|主 *办 *单 *位|会 *办 *单 *位|委 *员 *反 *馈|办 *复 *内 *容):/;
const AGENCY_END = '(?:局|委|委员会|厅|部|办|办公室|公司|中心|政府|法院|检察院|支队|总队|大学|集团|院|会)';
const AGENCY_LINE = new RegExp(
  `^[\\p{sc=Han}]{3,24}${AGENCY_END}(?:[ 、]+[\\p{sc=Han}]{3,24}${AGENCY_END}){0,4}$`,
  'u',
);
const DATE_LINE = new RegExp(`^(?:${DATE.source})$`);
/** Words of the page around the letter, not of the letter. */
export const FURNITURE =
  /^(您?现?在?当?前?的?位置|首页|来源|信息来源|发布|索 *引 *号|发文|文 *号 *:|办理结果|公开|分享到|【?打印|【?关闭|上一[篇条]|下一[篇条]|扫一扫|字 *[体号]|阅读|浏览|主题分类|\(此件|附件下载)|ICP备|网站标识码|^\|? *[-—]{3,}|阅读:\d|【信息来源/;

/** Finds the frame's three places: form of address, body, sign-off. */
export function zonesOf(shadow: string, paragraphs: readonly Span[]): Zones {
  const texts = paragraphs.map((span) => slice(shadow, span));
  const half = Math.max(6, Math.ceil(texts.length * 0.6));
  const addressee = texts.findIndex(
    (text, i) => i < half && ADDRESSEE.test(text) && !/[〔[]/.test(text) && !FURNITURE.test(text),
  );
  const record = texts.findLastIndex((text, i) => i < half && RECORD.test(text));
  const opening = texts.findIndex(
    (text, i) => i < half && /收悉|答复如下|回复如下|函复如下|答复为|研究办理/.test(text),
  );
  const body = addressee >= 0 ? addressee + 1 : record >= 0 ? record + 1 : Math.max(0, opening);
  return { addressee, body, signOff: signOffAt(texts, body) };
}

function signOffAt(texts: readonly string[], body: number): number {
  let first = texts.length;
  for (let i = texts.length - 1; i > body; i--) {
    const text = texts[i]!;
    if (DATE_LINE.test(text)) return i > body + 1 && AGENCY_LINE.test(texts[i - 1]!) ? i - 1 : i;
    if (AGENCY_LINE.test(text)) {
      first = i;
      break;
    }
    if (text.length > 160 && /。/.test(text)) break;
  }
  if (first < texts.length) return first;
  // No agency and no date: the contact line, the attachment or the page's own words end the letter.
  for (let i = texts.length; i > body + 1; i--) {
    const text = texts[i - 1]!;
    if (
      !(
        FURNITURE.test(text) ||
        SITE_FOOTER.test(text) ||
        /^附件?:/.test(text) ||
        /^抄[送报]/.test(text) ||
        isContact(text)
      )
    )
      return i;
  }
  return texts.length;
}

const isContact = (text: string): boolean => CONTACT.test(text) && text.length < 120 && !SITE_FOOTER.test(text);

/** Everything the frame says, each value with the words it was read from. */
export function frameOf(text: string, shadow: string, paragraphs: readonly Span[], zones: Zones): Frame {
  const head = paragraphs.slice(0, zones.body);
  const tail = paragraphs.slice(zones.signOff);
  const opening = paragraphs[zones.body];
  const find = (spans: readonly Span[], pattern: RegExp, group = 1): Field | undefined => {
    for (const span of spans) {
      const match = new RegExp(pattern.source, `${pattern.flags.replace('d', '')}d`).exec(slice(shadow, span));
      const at = match?.indices?.[group];
      if (at) {
        const found = trim(text, { start: span.start + at[0], end: span.start + at[1] });
        return { ...found, value: slice(text, found) };
      }
    }
    return undefined;
  };

  const addressees = addresseesOf(text, shadow, paragraphs, zones);
  const headText = head.map((span) => slice(shadow, span)).join('\n');
  const all = `${headText}\n${opening ? slice(shadow, opening) : ''}`;
  const addressed = addressees && zones.addressee >= 0 ? slice(shadow, addressees) : '';
  const cppcc = /委员:?$/.test(addressed) || (!/代表:?$/.test(addressed) && /提案|政协/.test(all));
  const signed = signedBy(text, shadow, tail);
  const contact = contactOf(text, shadow, paragraphs, zones);
  const header =
    find(head, new RegExp(`^([\\p{sc=Han}]{3,24}?${AGENCY_END})(?:关于|对)`, 'u')) ??
    find(head, /主 *办 *单 *位: *([^ |]+)/) ??
    find(head, new RegExp(`^([\\p{sc=Han}]{3,24}${AGENCY_END})$`, 'u')) ??
    find(head, /(?:发布机构|信息来源|来源): *([^ |】]+)/);
  const unit = contact?.value.unit;
  const fromContact = unit && new RegExp(`${AGENCY_END}$`).test(unit) ? contactUnit(text, contact, unit) : undefined;

  return {
    kind: cppcc ? 'cppcc' : 'npc',
    title: titleOf(text, shadow, head, opening),
    addressees,
    number: find(
      [...head, ...(opening ? [opening] : [])],
      /(?<![〕\]】)] ?第?)(?<!\d)(第? ?\d+ ?号)(?=(?:建议|提案|议案|\)|的|$))/,
    ),
    docNumber: find(head, /([\p{sc=Han}]{0,10}[〔[【(]20\d\d[〕\]】)] *第?\d+号)/u),
    class:
      find([...head, ...tail], /(?:类别(?:标记)?|办理结果|办复结果): *([ABC])|\(([ABC])类\)/) ??
      find([...head, ...tail], /\(([ABC])类\)|^([ABC])类?$/),
    signer: find(head, /签发人: *([\p{sc=Han}]{2,4})/u),
    leadAgency: signed.agencies[0] ?? fromContact ?? header,
    coAgencies: coAgenciesOf(text, shadow, paragraphs, zones, signed.agencies),
    date: signed.date,
    published: publishedOf(shadow, [...head, ...tail]),
    contact,
    attachment: find(tail, /^附件?:(.*)$/),
    opening,
  };
}

function addresseesOf(
  text: string,
  shadow: string,
  paragraphs: readonly Span[],
  { addressee, body }: Zones,
): Field<string[]> | undefined {
  const record = paragraphs
    .slice(0, body)
    .find((span) => /^(提 *案 *人|建 *议 *人|领 *衔 *人):/.test(slice(shadow, span)));
  const span = addressee >= 0 ? paragraphs[addressee]! : record;
  if (!span) return undefined;
  const printed = slice(text, span);
  const names = (
    addressee >= 0 ? ADDRESSEE.exec(slice(shadow, span))![1]! : slice(shadow, span).replace(/^[^::]*:/, '')
  )
    .replace(/等$/, '')
    .split(/[、 ]+/)
    .filter(Boolean);
  // Names as printed: the shadow has the same length.
  const value = names.map((name) => {
    const at = slice(shadow, span).indexOf(name);
    return printed.slice(at, at + name.length);
  });
  return { ...span, value };
}

/** The quoted title of the opening sentence, or the bare `关于…的建议`, or the record's 案由, or the letter's own title. */
function titleOf(text: string, shadow: string, head: readonly Span[], opening: Span | undefined): Field | undefined {
  const field = (start: number, end: number): Field => ({ start, end, value: text.slice(start, end) });
  for (const span of head) {
    const record = /^案 *由: */.exec(slice(shadow, span));
    if (record) return field(span.start + record[0].length, span.end);
  }
  if (opening) {
    const words = slice(shadow, opening).slice(0, 300);
    const quoted = /[“《]/.exec(words);
    const bare = /(关于[^。“《]{2,60}?的(?:建议|提案|议案))/.exec(words);
    if (quoted && !(bare && bare.index < quoted.index)) {
      const end = closingQuote(words, quoted.index);
      if (end > 0 && end - quoted.index > 6) return field(opening.start + quoted.index + 1, opening.start + end);
    }
    if (bare) return field(opening.start + bare.index, opening.start + bare.index + bare[1]!.length);
  }
  for (const span of head) {
    const own = /(关于[^。]{4,60}?的(?:建议|提案|议案))(?:的?答复|的?复函)/.exec(slice(shadow, span));
    if (own) return field(span.start + own.index, span.start + own.index + own[1]!.length);
  }
  return undefined;
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

function signedBy(text: string, shadow: string, tail: readonly Span[]): { agencies: Field[]; date?: Field } {
  let agencies: Field[] = [];
  let date: Field | undefined;
  for (const span of tail.slice(0, 4)) {
    const words = slice(shadow, span);
    if (agencies.length === 0 && AGENCY_LINE.test(words)) {
      agencies = [...words.matchAll(/[^ 、]+/g)].map((match) => at(text, span.start + match.index, match[0].length));
    } else if (!date && DATE_LINE.test(words)) date = { ...span, value: readDate(words)! };
  }
  return { agencies, date };
}

const at = (text: string, start: number, length: number): Field => ({
  start,
  end: start + length,
  value: text.slice(start, start + length),
});

const JOINT = [
  /经(?:会同|会商|商请|商|征求)([^。]{2,80}?)(?:共同|认真)?(?:研究|意见|同意|,)/,
  /会同([^。,]{2,80}?)(?:共同|认真)?(?:研究|测算|办理)/,
  /并征求([^。,]{2,40}?)意见/,
  /由我[局委厅办](?:主办|牵头),([^。]{2,80}?)会办/,
  /商请([^。,]{2,40}?)研究/,
];

function coAgenciesOf(
  text: string,
  shadow: string,
  paragraphs: readonly Span[],
  zones: Zones,
  signed: readonly Field[],
): Field[] {
  const found: Field[] = [];
  const add = (field: Field) => {
    const name = field.value.replace(/\s/g, '');
    if (!found.some(({ value }) => value === name)) found.push(field);
  };
  const records = paragraphs.slice(0, zones.body).filter((span) => /^会 *办 *单 *位:/.test(slice(shadow, span)));
  for (const span of records) {
    const words = slice(shadow, span);
    const start = words.search(/:/) + 1;
    for (const name of words.slice(start).matchAll(/[^、, ]+/g))
      add(at(text, span.start + start + name.index, name[0].length));
  }
  for (const [i, pattern] of JOINT.entries()) {
    const scope =
      i === JOINT.length - 1
        ? paragraphs.slice(zones.body, zones.signOff)
        : paragraphs.slice(zones.body, zones.body + 1);
    for (const span of scope) {
      const match = new RegExp(pattern.source, 'd').exec(slice(shadow, span));
      const [start] = match?.indices?.[1] ?? [0];
      for (const name of (match?.[1] ?? '').matchAll(/(?:(?!和(?!信)|及|以及|、).){2,20}/g)) {
        if (new RegExp(`${AGENCY_END}$`).test(name[0].trim()))
          add(at(text, span.start + start + name.index, name[0].length));
      }
    }
    if (found.length > 0) break;
  }
  const lead = signed[0]?.value;
  for (const agency of signed.slice(1)) {
    const named = found.some(({ value }) => agency.value.endsWith(value.replace(/^[市县区省]/, '')));
    if (!named) add(agency);
  }
  return found.filter(({ value }) => value !== lead);
}

function publishedOf(shadow: string, spans: readonly Span[]): Field | undefined {
  for (const span of spans) {
    const match = new RegExp(`(?:发布时间|发布日期|公开日期|发文日期)[:】]* *(${DATE.source})`).exec(
      slice(shadow, span),
    );
    if (match) {
      const start = span.start + match.index + match[0].length - match[1]!.length;
      return { start, end: start + match[1]!.length, value: readDate(match[1]!)! };
    }
  }
  return undefined;
}
