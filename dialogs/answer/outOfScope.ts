import type { Library } from '../../indexer/index/library.js';
import type { Answer } from './answer.js';
import type { Asked } from './asked.js';
import { isSure, ownContact } from './silence.js';

/** The answer to what no reply could tell: weather, songs, exchange rates. */
export function elsewhereAnswer({ question: { outOfScope }, library }: Asked): Answer | undefined {
  // A letter may deal with just that: `彩票公益金`.
  if (outOfScope?.why !== 'elsewhere' || isSpokenOf(outOfScope.words, library)) return undefined;
  return { outcome: 'out_of_scope', why: outOfScope.why };
}

/** The answer to a question about a personal case or for an opinion, unless a hit surely answers it. */
export function notForRepliesAnswer(asked: Asked): Answer | undefined {
  const { outOfScope } = asked.question;
  if (!outOfScope || isSure(asked)) return undefined;
  return { outcome: 'out_of_scope', why: outOfScope.why, ...ownContact(asked) };
}

/** Whether some letter has these words, or a synonym of them. */
const isSpokenOf = (words: string, { index, thesaurus }: Library): boolean =>
  [words, ...thesaurus.lookUp(words).flatMap(({ synonyms }) => synonyms.map(({ word }) => word))].some(
    (word) => index.letters.lettersWith(word).length > 0,
  );
