// Conversing: what was typed and what is remembered in, a proven answer and the new memory out.
import type { Library } from '../../indexer/index/library.js';
import { type Answer, itemsOf, type Place, prove } from '../answer/answer.js';
import { answerQuestion, type Routed } from '../answer/route.js';
import { countsSeries, sectionPathsOf } from '../answer/sections.js';
import { openedAnswer } from '../answer/shownItem.js';
import { ALL_ON, type Switches } from '../retrieve/rank.js';
import { MENTIONED, matchOf } from '../retrieve/termMatch.js';
import type { Question } from '../understand/question.js';
import { smalltalkOf } from '../understand/smalltalk.js';
import { understand } from '../understand/understand.js';
import { leanOn, type Memory, rememberTurn, START } from './memory.js';

export { type Memory, START };

export interface Turn {
  readonly answer: Answer;
  readonly memory: Memory;
  /** Which route answered; absent for small talk and for an item that was opened by a button. */
  readonly routed?: Routed;
}

/** One turn of a conversation. */
export function converse(typed: string, memory: Memory, library: Library, switches: Switches = ALL_ON): Turn {
  const topic = smalltalkOf(typed);
  if (topic) return { answer: { outcome: 'smalltalk', topic }, memory };
  const question = understandInTalk(typed, memory, library);
  const routed = answerQuestion(question, memory, library, switches);
  const answer = prove(routed.answer, library.index.replies);
  return { answer, memory: rememberTurn(typed, question, answer, itemsOf(answer), memory), routed };
}

/** Understands what was typed, with what it takes over from earlier turns. */
export const understandInTalk = (typed: string, memory: Memory, library: Library): Question =>
  leanOn(
    understand(typed, library),
    memory,
    (word) => countsSeries(word, library),
    (term, replyId) => matchOf(term, library.index.lettersText(replyId)) > MENTIONED,
  );

/** Opens the section that begins at a place, as if it had been asked for; `undefined` where none begins there. */
export function open(
  { replyId, start }: Omit<Place, 'end'>,
  typed: string,
  memory: Memory,
  library: Library,
): Turn | undefined {
  const reply = library.index.replies.get(replyId);
  const section =
    reply &&
    sectionPathsOf(reply)
      .find(({ path }) => path.at(-1)!.start === start)
      ?.path.at(-1);
  if (!section) return undefined;
  const answer = prove(openedAnswer({ replyId, start, end: section.end }, library), library.index.replies);
  return { answer, memory: rememberTurn(typed, understand(typed, library), answer, itemsOf(answer), memory) };
}
