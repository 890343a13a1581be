import { memoise } from '../../indexer/memoise.js';
import { foldText } from '../../indexer/normalise.js';
import { dayOf, type Reply } from '../../indexer/reply.js';
import { foldedLetter } from '../../indexer/searchIndex.js';
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

/** The place a body is of: `岱溪` of 岱溪市司法局. */
const PLACE = /^(\p{sc=Han}{2,3}?)(?:省|市|县|区|旗|盟|州|自治)/u;
/** The places the answering bodies of a corpus are of, folded. */
export const placesIn = memoise((index: Knowledge['index']): readonly string[] => {
  const found = new Set<string>();
  for (const reply of index.replies.values()) {
    const place = placeOfReply(reply);
    if (place) found.add(place);
  }
  return [...found];
});

/** The place of a letter's body; where that says only what it is of, `县水利局`, the first such place of the letter. */
function placeOfReply(reply: Reply): string | undefined {
  const agency = foldText(reply.letterhead.leadAgency?.value ?? '');
  const level = /^[市县区]/.exec(agency)?.[0];
  if (level === undefined) return PLACE.exec(agency)?.[1];
  return new RegExp(`(?<!\\p{sc=Han})(\\p{sc=Han}{2,3}?)${level}`, 'u').exec(foldedLetter(reply))?.[1];
}

/** The year of a letter, not of what it tells: `2023年的答复里…`. */
const OF_YEAR = /(20\d\d)年(?:度)?(?:的|那[件份封]|办理的?|作出的?)?(?:答复|回复|复函|建议|提案)/;

/**
 * Tells of a letter whether a folded question names what it is not: the place of some body of which the letter does
 * not speak, or a year of letters that is not its own.
 */
export function otherThanNamed(folded: string, { index }: Pick<Knowledge, 'index'>): (reply: Reply) => boolean {
  const year = OF_YEAR.exec(folded)?.[1];
  const named = placesIn(index).filter((place) => folded.includes(place));
  return ({ id, letterhead }) => {
    const day = dayOf(letterhead);
    if (year && day && !day.startsWith(year)) return true;
    return named.length > 0 && !named.some((place) => index.lettersText(id).includes(place));
  };
}

/** The letters that a folded question leaves by the places and years it names; all where that leaves none. */
export function repliesNamed(folded: string, knowledge: Pick<Knowledge, 'index'>): readonly Reply[] {
  const all = [...knowledge.index.replies.values()];
  const isOther = otherThanNamed(folded, knowledge);
  const here = all.filter((reply) => !isOther(reply));
  return here.length > 0 ? here : all;
}

/** Share of the best letter's score from which another may be meant as well. */
const AS_WELL = 0.85;
/** Share of the question's weight the best letter must hold to be meant by its words. */
const NAMED = 0.25;

/** Rarity from which a word may name a letter. */
const TELLING = 0.45;

/**
 * The letters a question may mean: those its rarer words name; else the one being talked about; else all, or all of
 * the kind it says (`委员们`, `代表`).
 */
export function repliesMeant(
  { folded, terms }: Pick<Question, 'folded' | 'terms'>,
  knowledge: Knowledge,
  current: string | undefined,
): readonly Reply[] {
  const { replies } = knowledge.index;
  if (replies.size < 2) return [...replies.values()];
  const all = repliesNamed(folded, knowledge);
  const naming = terms.filter(({ text }) => text.length > 1 && knowledge.wordFrequency.rarityOf(text) >= TELLING);
  const { total, scores } = replyScores(naming, knowledge);
  const best = Math.max(...scores.values());
  if (total > 0 && best >= NAMED * total && best > 0.5)
    return all.filter(({ id }) => scores.get(id)! >= AS_WELL * best);
  const one = replies.get(current ?? '');
  if (one) return [one];
  const kind = /委员/.test(folded) ? 'cppcc' : /代表/.test(folded) ? 'npc' : undefined;
  const ofKind = all.filter(({ letterhead }) => letterhead.kind === kind);
  return ofKind.length > 0 ? ofKind : all;
}
