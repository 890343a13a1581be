import { type Activity, ActivityTypes } from 'botbuilder';
import { boldFigures, escapeMarkdown } from '../render/markdown.js';
import { type Citation, markdownList, type Style } from '../render/render.js';
import { wording } from '../render/wording.js';
import type { Button, Message } from './message.js';

/** Markdown whose markers are link references `[1]: cite:1 "…"`; a click on one opens the quoted words. */
export const WEB_CHAT_STYLE: Style = {
  plain: escapeMarkdown,
  quote: (words) => boldFigures(words, escapeMarkdown),
  // A hard line break of CommonMark; a line end alone is a space.
  rowBreak: '\\\n',
  marker: ({ n }) => `[${n}]`,
  list: markdownList,
};

/** An answer as Web Chat shows it: the text with its references, the quoted words in an entity, thumbs, buttons. */
export function webChatActivity({ id, text, plain, citations, titleOf, linkOf, buttons }: Message): Partial<Activity> {
  const definitions = citations.map((citation) => `[${citation.n}]: cite:${citation.n} "${titleOf(citation)}"`);
  return {
    type: ActivityTypes.Message,
    textFormat: 'markdown',
    text: [text, ...(definitions.length > 0 ? [definitions.join('\n')] : [])].join('\n\n'),
    entities: [
      {
        type: 'https://schema.org/Message',
        '@type': 'Message',
        '@context': 'https://schema.org',
        // Empty: it is what makes Web Chat read the entity.
        '@id': '',
        ...(citations.length > 0 && { citation: citations.map((citation) => claimOf(citation, titleOf, linkOf)) }),
        ...(id && {
          // Only the clicked action comes back: it carries the answer's id.
          potentialAction: (['LikeAction', 'DislikeAction'] as const).map((type) => ({
            '@type': type,
            '@id': id,
            actionStatus: 'PotentialActionStatus',
          })),
        }),
      },
    ],
    // What the page copies.
    channelData: { copy: plain },
    ...(buttons.length > 0 && { suggestedActions: suggested(buttons) }),
  };
}

export const suggested = (buttons: readonly Button[]): NonNullable<Activity['suggestedActions']> => ({
  to: [],
  actions: buttons.map(({ label, question }) => ({ type: 'imBack', title: label, value: question })),
});

function claimOf(citation: Citation, titleOf: Message['titleOf'], linkOf: Message['linkOf']) {
  const address = linkOf(citation);
  const link = address ? `\n\n[${wording.replies.open}](${address})` : '';
  return {
    '@type': 'Claim',
    position: citation.n,
    appearance: {
      '@type': 'DigitalDocument',
      name: titleOf(citation),
      text: escapeMarkdown(citation.text) + link,
    },
  };
}
