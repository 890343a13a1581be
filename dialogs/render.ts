import { dayOf, type Reply } from '../indexer/reply.js';
import type { Answer, Block, Quote } from './answer.js';
import { quotesOf } from './answer.js';
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

/** Keeps words that are not ours, the reply's and the user's, from being read as markup. */
export type Escape = (words: string) => string;

/** All letters in use, by id. */
export type Letters = ReadonlyMap<string, Reply>;

/** What a person is shown. Quotes are numbered in the order they appear; below them stands whose words they are. */
export function render(answer: Answer, letters: Letters, plain: Escape = (words) => words): Rendered {
  const citations: Citation[] = quotesOf(answer).map((quote, i) => ({ ...quote, n: i + 1 }));
  const sources =
    (answer.outcome === 'answered' && !namesLetters(answer.blocks)) || answer.outcome === 'not_stated'
      ? sourcesOf(citations, letters, plain)
      : [];
  return { text: [textOf(answer, citations, plain), ...sources].join('\n\n'), citations };
}

const namesLetters = (blocks: readonly Block[]): boolean =>
  blocks.some(({ lead }) => lead?.kind === 'count' && lead.of);

/** The day up to which the words hold; with several letters, which letter they are of. */
function sourcesOf(citations: readonly Citation[], letters: Letters, plain: Escape): string[] {
  const quoted = [...new Set(citations.map(({ replyId }) => replyId))].map((id) => letters.get(id)!);
  if (letters.size === 1) {
    const date = quoted[0] && dayOf(quoted[0].frame);
    return date ? [wording.asOf(date)] : [];
  }
  const lines = quoted.map((reply) => {
    const { title, leadAgency, number } = reply.frame;
    const name = [leadAgency?.value, number?.value].filter(Boolean).join(' ') || (title?.value ?? reply.id);
    return plain(wording.source(name, dayOf(reply.frame)));
  });
  return lines.length > 0 && lines.length <= MOST_SOURCES ? lines : [];
}

/** Letters named below an answer; where more are laid side by side, each line bears its own name. */
const MOST_SOURCES = 4;

function textOf(answer: Answer, citations: readonly Citation[], plain: Escape): string {
  /** The quote on one line, its marker behind it. */
  const cited = ({ text, n, path }: Citation) => {
    // In a letter of several agencies, who says it.
    const speaker = /^\(.+\)$/.exec(path[0] ?? '')?.[0];
    return `${speaker ? plain(speaker) : ''}${plain(text.replace(/\s*\n\s*/g, ' '))} [${n}]`;
  };
  const contact = (from: number) =>
    citations.length > from ? [`${wording.contact}${citations.slice(from).map(cited).join('')}`] : [];
  switch (answer.outcome) {
    case 'smalltalk':
      return wording.smalltalk[answer.topic];
    case 'clarify':
      return [wording.clarify, ...answer.options.map(({ label }) => `- ${plain(label)}`)].join('\n');
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
        return blockText(block, shown, plain);
      });
      return [reading, verdict, ...blocks].filter(Boolean).join('\n\n');
    }
  }
}

/** @param shown the heading first, where there is one, then the quotes */
function blockText({ lead, head }: Block, shown: readonly string[], plain: Escape): string {
  const [heading, quotes] = head ? [shown[0]!, shown.slice(1)] : ['', shown];
  if (!lead) return quotes.join('\n\n');
  const opening = `${heading}${heading && ' '}${wording.lead(lead)}`;
  if (lead.kind === 'count') {
    const { of } = lead;
    return [opening, ...quotes.map((one, i) => `${i + 1}. ${of ? `${plain(of[i]!)}:` : ''}${one}`)].join('\n');
  }
  if (quotes.length === 1) return `${opening}${quotes[0]}`;
  const names = lead.kind === 'frame' ? lead.of : undefined;
  const lines = quotes.map((one, i) => (names ? `- ${plain(names[i]!)}:${one}` : `- ${one}`));
  return [opening, ...lines].filter(Boolean).join('\n');
}
