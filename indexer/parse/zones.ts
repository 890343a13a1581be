import { DATE_LINE } from '../text/date.js';
import { type Span, slice } from '../text/span.js';
import { readAddressee } from './addressee.js';
import { isAgencyLine } from './agency.js';
import { FURNITURE, SITE_FOOTER } from './boilerplate.js';
import { isContactLine } from './contact.js';
import type { Letter, Zones } from './letter.js';

/** The lines of a record, the form that addresses nobody. */
const RECORD =
  /^(?:建议|提案)?(案 *由|标 *题|题 *目|提 *案 *者|提 *案 *人|建 *议 *人|附 *议 *人|领 *衔 *(?:人|代表|委员)|(?:代 *表|委 *员) *意 *见|承 *办 *人(?:及电话)?|沟 *通 *方 *式|办 *理 *方 *式|(?:提案|建议)编 *号|编 *号|届 *次|类 *别|分 *类|主 *办 *单 *位|承 *办 *单 *位|会 *办 *单 *位|协 *办 *单 *位|委 *员 *反 *馈|办 *理 *结 *果|办 *理 *类 *别|更 *新 *时 *间|[办答] *[复理] *(?:内 *容|意 *见|情 *况)|答 *复 *[内正] *[容文]|办 *结 *时 *间|答 *复 *时 *间):/;
/** The paragraph that names the suggestion and says that the answer follows. */
const OPENING = /收悉|答复如下|回复如下|函复如下|答复为|研究办理/;
/** The deputy's own text, before the answer in a record, and behind a letter. */
const SUGGESTED = /^(?:建议|提案)(?:内容|摘要|正文|原文|要点):/;
const APPENDIX = /^\(?附(?:件\d?|录)?[::]? {0,4}.{0,24}(?:原文|摘要|建议|提案)/;
/** Lines below the sign-off: attachments, and who gets a copy. */
const BELOW = /^附件?:|^抄[送报]/;

/** Share of a letter's paragraphs, and the least number of them, among which its head is looked for. */
const HEAD = { share: 0.6, least: 6 } as const;
/** Characters from which a paragraph with a full stop is running text, so that no sign-off stands above it. */
const LONG = 160;

/** Finds the letterhead's three places, form of address, body and sign-off, and the deputy's own text. */
export function zonesOf({ normalised, paragraphs }: Letter): Zones {
  const texts = paragraphs.map((span) => slice(normalised, span));
  const head = texts.slice(0, Math.max(HEAD.least, Math.ceil(texts.length * HEAD.share)));
  const addressee = head.findIndex(
    (text) => readAddressee(text) !== undefined && !/[〔[]/.test(text) && !FURNITURE.test(text),
  );
  const record = head.findLastIndex((text) => RECORD.test(text));
  const opening = head.findIndex((text) => OPENING.test(text));
  const body = addressee >= 0 ? addressee + 1 : record >= 0 ? record + 1 : Math.max(0, opening);
  const signOff = signOffOf(texts, body);
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

/** First paragraph of the sign-off; the number of paragraphs where there is none. */
function signOffOf(all: readonly string[], body: number): number {
  // The deputy's own text comes after the sign-off.
  const appendix = all.findIndex((text, i) => i > body + 1 && APPENDIX.test(text));
  const texts = appendix < 0 ? all : all.slice(0, appendix);
  return signatureOf(texts, body) ?? lastOfBody(texts, body) + 1;
}

/** Where agency and date stand, looked for from below; `undefined` where running text comes first. */
function signatureOf(texts: readonly string[], body: number): number | undefined {
  for (let i = texts.length - 1; i > body; i--) {
    const text = texts[i]!;
    if (DATE_LINE.test(text)) return i > body + 1 && isAgencyLine(texts[i - 1]!) ? i - 1 : i;
    if (isAgencyLine(text)) return i;
    if (text.length > LONG && /。/.test(text)) return undefined;
  }
  return undefined;
}

/** The last paragraph above contact line, attachments and the page's own words. */
function lastOfBody(texts: readonly string[], body: number): number {
  const isBelow = (text: string) =>
    FURNITURE.test(text) || SITE_FOOTER.test(text) || BELOW.test(text) || isContactLine(text);
  const last = texts.findLastIndex((text, i) => i > body && !isBelow(text));
  return last < 0 ? texts.length - 1 : last;
}
