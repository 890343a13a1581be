import { type Activity, ActivityTypes } from 'botbuilder';
import type { Answer } from './answer.js';
import { type Citation, render } from './render.js';

/**
 * An answer as Web Chat shows it: Markdown whose markers are link references `[1]: cite:1 "…"`, and the message
 * entity that holds the quoted words; a click on a marker opens them.
 */
export function activityOf(answer: Answer): Partial<Activity> {
  const { text, citations } = render(answer, escapeMarkdown);
  const definitions = citations.map(({ n, path }) => `[${n}]: cite:${n} "${title(path)}"`);
  const buttons =
    answer.outcome === 'clarify' ? answer.options.map(({ label, question }) => ({ label, question })) : offers(answer);
  return {
    type: ActivityTypes.Message,
    textFormat: 'markdown',
    text: [text, ...(definitions.length > 0 ? [definitions.join('\n')] : [])].join('\n\n'),
    entities: citations.length > 0 ? [messageEntity(citations)] : [],
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

/** The empty `@id` is what makes Web Chat read the entity. */
const messageEntity = (citations: readonly Citation[]) => ({
  type: 'https://schema.org/Message',
  '@type': 'Message',
  '@context': 'https://schema.org',
  '@id': '',
  citation: citations.map(({ n, path, text }) => ({
    '@type': 'Claim',
    position: n,
    appearance: { '@type': 'DigitalDocument', name: title(path), text: escapeMarkdown(text) },
  })),
});

const title = (path: readonly string[]): string => path.join(' › ').replace(/["\\]/g, ' ');

/**
 * Keeps words letter for letter through Markdown and its typographer: each character that could begin markup, a
 * smart quote, a dash, an ellipsis or a sign like `(c)` is escaped.
 */
export function escapeMarkdown(words: string): string {
  return words.replace(/[\\`*_{}[\]()#+\-.!|<>~"'&:@]/g, '\\$&');
}
