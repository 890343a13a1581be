import { type Span, slice } from '../text/span.js';
import type { Letter, Zones } from './letter.js';
import type { Field } from './reply.js';

/** Persons addressed: `尊敬的王某、李某等3位代表:`. */
const ADDRESSEE =
  /^(?:尊敬的)?([^,。;:()“《]{1,60}?)(?:等)?(?:\d{1,4}|[一二两三四五六七八九十]{1,4})?[名位]?(人大代表|政协委员|代表|委员)(?:们|同志)?:?$/;
/** A party, a federation or a committee addressed as a body: `民盟云川市委员会:`. */
const BODY_ADDRESSED =
  /^(?:尊敬的)?((?:[\p{sc=Han}]{0,12}(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|工商联|侨联|台联|妇联|科协|总工会|工会|团[省市县区]委|少工委|专门?委员会|专委会|委员会|联络组|界别|小组|总商会|商会)[\p{sc=Han}]{0,12})):$/u;
/** Several addressed in one line, persons and bodies: `仇某、柴某某委员,县政协农业界别活动组:`. */
const SEVERAL_ADDRESSED =
  /^(?:尊敬的)?(?=[^。;]{2,60}:$)(?=.{0,60}(?:代表|委员|党|盟|社|会|总支|小组)[、,])(?=.{0,60}(?:代表|委员))([^。;()“《]{1,60}):$/;

/** The names of a form of address, as one string; `undefined` for any other line. */
export const readAddressee = (text: string): string | undefined =>
  ADDRESSEE.exec(text)?.[1] ?? BODY_ADDRESSED.exec(text)?.[1] ?? SEVERAL_ADDRESSED.exec(text)?.[1];

/** Lines of a record that name who asked: `提案者:`, `附议人:`. */
const ASKED_BY = /^(?:提 *案 *[人者]|建 *议 *人|(?:领 *衔|附 *议) *(?:人|代表|委员)):/;
/** What is no name between the names of such lines: the labels, and what stands in brackets. */
const RECORD_LABELS = /^[^:]*:|[\n,;、]\s{0,9}附 *议 *(?:人|代表|委员):|\n[^:\n]*:/g;
const IN_BRACKETS = /\([^)]{0,200}\)/g;
/** Where one name ends and the next begins: a comma, or a space between two names of two characters at least. */
const BETWEEN_NAMES = /[、,]|(?<=[\p{sc=Han}*某]{2}) {1,9}(?=[\p{sc=Han}*某]{2})/u;
/** What follows a name: `等3位代表`. */
const AFTER_NAME = /(?:等?(?:\d{1,4}|[一二两三四五六七八九十]{1,4})?[名位]?)?(?:人大代表|政协委员|代表|委员)$/;

/** Names read of one form of address, at most. */
const MOST_NAMES = 200;

/** Whom a letter answers: the names of its form of address, or of a record's lines. Names are as printed. */
export function addresseesOf(
  { text, normalised, paragraphs }: Letter,
  { addressee, body }: Zones,
): Field<string[]> | undefined {
  const addressed = paragraphs[addressee];
  const span = addressed ?? recordOf(normalised, paragraphs.slice(0, body));
  if (!span) return undefined;
  const words = slice(normalised, span);
  const names = addressed
    ? namesIn(readAddressee(words)!)
    : namesIn(words.replace(RECORD_LABELS, '、').replace(IN_BRACKETS, ''));
  const printed = slice(text, span);
  const value = names.map((name) => {
    const at = words.indexOf(name);
    return printed.slice(at, at + name.length);
  });
  return { ...span, value };
}

/** From the first to the last line of a record that names who asked. */
function recordOf(normalised: string, head: readonly Span[]): Span | undefined {
  const lines = head.filter((line) => ASKED_BY.test(slice(normalised, line)));
  return lines[0] && { start: lines[0].start, end: lines.at(-1)!.end };
}

const namesIn = (row: string): string[] =>
  row
    .replace(/等$/, '')
    .split(BETWEEN_NAMES)
    .map((name) => name.trim().replace(AFTER_NAME, ''))
    .filter(Boolean)
    .slice(0, MOST_NAMES);
