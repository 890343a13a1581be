import type { Reply } from '../../indexer/reply.js';
import type { Hit } from '../retrieve/hit.js';
import type { Answer } from './answer.js';
import type { Asked } from './asked.js';
import { contactQuote, letterheadAnswer } from './letterhead.js';
import { nearestOf } from './passages.js';

/** Confidence from which a hit is taken to speak of what was asked, and to tell it. */
export const ABOUT = 0.18;
const TOLD = 0.44;
/** The same where the question sounds as if it did not ask of a letter's substance. */
const SURE = 0.6;

/** Whether the hits surely answer, whatever the question sounds like. */
export const isSure = ({ decision }: Asked): boolean => {
  const { about, told } = decision();
  return about >= SURE && told >= SURE;
};

/** The contact of the one letter meant: of many, none of which is meant, none's telephone is the one to call. */
export const ownContact = ({ meant }: Asked) => {
  const [one, ...others] = meant();
  const contact = one && others.length === 0 ? contactQuote(one) : undefined;
  return contact && { contact };
};

/** No letter speaks of it. */
export function notFoundAnswer(asked: Asked): Answer | undefined {
  const { hits, about } = asked.decision();
  if (hits.length > 0 && about >= ABOUT) return undefined;
  return { outcome: 'not_found', nearest: [], ...ownContact(asked), offers: offersOf(hits) };
}

/** The letter speaks of it, and does not tell what is asked. */
export function notStatedAnswer({ question, library, replies, decision }: Asked): Answer | undefined {
  const { hits, told, missing } = decision();
  const [best] = hits;
  if (!best || told >= TOLD) return undefined;
  const letter: Reply = library.index.replies.get(best.passage.replyId) ?? replies[0]!;
  // No measure gives a telephone number; the letter's contact does.
  if (missing === 'phone' && letter.letterhead.contact)
    return letterheadAnswer('contact', question, library, letter.id);
  return {
    outcome: 'not_stated',
    missing,
    nearest: [nearestOf(question, best, library.index.replies)],
    contact: contactQuote(letter),
  };
}

/** Headings nearest to what was asked, to be offered as buttons. */
function offersOf(hits: readonly Hit[]): string[] {
  const headings = hits.flatMap(({ passage }) =>
    passage.path.length > 0 ? [passage.path.at(-1)!.replace(/^[(（]?[一二三四五六七八九十\d]+(是|[、)）.])/, '')] : [],
  );
  return [...new Set(headings.filter((heading) => heading.length >= 4 && heading.length <= 40))].slice(0, 3);
}
