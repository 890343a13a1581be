import type { Library } from '../../indexer/index/library.js';
import { decide } from '../decide/decide.js';
import { rank } from '../retrieve/rank.js';
import type { Question } from '../understand/question.js';
import { type Quote, quote } from './answer.js';
import { LEAST_ABOUT } from './silence.js';

/** At most `most` passages that are about the question, each quoted as a whole, the best first. */
export function searchMeasures(question: Question, library: Library, most: number): Quote[] {
  const { hits, about } = decide(question, rank(question, library), library);
  if (hits.length === 0 || about < LEAST_ABOUT) return [];
  const passages = [...new Set(hits.map(({ passage }) => passage))].slice(0, most);
  return passages.map((passage) =>
    quote(library.index.replies.get(passage.replyId)!, passage, passage.path, passage.role),
  );
}
