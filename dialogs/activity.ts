import { type Activity, ActivityTypes } from 'botbuilder';
import type { Answer, Quote } from './answer.js';
import { type Citation, type Letters, render } from './render.js';
import { wording } from './wording.js';

/** The address at which a citation opens in the whole letter, where there is one. */
export type LinkOf = (quote: Quote) => string | undefined;

/**
 * An answer as Web Chat shows it: Markdown whose markers are link references `[1]: cite:1 "…"`, and the message
 * entity that holds the quoted words; a click on a marker opens them.
 */
export function activityOf(answer: Answer, letters: Letters, linkOf: LinkOf = () => undefined): Partial<Activity> {
  const { text, citations } = render(answer, letters, escapeMarkdown);
  const titled = citations.map((citation) => ({ ...citation, title: titleOf(citation, letters) }));
  const definitions = titled.map(({ n, title }) => `[${n}]: cite:${n} "${title}"`);
  const buttons =
    answer.outcome === 'clarify' ? answer.options.map(({ label, question }) => ({ label, question })) : offers(answer);
  return {
    type: ActivityTypes.Message,
    textFormat: 'markdown',
    text: [text, ...(definitions.length > 0 ? [definitions.join('\n')] : [])].join('\n\n'),
    entities: citations.length > 0 ? [messageEntity(titled, linkOf)] : [],
    ...(buttons.length > 0 && {
      suggestedActions: {
        to: [],
        actions: buttons.map(({ label, question }) => ({ type: 'imBack', title: label, value: question })),
      },
    }),
  };
}

function offers(answer: Answer): { label: string; question: string }[] {
  return answer.outcome === 'not_found' ? answer.offers.map((heading) => ({ label: heading, question: heading })) : [];
}

interface Titled extends Citation {
  readonly title: string;
}

/** The empty `@id` is what makes Web Chat read the entity. */
const messageEntity = (citations: readonly Titled[], linkOf: LinkOf) => ({
  type: 'https://schema.org/Message',
  '@type': 'Message',
  '@context': 'https://schema.org',
  '@id': '',
  citation: citations.map((citation) => {
    const { n, title, text } = citation;
    const address = linkOf(citation);
    const link = address ? `\n\n[${wording.replies.open}](${address})` : '';
    return {
      '@type': 'Claim',
      position: n,
      appearance: { '@type': 'DigitalDocument', name: title, text: escapeMarkdown(text) + link },
    };
  }),
});

/** Where a citation stands: its path, under the letter's title where there are several letters or no headings. */
function titleOf({ path, replyId }: Citation, letters: Letters): string {
  const letter = letters.get(replyId);
  const named = letters.size > 1 || path.length === 0;
  return [...(named ? [letter?.frame.title?.value ?? replyId] : []), ...path].join(' › ').replace(/["\\]/g, ' ');
}

/**
 * Keeps words letter for letter through Markdown and its typographer: each character that could begin markup, a
 * smart quote, a dash, an ellipsis or a sign like `(c)` is escaped.
 */
export function escapeMarkdown(words: string): string {
  return words.replace(/[\\`*_{}[\]()#+\-.!|<>~"'&:@]/g, '\\$&');
}
