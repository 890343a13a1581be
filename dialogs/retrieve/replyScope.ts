import { placeOfReply, placesIn } from '../../indexer/index/places.js';
import { memoise } from '../../indexer/memoise.js';
import { dayOf, type Reply } from '../../indexer/parse/reply.js';
import { foldText } from '../../indexer/text/normalise.js';
import type { Knowledge, QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import { SYNONYM } from './termMatch.js';

/** How much more a word counts that stands in the letter's title, its agency or its addressees. */
const IN_FRAME = 0.8;

/** Title, agency, place and addressees of a letter, folded: the words that name it. */
export const nameOfReply = memoise((reply: Reply): string => {
  const { title, leadAgency, addressees, number } = reply.letterhead;
  const names = [title?.value, leadAgency?.value, placeOfReply(reply), ...(addressees?.value ?? []), number?.value];
  return foldText(names.filter(Boolean).join('\n'));
});

/** How much of a question's words each letter holds, by reply id, and how much there is to hold. */
export interface ReplyScores {
  readonly total: number;
  readonly scores: ReadonlyMap<string, number>;
}

/** Words weighted by how few letters hold them; more where they name the letter. */
export function replyScores(terms: readonly QueryTerm[], { index, wordFrequency }: Knowledge): ReplyScores {
  const { letters, replies } = index;
  const scores = new Float64Array(letters.size);
  const frames = [...replies.values()].map(nameOfReply);
  let total = 0;
  for (const { text, synonyms, asks } of terms) {
    if (asks) continue;
    const held = new Map<number, number>();
    const credit = (word: string, share: number) => {
      for (const letter of letters.lettersWith(word)) {
        const value = share * (frames[letter]!.includes(word) ? 1 + IN_FRAME : 1);
        if (value > (held.get(letter) ?? 0)) held.set(letter, value);
      }
    };
    credit(text, 1);
    for (const { word, weight } of synonyms) credit(word, SYNONYM * weight);
    const rarity = Math.log(1 + (letters.size - held.size + 0.5) / (held.size + 0.5));
    const weight = rarity * (0.3 + 0.7 * wordFrequency.rarityOf(text));
    total += weight;
    for (const [letter, share] of held) scores[letter]! += weight * share;
  }
  return { total, scores: new Map([...replies.keys()].map((id, i) => [id, scores[i]!])) };
}

/** The parts of a question that tell which letters are meant. */
type Scoping = Pick<Question, 'letterYear' | 'mentions'>;

/**
 * Makes a test of a letter: whether the question names another place than the letter mentions, or another year than that
 * of its date.
 */
export function otherThanNamed(
  { letterYear: year, mentions }: Scoping,
  { index }: Pick<Knowledge, 'index'>,
): (reply: Reply) => boolean {
  const named = placesIn(index).filter(mentions);
  return ({ id, letterhead }) => {
    const day = dayOf(letterhead);
    if (year && day && !day.startsWith(year)) return true;
    return named.length > 0 && !named.some((place) => index.lettersText(id).includes(place));
  };
}

/** The letters that fit the places and years a question names; all letters where none fits. */
export function repliesNamed(question: Scoping, knowledge: Pick<Knowledge, 'index'>): readonly Reply[] {
  const all = [...knowledge.index.replies.values()];
  const isOther = otherThanNamed(question, knowledge);
  const here = all.filter((reply) => !isOther(reply));
  return here.length > 0 ? here : all;
}

/** Share of the best letter's score from which another may be meant as well. */
const AS_WELL = 0.85;
/** Share of the question's weight the best letter must hold to be meant by its words. */
const NAMED = 0.25;

/** Rarity, [0, 1], from which a word may name a letter. */
const TELLING = 0.45;

/**
 * The letters a question may mean: those that its rarer words name, else the one being talked about, else all of the
 * kind that it names (`委员们`, `代表`), else all.
 */
export function repliesMeant(
  question: Scoping & Pick<Question, 'terms' | 'addresseeKind'>,
  knowledge: Knowledge,
  current: string | undefined,
): readonly Reply[] {
  const { replies } = knowledge.index;
  if (replies.size < 2) return [...replies.values()];
  const all = repliesNamed(question, knowledge);
  const naming = question.terms.filter(
    ({ text }) => text.length > 1 && knowledge.wordFrequency.rarityOf(text) >= TELLING,
  );
  const { total, scores } = replyScores(naming, knowledge);
  const best = Math.max(...scores.values());
  if (total > 0 && best >= NAMED * total && best > 0.5)
    return all.filter(({ id }) => scores.get(id)! >= AS_WELL * best);
  const one = replies.get(current ?? '');
  if (one) return [one];
  const ofKind = all.filter(({ letterhead }) => letterhead.kind === question.addresseeKind);
  return ofKind.length > 0 ? ofKind : all;
}
