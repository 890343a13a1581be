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

/** What a person is shown. Quotes are numbered in the order they appear. */
export function render(answer: Answer, plain: Escape = (words) => words): Rendered {
  const citations: Citation[] = quotesOf(answer).map((quote, i) => ({ ...quote, n: i + 1 }));
  return { text: textOf(answer, citations, plain), citations };
}

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
  if (lead.kind === 'count') return [opening, ...quotes.map((one, i) => `${i + 1}. ${one}`)].join('\n');
  if (quotes.length === 1) return `${opening}${quotes[0]}`;
  const names = lead.kind === 'frame' ? lead.of : undefined;
  const lines = quotes.map((one, i) => (names ? `- ${plain(names[i]!)}:${one}` : `- ${one}`));
  return [opening, ...lines].filter(Boolean).join('\n');
}
