import { type Span, slice } from '../text/span.js';
import type { Letter, Zones } from './letter.js';
import type { Field } from './reply.js';

/** How the names of agencies end. */
export const AGENCY_END =
  '(?:局|委|委员会|厅|部|办|办公室|公司|中心|政府|法院|检察院|支队|总队|大队|大学|学院|集团|院|会|馆|站|所|社|处|管委会|街道|银行|海关|妇联|残联|侨联|科协|工会|团[省市县区]委|协会)';
export const ENDS_AS_AGENCY = new RegExp(`${AGENCY_END}$`);
/** A line that is the name of one agency. */
export const AGENCY_NAME = new RegExp(`^[\\p{sc=Han}]{3,24}${AGENCY_END}$`, 'du');
/** Agencies that sign one letter, at most. */
const MOST_AGENCIES = 5;

/** A line that names the agencies that sign, and nothing else. */
export function isAgencyLine(text: string): boolean {
  const names = text.split(/[ 、]+/);
  return names.length <= MOST_AGENCIES && names.every((name) => AGENCY_NAME.test(name));
}

/**
 * The agencies of a line that `isAgencyLine` fits, in its order.
 *
 * @param words the line, normalised
 */
export function agenciesOn(text: string, line: Span, words: string): Field[] {
  return [...words.matchAll(/[^ 、]+/g)].map(({ index, 0: name }) => fieldAt(text, line.start + index, name.length));
}

const fieldAt = (text: string, start: number, length: number): Field => ({
  start,
  end: start + length,
  value: text.slice(start, start + length),
});

/**
 * How a letter says that other agencies took part, the surest first; the group holds them all. Looked for in the
 * first two paragraphs of the body, or `anywhere` in it.
 */
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
/** What a row puts before the name of an agency. */
const BEFORE_NAME = /^(?:[和与及同经由]|以及|会同)+/;
/** Lines of a record that name the agencies beside the one in charge. */
const RECORD_LINE = /^(?:会|协) *办 *单 *位:|^承 *办 *单 *位:[^,;、]*\(主办\)/;

/** 会办单位: by the record, else by the body's own words; and who signs behind the first. */
export function coAgenciesOf(letter: Letter, zones: Zones, signed: readonly Field[]): Field[] {
  const recorded = recordedIn(letter, zones);
  const named = byName(recorded.length > 0 ? recorded : jointlyNamed(letter, zones));
  for (const agency of signed.slice(1)) {
    const isNamed = [...named.keys()].some((value) => agency.value.endsWith(value.replace(/^[市县区省]/, '')));
    if (!isNamed) named.set(agency.value, agency);
  }
  return [...named.values()].filter(({ value }) => value !== signed[0]?.value);
}

/** The first field of each value. */
function byName(fields: readonly Field[]): Map<string, Field> {
  const named = new Map<string, Field>();
  for (const field of fields) if (!named.has(field.value)) named.set(field.value, field);
  return named;
}

const recordedIn = ({ text, normalised, paragraphs }: Letter, { body }: Zones): Field[] =>
  paragraphs.slice(0, body).flatMap((span) => {
    const words = slice(normalised, span);
    const label = RECORD_LINE.exec(words)?.[0];
    return label ? agenciesIn(text, words.slice(label.length), span.start + label.length) : [];
  });

/** The agencies of the first phrase of the body that names any. */
function jointlyNamed({ text, normalised, paragraphs }: Letter, { body, signOff }: Zones): Field[] {
  for (const { pattern, anywhere } of JOINT) {
    for (const span of paragraphs.slice(body, anywhere ? signOff : body + 2)) {
      const match = pattern.exec(slice(normalised, span));
      const agencies = match ? agenciesIn(text, match[1]!, span.start + match.indices![1]![0]) : [];
      if (agencies.length > 0) return agencies;
    }
  }
  return [];
}

/** @param start where in the letter the row begins */
const agenciesIn = (text: string, row: string, start: number): Field[] =>
  [...row.matchAll(AGENCY_IN_ROW)].flatMap(({ index, 0: found }) => {
    const lead = BEFORE_NAME.exec(found)?.[0].length ?? 0;
    const name = found.slice(lead);
    return name.length > 2 && !OWN.test(name) ? [fieldAt(text, start + index + lead, name.length)] : [];
  });
