import { type Activity, ActivityTypes } from 'botbuilder';
import type { Answer } from '../answer/answer.js';
import { BARE, type Citation, type Letters, render } from '../render/render.js';
import { wording } from '../render/wording.js';
import type { Button, LinkOf, Message } from './message.js';
import { TEAMS_STYLE, teamsActivity } from './teams.js';
import { WEB_CHAT_STYLE, webChatActivity } from './webChat.js';

export interface RenderOptions {
  readonly channel: string;
  readonly id?: string;
  readonly linkOf?: LinkOf;
  /** What was typed, to be asked again of the letter that is meant. */
  readonly typed?: string;
  /** Said before the answer. */
  readonly notice?: string;
}

/** An answer as its channel shows it; any but Web Chat and Teams gets plain text. */
export function activityOf(
  answer: Answer,
  letters: Letters,
  { channel, id, linkOf = () => undefined, typed = '', notice }: RenderOptions,
): Partial<Activity> {
  const style = channel === 'directline' ? WEB_CHAT_STYLE : channel === 'msteams' ? TEAMS_STYLE : BARE;
  const { text, citations } = render(answer, letters, style);
  const title = (citation: Citation) => citationTitle(citation, letters);
  const judged = answer.outcome !== 'smalltalk' && answer.outcome !== 'clarify';
  const message: Message = {
    ...(id && judged && { id }),
    text: notice ? `${style.plain(notice)}\n\n${text}` : text,
    plain: plainText(answer, letters, notice),
    citations,
    titleOf: title,
    linkOf,
    buttons: buttonsOf(answer, typed),
  };
  if (channel === 'directline') return webChatActivity(message);
  if (channel === 'msteams') return teamsActivity(message);
  return { type: ActivityTypes.Message, textFormat: 'plain', text: message.plain };
}

/** Where citations cannot be opened, their places stand below. */
function plainText(answer: Answer, letters: Letters, notice: string | undefined): string {
  const { text, citations } = render(answer, letters);
  const places = citations.map((citation) => `[${citation.n}] ${citationTitle(citation, letters)}`);
  return [notice, text, places.join('\n')].filter(Boolean).join('\n\n');
}

function buttonsOf(answer: Answer, typed: string): readonly Button[] {
  switch (answer.outcome) {
    case 'clarify':
      return answer.options.map(({ label }) => ({ label, question: wording.about(label, typed) }));
    case 'not_found':
      return answer.offers.map((heading) => ({ label: heading, question: heading }));
    default:
      return [];
  }
}

/** Where a citation stands: its path, under the letter's title where there are several letters or no headings. */
function citationTitle({ path, replyId }: Citation, letters: Letters): string {
  const letter = letters.get(replyId);
  const named = letters.size > 1 || path.length === 0;
  return [...(named ? [letter?.letterhead.title?.value ?? replyId] : []), ...path].join(' › ').replace(/["\\]/g, ' ');
}
