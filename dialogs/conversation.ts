import type { Library } from '../indexer/library.js';
import type { Answer } from './answer.js';
import { itemsOf, prove } from './answer.js';
import { answerQuestion } from './answering.js';
import { leanOn, type Memory, rememberTurn, START } from './memory.js';
import { understand } from './question.js';
import { ALL_ON, type Switches } from './rank.js';
import { smalltalkOf } from './smalltalk.js';

export { type Memory, START };

export interface Turn {
  readonly answer: Answer;
  readonly memory: Memory;
}

/** One turn of a conversation: what was typed and what is remembered in, the proven answer and the new memory out. */
export function converse(typed: string, memory: Memory, library: Library, switches: Switches = ALL_ON): Turn {
  const topic = smalltalkOf(typed);
  if (topic) return { answer: { outcome: 'smalltalk', topic }, memory };
  const question = leanOn(understand(typed, library), memory);
  const answer = prove(answerQuestion(question, memory, library, switches), library.index.replies);
  return { answer, memory: rememberTurn(question, answer, itemsOf(answer), memory) };
}
