import type { Library } from '../../indexer/index/library.js';
import { type Answer, type Place, quote } from './answer.js';
import type { Asked } from './asked.js';
import { blockOf, listBlock, sectionPathsOf } from './sections.js';

/** `第二条`: that item of what was shown last, opened where it stands. */
export function shownItemAnswer({ question: { ordinal }, talk: { shown }, library }: Asked): Answer | undefined {
  const place = ordinal === undefined || shown.length < 2 ? undefined : shown.at(ordinal);
  return place && openedAnswer(place, library);
}

/** The innermost section that begins at a place, or its items where it has some; else the passage there, or the words. */
export function openedAnswer(place: Place, { index }: Library): Answer {
  const { replyId, start } = place;
  const reply = index.replies.get(replyId)!;
  const passage = index.passagesOf(replyId).find((one) => one.start <= start && start < one.end);
  if (passage && passage.start === start)
    return {
      outcome: 'answered',
      blocks: [
        { lead: { kind: 'stage', role: passage.role }, quotes: [quote(reply, passage, passage.path, passage.role)] },
      ],
    };
  // The title of a letter in a list of letters opens its parts.
  if (reply.letterhead.title?.start === start && reply.outline.length > 1)
    return { outcome: 'answered', blocks: [listBlock(reply, [], reply.outline, 'parts')] };
  const section = sectionPathsOf(reply).find(({ path }) => path.at(-1)!.start === start);
  if (section) return { outcome: 'answered', blocks: [blockOf(section)] };
  const opened = passage ? quote(reply, passage, passage.path, passage.role) : quote(reply, place, [], 'other');
  return { outcome: 'answered', blocks: [{ quotes: [opened] }] };
}
