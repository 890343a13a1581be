// Rendering: an Answer in, text with numbered citations out; every word of ours stands in wording.ts.
import { dayOf, type Reply } from '../../indexer/parse/reply.js';
import type { Answer, Block, LetterName, Quote } from '../answer/answer.js';
import { quotesOf } from '../answer/answer.js';
import { missingWords, wording } from './wording.js';

/** A quote with the number its marker bears. */
export interface Citation extends Quote {
  readonly n: number;
}

/** An answer as it is shown: Markdown with the markers [1], [2]… of its citations. */
export interface Rendered {
  readonly text: string;
  readonly citations: readonly Citation[];
}

/** How a channel writes an answer down. */
export interface Style {
  /** Words that are not ours, kept from being read as markup. */
  plain(words: string): string;
  /** The words of a quote, the same way, their figures set off where the channel can. */
  quote(words: string): string;
  /** What parts the rows of a table that is quoted. */
  readonly rowBreak: string;
  /** What stands behind a quote and leads to its place. */
  marker(citation: Citation): string;
  /** The lines of a list; numbered where it is counted. */
  list(lines: readonly string[], numbered: boolean): string;
}

/** A list in Markdown. */
export const markdownList: Style['list'] = (lines, numbered) =>
  lines.map((line, i) => `${numbered ? `${i + 1}.` : '-'} ${line}`).join('\n');

/** No markup but what the answer itself has. */
export const BARE: Style = {
  plain: (words) => words,
  quote: (words) => words,
  rowBreak: '\n',
  marker: ({ n }) => `[${n}]`,
  list: markdownList,
};

/** All letters in use, by id. */
export type Letters = ReadonlyMap<string, Reply>;

/** What a person is shown. Quotes are numbered in the order they appear; below them stands whose words they are. */
export function render(answer: Answer, letters: Letters, style: Style = BARE): Rendered {
  const numbered = new Map(
    quotesOf(answer).map((quote, i): [Quote, Citation] => [quote, { ...quote, path: placeOf(quote), n: i + 1 }]),
  );
  const citations = [...numbered.values()];
  const sources =
    (answer.outcome === 'answered' && !namesLetters(answer.blocks)) || answer.outcome === 'not_stated'
      ? sourcesOf(citations, letters, style)
      : [];
  return { text: [textOf(answer, (quote) => numbered.get(quote)!, style), ...sources].join('\n\n'), citations };
}

/** Where a quote stands, in words: the headings above it, or the field of the letterhead that it is. */
export const placeOf = ({ path, field }: Quote): readonly string[] => (field ? [wording.field[field]] : path);

const namesLetters = (blocks: readonly Block[]): boolean =>
  blocks.some(({ lead }) => lead?.kind === 'count' && lead.of);

/** The day up to which the words hold; with several letters, which letter they are of. */
function sourcesOf(citations: readonly Citation[], letters: Letters, { plain }: Style): string[] {
  const quoted = [...new Set(citations.map(({ replyId }) => replyId))].map((id) => letters.get(id)!);
  if (letters.size === 1) {
    const date = quoted[0] && dayOf(quoted[0].letterhead);
    return date ? [wording.asOf(date)] : [];
  }
  const lines = quoted.map((reply) => {
    const { title, leadAgency, number } = reply.letterhead;
    const name = [leadAgency?.value, number?.value].filter(Boolean).join(' ') || (title?.value ?? reply.id);
    return plain(wording.source(name, dayOf(reply.letterhead)));
  });
  return lines.length > 0 && lines.length <= MOST_SOURCES ? lines : [];
}

/** Letters named below an answer; where more are laid side by side, each line bears its own name. */
const MOST_SOURCES = 4;

/** @param citationOf the citation a quote of the answer is numbered as */
function textOf(answer: Answer, citationOf: (quote: Quote) => Citation, style: Style): string {
  const { plain } = style;
  /** The quote, its marker behind it. */
  const cited = (quote: Quote) => {
    const citation = citationOf(quote);
    // In a letter of several agencies, who says it.
    const speaker = /^\(.+\)$/.exec(citation.path[0] ?? '')?.[0];
    const words = linesOf(citation.text).map(style.quote).join(style.rowBreak);
    return `${speaker ? plain(speaker) : ''}${words} ${style.marker(citation)}`;
  };
  const call = (contact: Quote | undefined) => (contact ? [`${wording.contact}${cited(contact)}`] : []);
  switch (answer.outcome) {
    case 'smalltalk':
      return wording.smalltalk[answer.topic];
    case 'clarify':
      return `${wording.clarify}\n${style.list(
        answer.options.map(({ label }) => plain(label)),
        false,
      )}`;
    case 'out_of_scope':
      return [wording.outOfScope[answer.why], ...call(answer.contact)].join('\n\n');
    case 'not_stated': {
      const missing = missingWords(answer.missing);
      const said =
        answer.nearest.length > 0
          ? [wording.notStated(missing), ...answer.nearest.map(cited)]
          : [wording.notStatedAtAll(missing)];
      return [...said, ...call(answer.contact)].join('\n\n');
    }
    case 'not_found': {
      const offers = answer.offers.length > 0 ? [wording.offers(answer.offers.map(plain))] : [];
      return [wording.notFound, ...offers, ...call(answer.contact)].join('\n\n');
    }
    case 'answered': {
      const reading = answer.reading ? wording.reading(plain(answer.reading.leansOn)) : '';
      const verdict = answer.verdict ? wording.verdict[answer.verdict] : '';
      const blocks = answer.blocks.map((block) => blockText(block, cited, style));
      const untold = answer.untold ? wording.untold(wording.answerType[answer.untold]) : '';
      return [reading, verdict, untold, ...blocks].filter(Boolean).join('\n\n');
    }
  }
}

const OWN_NUMBER = /^\s*[(（]?\d{1,2}[.．、)）]/;

/** What a quote is shown as: on one line, or a table row by row, its rule left out. */
function linesOf(text: string): string[] {
  if (!/^\s*\|/.test(text)) return [text.replace(/\s+/g, (gap) => (gap.includes('\n') ? ' ' : gap))];
  return text
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '' && !/^[\s|:-]+$/.test(row));
}

function blockText(
  { lead, head, quotes: said }: Block,
  cited: (quote: Quote) => string,
  { plain, list }: Style,
): string {
  const heading = head ? cited(head) : '';
  const quotes = said.map(cited);
  if (!lead) return quotes.join('\n\n');
  const opening = (tag = '') => `${heading}${heading && ' '}${wording.lead(lead, tag)}`;
  if (lead.kind === 'count') {
    const { of } = lead;
    // One stage for all is said once; letters have none.
    const tags = of ? [] : said.map(({ role }) => wording.tag(role));
    const common = tags.length > 1 && tags.every((tag) => tag === tags[0]) ? tags[0]! : undefined;
    const lines = quotes.map((one, i) => {
      const before = of ? `${plain(letterName(of[i]!))}:` : common === undefined ? (tags[i] ?? '') : '';
      return `${before}${one}`;
    });
    // Items that bear numbers of their own are not given others.
    const numbered = !said.every(({ text }) => OWN_NUMBER.test(text));
    return `${opening(common)}\n${list(lines, numbered)}`;
  }
  if (quotes.length === 1) return `${opening()}${quotes[0]}`;
  const names = lead.kind === 'letterhead' ? lead.of : undefined;
  const lines = quotes.map((one, i) => (names ? `${plain(letterName(names[i]!))}:${one}` : one));
  return [opening(), list(lines, false)].filter(Boolean).join('\n');
}

const letterName = ({ name, date }: LetterName): string => wording.of(name, date);
