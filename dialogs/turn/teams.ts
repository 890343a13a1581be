import { type Activity, ActivityTypes, type Attachment } from 'botbuilder';
import { boldFigures } from '../render/markdown.js';
import type { Style } from '../render/render.js';
import { wording } from '../render/wording.js';
import type { Button, Message } from './message.js';

/**
 * What Teams takes; beyond a limit it refuses the whole message and the user sees nothing.
 * Source: the Teams reference on citations of bot messages.
 */
export const MOST_CITATIONS = 20;
export const MOST_NAME = 80;
export const MOST_ABSTRACT = 160;

/** Teams reads a part of Markdown, and tags. */
function escapeTeams(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_~[\]#]/g, '\\$&');
}

/** Markers Teams turns into citations; a quote beyond its limit is followed by its place in words. */
export const TEAMS_STYLE: Style = {
  plain: escapeTeams,
  quote: (words) => boldFigures(words, escapeTeams),
  rowBreak: '\n\n',
  // Within a list of Markdown the markers stay plain text: each item is a paragraph.
  list: (lines, numbered) => `\n${lines.map((line, i) => `${numbered ? `(${i + 1})` : '•'} ${line}`).join('\n\n')}`,
  marker: ({ n, path }) => (n <= MOST_CITATIONS ? `[${n}]` : `(${escapeTeams(path.join(' › '))})`),
};

/** An answer as Teams shows it: citations within its limits, the thumbs of its feedback loop, buttons on a card. */
export function teamsActivity({ id, text, citations, titleOf, linkOf, buttons }: Message): Partial<Activity> {
  const claims = citations.slice(0, MOST_CITATIONS).map((citation) => {
    const url = linkOf(citation);
    return {
      '@type': 'Claim',
      position: citation.n,
      appearance: {
        '@type': 'DigitalDocument',
        name: clamp(titleOf(citation), MOST_NAME),
        abstract: clamp(citation.text.replace(/\s+/g, ' ').trim(), MOST_ABSTRACT),
        ...(url && { url }),
      },
    };
  });
  return {
    type: ActivityTypes.Message,
    textFormat: 'markdown',
    text: [text, ...(claims.length > 0 ? [wording.label] : [])].join('\n\n'),
    entities: [
      {
        type: 'https://schema.org/Message',
        '@type': 'Message',
        '@context': 'https://schema.org',
        '@id': '',
        ...(claims.length > 0 && { citation: claims }),
      },
    ],
    ...(id && { channelData: { feedbackLoop: { type: 'default' } } }),
    ...(buttons.length > 0 && { attachments: [buttonCard(buttons)] }),
  };
}

/** The end of what is cut says so. */
export const clamp = (words: string, most: number): string =>
  words.length <= most ? words : `${words.slice(0, most - 1)}…`;

/** Buttons that send their question as if it were typed. */
export const buttonCard = (buttons: readonly Button[]): Attachment =>
  adaptiveCard(
    [],
    buttons.map(({ label, question }) => ({
      type: 'Action.Submit',
      title: clamp(label, MOST_NAME),
      data: { msteams: { type: 'imBack', value: question } },
    })),
  );

/** An Adaptive Card, version 1.5. */
export const adaptiveCard = (body: readonly object[], actions: readonly object[]): Attachment => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body,
    actions,
  },
});
