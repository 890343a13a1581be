import type { Reply } from '../../indexer/parse/reply.js';
import type { Hit } from '../retrieve/hit.js';
import type { Answer } from './answer.js';
import type { Asked } from './asked.js';
import { contactQuote, letterheadAnswer } from './letterhead.js';
import { nearestOf } from './passages.js';

/** Least confidence, [0, 1], at which a hit is taken to speak of what was asked, and to tell it. */
export const LEAST_ABOUT = 0.18;
const LEAST_TOLD = 0.44;
/** Least confidence of both kinds at which a hit answers a question that sounds as if no letter could answer it. */
const LEAST_SURE = 0.6;

/** Whether the hits surely answer, whatever the question sounds like. */
export const isSure = ({ decision }: Asked): boolean => {
  const { about, told } = decision();
  return about >= LEAST_SURE && told >= LEAST_SURE;
};

/** The contact of the letter that is meant; none where several may be meant, for any of theirs could be the wrong one to call. */
export const ownContact = ({ meant }: Asked) => {
  const [one, ...others] = meant();
  const contact = one && others.length === 0 ? contactQuote(one) : undefined;
  return contact && { contact };
};

/** The answer where no letter mentions what is asked. */
export function notFoundAnswer(asked: Asked): Answer | undefined {
  const { hits, about } = asked.decision();
  if (hits.length > 0 && about >= LEAST_ABOUT) return undefined;
  return { outcome: 'not_found', nearest: [], ...ownContact(asked), offers: offersOf(hits) };
}

/** The answer where a letter mentions the subject but does not tell what is asked. */
export function notStatedAnswer({ question, library, replies, decision }: Asked): Answer | undefined {
  const { hits, told, missing } = decision();
  const [best] = hits;
  if (!best || told >= LEAST_TOLD) return undefined;
  const letter: Reply = library.index.replies.get(best.passage.replyId) ?? replies[0]!;
  // The body of a letter rarely gives a telephone number; its contact line does.
  if (missing === 'phone' && letter.letterhead.contact)
    return letterheadAnswer('contact', question, library, letter.id);
  return {
    outcome: 'not_stated',
    missing,
    nearest: [nearestOf(question, best, library.index.replies)],
    contact: contactQuote(letter),
  };
}

/** Headings nearest to what was asked, at most 3 of 4 to 40 characters, to be offered as buttons. */
function offersOf(hits: readonly Hit[]): string[] {
  const headings = hits.flatMap(({ passage }) =>
    passage.path.length > 0 ? [passage.path.at(-1)!.replace(/^[(（]?[一二三四五六七八九十\d]+[是、)）.]/, '')] : [],
  );
  return [...new Set(headings.filter((heading) => heading.length >= 4 && heading.length <= 40))].slice(0, 3);
}
