import type { Library } from '../../indexer/library.js';
import { confidenceOf } from '../decide/confidence.js';
import { rank } from '../retrieve/rank.js';
import { understand } from '../understand/question.js';
import { type Quote, quote } from './answer.js';
import { ABOUT } from './route.js';

/** Passages that speak of a few words, the best first, each quoted whole; at most `most`, none where none does. */
export function searchMeasures(words: string, library: Library, most: number): Quote[] {
  const question = understand(words, library);
  const hits = rank(question, library);
  if (hits.length === 0 || confidenceOf(question, hits, library).about < ABOUT) return [];
  const passages = [...new Set(hits.map(({ passage }) => passage))].slice(0, most);
  return passages.map((passage) =>
    quote(library.index.replies.get(passage.replyId)!, passage, passage.path, passage.role),
  );
}
