import type { Contact, Field } from './reply.js';
import { type Span, slice, trim } from './span.js';
import type { Zones } from './zones.js';

export const CONTACT =
  /联系(?:单位|人|电话|处室|科室|部门|方式)|联络人|承办单位|承办科室|承办人|经办(?:人|科室|单位)?:|(?:^|[^值班])电话:/;
export const PHONE = /(?:\d{3,4}[-—] ?)?\d{7,8}(?![\d.])|1[3-9]\d{9}/;
const PHONE_NAMED = new RegExp(`(${PHONE.source})`, 'd');
export const SITE_FOOTER = /ICP备|网站标识码|版权所有|邮编|传真|主办:|主办单位:|值班电话|网站/;

/** The letter's own contact line; the telephone in a web page's footer is not it. */
export function contactIn(
  text: string,
  shadow: string,
  paragraphs: readonly Span[],
  { body, signOff }: Zones,
): Field<Contact> | undefined {
  const lines = [
    ...paragraphs.slice(signOff),
    ...paragraphs.slice(Math.max(body, signOff - 3), signOff).reverse(),
    // A record names its contact among its other lines.
    ...paragraphs.slice(0, body).filter((line) => /^(?:联系|承办)人/.test(slice(shadow, line))),
  ];
  const own = lines.filter((span) => CONTACT.test(slice(shadow, span)) && !SITE_FOOTER.test(slice(shadow, span)));
  const first = own[0];
  if (!first) {
    const inText = lines.find((span) => /联系/.test(slice(shadow, span)) && PHONE.test(slice(shadow, span)));
    if (!inText) return undefined;
    const words = slice(shadow, inText);
    const named = /(?:与|和|向)([^,。]{1,14}?(?:科|处|室|局|办|中心|股|司|委))联系/.exec(words);
    const phone = PHONE.exec(words)?.[0];
    return { ...(named ? clauseAround(shadow, inText, named.index) : inText), value: { unit: named?.[1], phone } };
  }
  // Unit and telephone may stand on lines of their own, one after the other.
  const next = own.find(
    (span) =>
      span !== first && span.start > first.start && slice(shadow, { start: first.end, end: span.start }).trim() === '',
  );
  const span =
    !PHONE.test(slice(shadow, first)) && next && PHONE.test(slice(shadow, next))
      ? { start: first.start, end: next.end }
      : first;
  const words = slice(shadow, span);
  const group = (pattern: RegExp) => {
    const at = pattern.exec(words)?.indices?.[1];
    return at ? text.slice(span.start + at[0], span.start + at[1]) : undefined;
  };
  const inner =
    words.startsWith('(') && words.endsWith(')') ? trim(shadow, { start: span.start + 1, end: span.end - 1 }) : span;
  return {
    ...inner,
    value: {
      unit:
        group(/(?:联系(?:单位|处室|科室|部门)(?:及(?:联系)?电话)?|承办单位|承办科室|经办科室): *([^,;:()\s]+)/d) ??
        group(
          /(?:联[系络]人|经办人?|承办人)(?:及(?:联系)?电话)?: {0,9}([\p{sc=Han}]{2,14}(?:科|处|室|股|办|中心|局))(?= )/du,
        ) ??
        group(/联[系络]人(?:及(?:联系)?电话)?: {0,9}[\p{sc=Han}]{2,4} ?\(([^)]{1,60})\)/du) ??
        group(
          /联[系络]人(?:及(?:联系)?电话)?: {0,9}([\p{sc=Han}]{2,12}(?:科|处|室|股|办|中心))(?=[\p{sc=Han}]{1,2}某|[\p{sc=Han}]{2,3}[,;])/du,
        ),
      person: group(
        /(?:联[系络]人|经办人?|承办人)(?:及(?:联系)?电话)?: {0,9}(?:[\p{sc=Han}]{2,14}(?:科|处|室|股|办|中心|局) {0,9})?([\p{sc=Han}]{1,2} ?[\p{sc=Han}]{1,2})(?=[\s,;(]|$)/du,
      ),
      phone: group(PHONE_NAMED),
    },
  };
}

/** The clause of a paragraph that has a place in it, up to its full stop. */
function clauseAround(shadow: string, paragraph: Span, at: number): Span {
  const words = slice(shadow, paragraph);
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
