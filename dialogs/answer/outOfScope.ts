import type { Library } from '../../indexer/library.js';
import type { Answer } from './answer.js';
import type { Asked } from './asked.js';
import { isSure, ownContact } from './silence.js';

/** Asked of the bot and not of the replies: weather, songs, exchange rates. */
export function elsewhereAnswer({ question: { outOfScope }, library }: Asked): Answer | undefined {
  // What a letter speaks of is not elsewhere: `彩票公益金`.
  if (outOfScope?.why !== 'elsewhere' || isSpokenOf(outOfScope.words, library)) return undefined;
  return { outcome: 'out_of_scope', why: outOfScope.why };
}

/** A case of one's own, or an opinion, unless a hit surely answers. */
export function notForRepliesAnswer(asked: Asked): Answer | undefined {
  const { outOfScope } = asked.question;
  if (!outOfScope || isSure(asked)) return undefined;
  return { outcome: 'out_of_scope', why: outOfScope.why, ...ownContact(asked) };
}

/** Whether some letter has words, or one that the thesaurus gives for them. */
const isSpokenOf = (words: string, { index, thesaurus }: Library): boolean =>
  [words, ...thesaurus.lookUp(words).flatMap(({ synonyms }) => synonyms.map(({ word }) => word))].some(
    (word) => index.letters.lettersWith(word).length > 0,
  );
