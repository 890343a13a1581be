import type { Answer, Block, Quote } from './answer.js';
import { quotesOf } from './answer.js';
import { slotWords, wording } from './wording.js';

/** A quote with the number its marker bears. */
export interface Citation extends Quote {
  readonly n: number;
}

/** An answer as it is shown: Markdown with the markers [1], [2]… of its citations. */
export interface Rendered {
  readonly text: string;
  readonly citations: readonly Citation[];
}

/** What a person is shown. Quotes are numbered in the order they appear. */
export function render(answer: Answer): Rendered {
  const citations: Citation[] = quotesOf(answer).map((quote, i) => ({ ...quote, n: i + 1 }));
  return { text: textOf(answer, citations), citations };
}

function textOf(answer: Answer, citations: readonly Citation[]): string {
  switch (answer.outcome) {
    case 'smalltalk':
      return wording.smalltalk[answer.topic];
    case 'clarify':
      return [wording.clarify, ...answer.options.map(({ label }) => `- ${label}`)].join('\n');
    case 'out_of_scope':
      return [wording.outOfScope[answer.why], ...contactLines(citations)].join('\n\n');
    case 'not_stated': {
      const nearest = citations.slice(0, answer.nearest.length);
      const slot = slotWords(answer.slot);
      const said = nearest.length > 0 ? [wording.notStated(slot), ...nearest.map(cited)] : [wording.notStatedAtAll(slot)];
      return [...said, ...contactLines(citations.slice(answer.nearest.length))].join('\n\n');
    }
    case 'not_found':
      return [
        wording.notFound,
        ...(answer.offers.length > 0 ? [wording.offers(answer.offers)] : []),
        ...contactLines(citations.slice(answer.nearest.length)),
      ].join('\n\n');
    case 'answered': {
      const opening = [...(answer.reading ? [wording.reading(answer.reading.leansOn)] : []), ...(answer.verdict ? [wording.verdict[answer.verdict]] : [])];
      let at = 0;
      const blocks = answer.blocks.map((block) => {
        const own = citations.slice(at, at + block.quotes.length);
        at += own.length;
        return blockText(block, own);
      });
      return [...opening.filter(Boolean), ...blocks].join('\n\n');
    }
  }
}

function blockText({ lead, quotes }: Block, citations: readonly Citation[]): string {
  if (!lead) return citations.map(cited).join('\n\n');
  if (lead.kind === 'count') return [wording.lead(lead), ...citations.map((one) => `- ${cited(one)}`)].join('\n');
  if (quotes.length === 1) return `${wording.lead(lead)}${cited(citations[0]!)}`;
  return [wording.lead(lead), ...citations.map((one) => `- ${cited(one)}`)].join('\n');
}

const contactLines = (citations: readonly Citation[]): string[] => (citations.length > 0 ? [`${wording.contact}${citations.map(cited).join('')}`] : []);

/** The quote on one line, its marker behind it. */
const cited = ({ text, n }: Citation): string => `${text.replace(/\s*\n\s*/g, ' ')} [${n}]`;
