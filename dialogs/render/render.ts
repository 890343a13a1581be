import { dayOf, type Reply } from '../../indexer/reply.js';
import type { Answer, Block, Quote } from '../answer/answer.js';
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
  const citations: Citation[] = quotesOf(answer).map((quote, i) => ({ ...quote, n: i + 1 }));
  const sources =
    (answer.outcome === 'answered' && !namesLetters(answer.blocks)) || answer.outcome === 'not_stated'
      ? sourcesOf(citations, letters, style)
      : [];
  return { text: [textOf(answer, citations, style), ...sources].join('\n\n'), citations };
}

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

function textOf(answer: Answer, citations: readonly Citation[], style: Style): string {
  const { plain } = style;
  /** The quote, its marker behind it. */
  const cited = (citation: Citation) => {
    // In a letter of several agencies, who says it.
    const speaker = /^\(.+\)$/.exec(citation.path[0] ?? '')?.[0];
    const words = linesOf(citation.text).map(style.quote).join(style.rowBreak);
    return `${speaker ? plain(speaker) : ''}${words} ${style.marker(citation)}`;
  };
  const contact = (from: number) =>
    citations.length > from ? [`${wording.contact}${citations.slice(from).map(cited).join('')}`] : [];
  switch (answer.outcome) {
    case 'smalltalk':
      return wording.smalltalk[answer.topic];
    case 'clarify':
      return `${wording.clarify}\n${style.list(
        answer.options.map(({ label }) => plain(label)),
        false,
      )}`;
    case 'out_of_scope':
      return [wording.outOfScope[answer.why], ...contact(0)].join('\n\n');
    case 'not_stated': {
      const nearest = citations.slice(0, answer.nearest.length);
      const slot = missingWords(answer.slot);
      const said =
        nearest.length > 0 ? [wording.notStated(slot), ...nearest.map(cited)] : [wording.notStatedAtAll(slot)];
      return [...said, ...contact(nearest.length)].join('\n\n');
    }
    case 'not_found': {
      const offers = answer.offers.length > 0 ? [wording.offers(answer.offers.map(plain))] : [];
      return [wording.notFound, ...offers, ...contact(answer.nearest.length)].join('\n\n');
    }
    case 'answered': {
      const reading = answer.reading ? wording.reading(plain(answer.reading.leansOn)) : '';
      const verdict = answer.verdict ? wording.verdict[answer.verdict] : '';
      let at = 0;
      const blocks = answer.blocks.map((block) => {
        const shown = citations.slice(at, at + block.quotes.length + (block.head ? 1 : 0)).map(cited);
        at += shown.length;
        return blockText(block, shown, style);
      });
      const untold = answer.untold ? wording.untold(wording.slot[answer.untold]) : '';
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

/** @param shown the heading first, where there is one, then the quotes */
function blockText({ lead, head, quotes: said }: Block, shown: readonly string[], { plain, list }: Style): string {
  const [heading, quotes] = head ? [shown[0]!, shown.slice(1)] : ['', shown];
  if (!lead) return quotes.join('\n\n');
  const opening = (tag = '') => `${heading}${heading && ' '}${wording.lead(lead, tag)}`;
  if (lead.kind === 'count') {
    const { of } = lead;
    // One stage for all is said once; letters have none.
    const tags = of ? [] : said.map(({ role }) => wording.tag(role));
    const common = tags.length > 1 && tags.every((tag) => tag === tags[0]) ? tags[0]! : undefined;
    const lines = quotes.map((one, i) => {
      const before = of ? `${plain(of[i]!)}:` : common === undefined ? (tags[i] ?? '') : '';
      return `${before}${one}`;
    });
    // Items that bear numbers of their own are not given others.
    const numbered = !said.every(({ text }) => OWN_NUMBER.test(text));
    return `${opening(common)}\n${list(lines, numbered)}`;
  }
  if (quotes.length === 1) return `${opening()}${quotes[0]}`;
  const names = lead.kind === 'letterhead' ? lead.of : undefined;
  const lines = quotes.map((one, i) => (names ? `${plain(names[i]!)}:${one}` : one));
  return [opening(), list(lines, false)].filter(Boolean).join('\n');
}
