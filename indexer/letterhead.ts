import { CONTACT, contactIn, contactUnit, SITE_FOOTER } from './contact.js';
import { DATE, readDate } from './numeral.js';
import type { Field, Letterhead } from './reply.js';
import { type Span, slice, trim } from './span.js';
import type { Zones } from './zones.js';

const ADDRESSEE =
  /^(?:尊敬的)?([^,。;:()“《]{1,60}?)(?:等)?(?:\d{1,4}|[一二两三四五六七八九十]{1,4})?[名位]?(人大代表|政协委员|代表|委员)(?:们|同志)?:?$/;
/** A party, a federation or a committee addressed as a body. */
const BODY_ADDRESSED =
  /^(?:尊敬的)?((?:[\p{sc=Han}]{0,12}(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|工商联|侨联|台联|妇联|科协|总工会|工会|团[省市县区]委|少工委|专门?委员会|专委会|委员会|联络组|界别|小组|总商会|商会)[\p{sc=Han}]{0,12})):$/u;
/** The lines of a record, the form that addresses nobody. */
const RECORD =
  /^(?:建议|提案)?(案 *由|标 *题|题 *目|提 *案 *者|提 *案 *人|建 *议 *人|附 *议 *人|领 *衔 *(?:人|代表|委员)|(?:代 *表|委 *员) *意 *见|承 *办 *人(?:及电话)?|沟 *通 *方 *式|办 *理 *方 *式|(?:提案|建议)编 *号|编 *号|届 *次|类 *别|分 *类|主 *办 *单 *位|承 *办 *单 *位|会 *办 *单 *位|协 *办 *单 *位|委 *员 *反 *馈|办 *理 *结 *果|办 *理 *类 *别|更 *新 *时 *间|[办答] *[复理] *(?:内 *容|意 *见|情 *况)|答 *复 *[内正] *[容文]|办 *结 *时 *间|答 *复 *时 *间):/;
const AGENCY_END =
  '(?:局|委|委员会|厅|部|办|办公室|公司|中心|政府|法院|检察院|支队|总队|大队|大学|学院|集团|院|会|馆|站|所|社|处|管委会|街道|银行|海关|妇联|残联|侨联|科协|工会|团[省市县区]委|协会)';
const ENDS_AS_AGENCY = new RegExp(`${AGENCY_END}$`);
const AGENCY = new RegExp(`^[\\p{sc=Han}]{3,24}${AGENCY_END}$`, 'du');
/** `云川市教育局关于…的答复`. */
const AGENCY_WRITES = new RegExp(`^([\\p{sc=Han}]{3,24}?${AGENCY_END})(?:关于|对)`, 'du');
/** Agencies that sign one letter at most. */
const MOST_AGENCIES = 5;

/** A line that names the agencies that sign, and nothing else. */
function isAgencyLine(text: string): boolean {
  const names = text.split(/[ 、]+/);
  return names.length <= MOST_AGENCIES && names.every((name) => AGENCY.test(name));
}

const DATE_LINE = new RegExp(`^(?:${DATE.source})$`);
/** Words of the page around the letter, not of the letter. */
export const FURNITURE =
  /^(您?现?在?当?前?的?位置|首页|来源|信息来源|发布|索 *引 *号|发文|文 *号 *:|办理结果|公开|分享到|【?打印|【?关闭|上一[篇条]|下一[篇条]|扫一扫|字 *[体号]|阅读|浏览|主题分类|\(此件|附件下载)|ICP备|网站标识码|^\|? *[-—]{3,}|阅读:\d|【信息来源/;

/** 办理结果, from its label, glued to the document number, in brackets or bare. */
const CLASS = [
  /(?:类别(?:标记)?|办[理复](?:结果|类别|情况|类型)|答复类[别型]|结果分类|标记)[为:] *\(?([ABC])/d,
  /号 *\(?([ABC])(?:类|\)|$)/d,
  /[([【]([ABC])类?[)\]】]/d,
  /(?:^| )([ABC])类?$/d,
];

/** Finds the letterhead's three places: form of address, body, sign-off. */
export function zonesOf(shadow: string, paragraphs: readonly Span[]): Zones {
  const texts = paragraphs.map((span) => slice(shadow, span));
  const half = Math.max(6, Math.ceil(texts.length * 0.6));
  const addressee = texts.findIndex(
    (text, i) => i < half && readAddressee(text) !== undefined && !/[〔[]/.test(text) && !FURNITURE.test(text),
  );
  const record = texts.findLastIndex((text, i) => i < half && RECORD.test(text));
  const opening = texts.findIndex(
    (text, i) => i < half && /收悉|答复如下|回复如下|函复如下|答复为|研究办理/.test(text),
  );
  const body = addressee >= 0 ? addressee + 1 : record >= 0 ? record + 1 : Math.max(0, opening);
  const signOff = signOffAt(texts, body);
  return { addressee, body, signOff, suggestions: suggestionsOf(texts, body, signOff) };
}

function suggestionsOf(texts: readonly string[], body: number, signOff: number): Span[] {
  const before = texts.findIndex((text, i) => i < body && SUGGESTED.test(text));
  const after = texts.findIndex((text, i) => i >= signOff && APPENDIX.test(text));
  const end = texts.findIndex((text, i) => i > after && (FURNITURE.test(text) || SITE_FOOTER.test(text)));
  return [
    ...(before >= 0 ? [{ start: before, end: body }] : []),
    ...(after >= 0 ? [{ start: after, end: end < 0 ? texts.length : end }] : []),
  ];
}

const SUGGESTED = /^(?:建议|提案)(?:内容|摘要|正文|原文|要点):/;
const APPENDIX = /^\(?附(?:件\d?|录)?[::]? {0,4}.{0,24}(?:原文|摘要|建议|提案)/;

/** Several addressed in one line, persons and bodies: `仇某、柴某某委员,县政协农业界别活动组:`. */
const SEVERAL_ADDRESSED =
  /^(?:尊敬的)?(?=[^。;]{2,60}:$)(?=.{0,60}(?:代表|委员|党|盟|社|会|总支|小组)[、,])(?=.{0,60}(?:代表|委员))([^。;()“《]{1,60}):$/;

/** The names of a form of address, as one string; `undefined` for any other line. */
const readAddressee = (text: string): string | undefined =>
  ADDRESSEE.exec(text)?.[1] ?? BODY_ADDRESSED.exec(text)?.[1] ?? SEVERAL_ADDRESSED.exec(text)?.[1];

function signOffAt(all: readonly string[], body: number): number {
  // The deputy's own text comes after the sign-off.
  const appendix = all.findIndex((text, i) => i > body + 1 && APPENDIX.test(text));
  const texts = appendix < 0 ? all : all.slice(0, appendix);
  let first = texts.length;
  for (let i = texts.length - 1; i > body; i--) {
    const text = texts[i]!;
    if (DATE_LINE.test(text)) return i > body + 1 && isAgencyLine(texts[i - 1]!) ? i - 1 : i;
    if (isAgencyLine(text)) {
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

/** Everything the letterhead says, each value with the words it was read from. */
export function frameOf(text: string, shadow: string, paragraphs: readonly Span[], zones: Zones): Letterhead {
  const head = paragraphs.slice(0, zones.body);
  const tail = paragraphs.slice(zones.signOff);
  const opening = paragraphs[zones.body];
  const find = (spans: readonly Span[], pattern: RegExp, group = 1): Field | undefined => {
    for (const span of spans) {
      const at = pattern.exec(slice(shadow, span))?.indices?.[group];
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
  const title = titleOf(text, shadow, head, opening);
  const signed = signedBy(text, shadow, tail);
  const contact = contactIn(text, shadow, paragraphs, zones);
  const header =
    find(head, AGENCY_WRITES) ??
    find(head, /发文机关[: |]*([^ |】]+)/d) ??
    find(head, /[主承] *办 *单 *位: *([^ |(,、]+)/d) ??
    find(head, AGENCY, 0) ??
    find(head, /(?:发布机构|信息来源|来源): *([^ |】]+)/d);
  const unit = contact?.value.unit;
  const fromContact = unit && ENDS_AS_AGENCY.test(unit) ? contactUnit(text, contact, unit) : undefined;

  return {
    kind: kindOf(addressed, title?.value ?? '', all),
    title,
    addressees,
    number: find(
      [...head, ...(opening ? [opening] : [])],
      /(?<![〕\]】)] ?第?)(?<!\d)(第? ?\d{1,12} ?号)(?=(?:建议|提案|议案|\)|的|$))/d,
    ),
    docNumber: find(head, /([\p{sc=Han}]{0,10}[〔[【(]20\d\d[〕\]】)] {0,4}第?\d{1,6}号)/du),
    class: CLASS.map((pattern) => find([...head, ...tail], pattern)).find(Boolean),
    signer: find(head, /签发人: *([\p{sc=Han}]{2,4})/du),
    leadAgency:
      signed.agencies[0] ?? (header && fromContact && isPartOf(fromContact.value) ? header : (fromContact ?? header)),
    coAgencies: coAgenciesOf(text, shadow, paragraphs, zones, signed.agencies),
    date: signed.date ?? recordedDate(shadow, head),
    published: publishedOf(shadow, [...head, ...tail]),
    contact,
    attachment: find(tail, /^附件?:(.*)$/d),
    opening,
  };
}

/** Whom it answers, by the form of address, else by what the title calls itself, else by the words around. */
function kindOf(addressed: string, title: string, around: string): Letterhead['kind'] {
  const said = [/委员(?:们|同志)?:?$/.test(addressed), /代表(?:们|同志)?:?$/.test(addressed)];
  if (said[0] !== said[1]) return said[0] ? 'cppcc' : 'npc';
  if (/提案$/.test(title)) return 'cppcc';
  if (/(?:建议|议案)$/.test(title) && /代表|人大/.test(around)) return 'npc';
  if (/号建议|代表建议|领衔代表|人大代表/.test(around) && !/号提案|政协委员/.test(around)) return 'npc';
  return /提案|政协/.test(around) ? 'cppcc' : 'npc';
}

/** A room of an agency, not the agency: `法律援助中心`, `群众体育处`. */
const isPartOf = (unit: string): boolean => /(?:科|处|室|股|中心|站|所|大队|院)$/.test(unit);

/** Names read of one form of address. */
const MOST_NAMES = 200;

function addresseesOf(
  text: string,
  shadow: string,
  paragraphs: readonly Span[],
  { addressee, body }: Zones,
): Field<string[]> | undefined {
  const records = paragraphs
    .slice(0, body)
    .filter((one) => /^(?:提 *案 *[人者]|建 *议 *人|(?:领 *衔|附 *议) *(?:人|代表|委员)):/.test(slice(shadow, one)));
  const span =
    addressee >= 0 ? paragraphs[addressee]! : records[0] && { start: records[0].start, end: records.at(-1)!.end };
  if (!span) return undefined;
  const printed = slice(text, span);
  const names = (
    addressee >= 0
      ? readAddressee(slice(shadow, span))!
      : slice(shadow, span)
          .replace(/^[^:]*:|[\n,;、]\s{0,9}附 *议 *(?:人|代表|委员):|\n[^:\n]*:/g, '、')
          .replace(/\([^)]{0,200}\)/g, '')
  )
    .replace(/等$/, '')
    .split(/[、,]|(?<=[\p{sc=Han}*某]{2}) {1,9}(?=[\p{sc=Han}*某]{2})/u)
    .map((name) =>
      name
        .trim()
        .replace(/(?:等?(?:\d{1,4}|[一二两三四五六七八九十]{1,4})?[名位]?)?(?:人大代表|政协委员|代表|委员)$/, ''),
    )
    .filter(Boolean)
    .slice(0, MOST_NAMES);
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
    const record = /^(?:建议|提案)?(?:案 *由|标 *题|题 *目): */.exec(slice(shadow, span));
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
    if (agencies.length === 0 && isAgencyLine(words)) {
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

/** Where joint agencies are named, on shadows; the group holds them all. */
const JOINT: readonly { readonly pattern: RegExp; readonly anywhere?: boolean }[] = [
  { pattern: /由我[局委厅办](?:主办|牵头),?([^。;]{2,120}?)(?:会办|协办|配合|分别办理|参与|协同)/d },
  {
    pattern:
      /(?:经(?:会同|会商|商请|商|征求|综合|与)|综合)([^。;]{2,120}?)(?:共同|认真|联合)?(?:研究|意见|同意|会商|沟通|协商|现|,)/d,
  },
  {
    pattern:
      /(?:会同|商请?|征求|联合|会商)([^。;]{2,120}?)(?:共同|认真|逐条|一起|联合|进行)?(?:了?研究|测算|办理|作了|意见|会办|调研|走访|踏勘|答复)/d,
  },
  { pattern: /并征求([^。,]{2,60}?)意见/d },
  {
    pattern: /(?:我们?|我[局委厅])[同与和]([^。,]{2,80}?)(?:反复|多次|共同)?(?:磋商|协商|研究|会商|商量)/d,
    anywhere: true,
  },
  { pattern: /商请([^。,]{2,40}?)研究/d, anywhere: true },
];
/** One agency of a row; it ends where the row goes on or its verb begins. */
const AGENCY_IN_ROW = new RegExp(
  `[\\p{sc=Han}]{2,24}?${AGENCY_END}(?=$|[、,和与及并共同认逐进等联研(]|以及|,|分别)`,
  'gu',
);
const OWN = /^(?:我[局委厅办市县区]|本[局委厅])/;

function coAgenciesOf(
  text: string,
  shadow: string,
  paragraphs: readonly Span[],
  zones: Zones,
  signed: readonly Field[],
): Field[] {
  const found = new Map<string, Field>();
  const add = (field: Field) => {
    if (!found.has(field.value)) found.set(field.value, field);
  };
  const addAll = (start: number, row: string) => {
    for (const name of row.matchAll(AGENCY_IN_ROW)) {
      const lead = /^(?:[和与及同经由]|以及|会同)+/.exec(name[0])?.[0].length ?? 0;
      const word = name[0].slice(lead);
      if (word.length > 2 && !OWN.test(word)) add(at(text, start + name.index + lead, word.length));
    }
  };
  for (const span of paragraphs.slice(0, zones.body)) {
    const words = slice(shadow, span);
    const record = /^(?:会|协) *办 *单 *位:|^承 *办 *单 *位:[^,;、]*\(主办\)/.exec(words);
    if (record) addAll(span.start + record[0].length, words.slice(record[0].length));
  }
  for (const { pattern, anywhere } of JOINT) {
    if (found.size > 0) break;
    for (const span of paragraphs.slice(zones.body, anywhere ? zones.signOff : zones.body + 2)) {
      const match = pattern.exec(slice(shadow, span));
      const [start] = match?.indices?.[1] ?? [0];
      if (match) addAll(span.start + start, match[1]!);
      if (found.size > 0) break;
    }
  }
  const lead = signed[0]?.value;
  for (const agency of signed.slice(1)) {
    const named = [...found.keys()].some((value) => agency.value.endsWith(value.replace(/^[市县区省]/, '')));
    if (!named) add(agency);
  }
  return [...found.values()].filter(({ value }) => value !== lead);
}

const RECORDED = new RegExp(`(?:成文日期|答复时间|答复日期|办结时间)[: |]*(${DATE.source})`);
const PUBLISHED = new RegExp(`(?:发布时间|发布日期|公开日期|发文日期)[:】]* *(${DATE.source})`);

/** The date a record gives, where nothing is signed. */
function recordedDate(shadow: string, head: readonly Span[]): Field | undefined {
  for (const span of head) {
    const match = RECORDED.exec(slice(shadow, span));
    if (!match) continue;
    const start = span.start + match.index + match[0].length - match[1]!.length;
    return { start, end: start + match[1]!.length, value: readDate(match[1]!)! };
  }
  return undefined;
}

function publishedOf(shadow: string, spans: readonly Span[]): Field | undefined {
  for (const span of spans) {
    const match = PUBLISHED.exec(slice(shadow, span));
    if (match) {
      const start = span.start + match.index + match[0].length - match[1]!.length;
      return { start, end: start + match[1]!.length, value: readDate(match[1]!)! };
    }
  }
  return undefined;
}
