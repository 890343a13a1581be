import type { Library } from '../../indexer/library.js';
import type { Answer } from '../answer/answer.js';
import { itemsOf, prove } from '../answer/answer.js';
import { answerQuestion, itemAnswer } from '../answer/route.js';
import { countsSeries, sectionPathsOf } from '../answer/sections.js';
import { ALL_ON, type Switches } from '../retrieve/rank.js';
import { MENTIONED, matchOf } from '../retrieve/termMatch.js';
import { understand } from '../understand/question.js';
import { smalltalkOf } from '../understand/smalltalk.js';
import { type LeaningQuestion, leanOn, type Memory, rememberTurn, START } from './memory.js';

export { type Memory, START };

export interface Turn {
  readonly answer: Answer;
  readonly memory: Memory;
}

/** One turn of a conversation: what was typed and what is remembered in, the proven answer and the new memory out. */
export function converse(typed: string, memory: Memory, library: Library, switches: Switches = ALL_ON): Turn {
  const topic = smalltalkOf(typed);
  if (topic) return { answer: { outcome: 'smalltalk', topic }, memory };
  const question = understandInTalk(typed, memory, library);
  const answer = prove(answerQuestion(question, memory, library, switches), library.index.replies);
  return { answer, memory: rememberTurn(question, answer, itemsOf(answer), memory) };
}

/** What was typed, understood with what it takes over from the turns before. */
export const understandInTalk = (typed: string, memory: Memory, library: Library): LeaningQuestion =>
  leanOn(
    understand(typed, library),
    memory,
    (word) => countsSeries(word, library),
    (term, replyId) => matchOf(term, library.index.lettersText(replyId)) > MENTIONED,
  );

/** A section opened at its place, as if it had been asked for; `undefined` where no letter has one there. */
export function open(
  { replyId, start }: { readonly replyId: string; readonly start: number },
  typed: string,
  memory: Memory,
  library: Library,
): Turn | undefined {
  const reply = library.index.replies.get(replyId);
  if (!reply || !sectionPathsOf(reply).some(({ path }) => path.at(-1)!.start === start)) return undefined;
  const answer = prove(itemAnswer(replyId, start, library), library.index.replies);
  return { answer, memory: rememberTurn(understand(typed, library), answer, itemsOf(answer), memory) };
}
