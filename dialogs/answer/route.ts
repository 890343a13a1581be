import type { Library } from '../../indexer/library.js';
import type { LeaningQuestion, Memory } from '../converse/memory.js';
import { confidenceOf, settle } from '../decide/confidence.js';
import { missingOf } from '../decide/gaps.js';
import { type Context, type Hit, rank, type Switches } from '../retrieve/rank.js';
import { repliesMeant } from '../retrieve/replyScope.js';
import { outOfScopeOf } from '../understand/smalltalk.js';
import type { Answer, LetterheadField, Quote } from './answer.js';
import { quote, quotesOf } from './answer.js';
import { contactQuote, fieldAsked, letterheadAnswer } from './letterhead.js';
import { listAnswer } from './list.js';
import { nearestOf, passagesAnswer, SPEAKS_TOO, spoken } from './passages.js';
import { replyListAnswer } from './replyList.js';
import { sectionAnswer, sectionsNamingAnswer } from './section.js';
import { blockOf, listBlock, sectionPathsOf } from './sections.js';

/** Beliefs from which a hit is taken to speak of what was asked, and to tell it. */
export const ABOUT = 0.18;
const TOLD = 0.44;
/** The same where the question sounds as if it asked about the letter itself. */
const SURE = 0.6;

/** Letters from which their outlines are no longer all looked through. */
const VERY_MANY = 60;

/** Fields that nothing but the letter itself has. */
const OF_THE_LETTER_ONLY: ReadonlySet<LetterheadField> = new Set([
  'addressees',
  'signed',
  'title',
  'class',
  'signer',
  'number',
]);

/** Chooses the way a question is answered: the letterhead, the outline, or the passages. */
export function answerQuestion(
  question: LeaningQuestion,
  memory: Memory,
  library: Library,
  switches: Switches,
): Answer {
  const replies = [...library.index.replies.values()];
  const sounds = outOfScopeOf(question.folded);
  const outside = sounds?.why;
  // What a letter speaks of is not elsewhere: `彩票公益金`.
  if (sounds?.why === 'elsewhere' && !isSpokenOf(sounds.words, library))
    return { outcome: 'out_of_scope', why: sounds.why };

  const listed = replyListAnswer(question, library, memory.replyId);
  if (listed) return listed;

  const field = fieldAsked(question, replies, library.wordFrequency);
  const framed = field && letterheadAnswer(field, question, library, memory.replyId);
  // Whom to turn to in a case of one's own is not what several letters print of themselves.
  if (framed && outside === 'personal' && field === 'contact' && lettersOf(framed) > 1)
    return { outcome: 'out_of_scope', why: outside };
  // What the letter does not print of itself, it may still say of the thing asked about.
  if (framed && (framed.outcome === 'answered' || OF_THE_LETTER_ONLY.has(field))) return framed;

  if (question.asksForMore) return moreAnswer(question, memory, library, switches);

  const item = memory.shown.length > 1 ? ordinalOf(question) : undefined;
  const nth = item === undefined ? undefined : memory.shown.at(item);
  if (nth) return itemAnswer(nth.replyId, nth.start, library);

  const meant = repliesMeant(question, library, memory.replyId);
  const scoped = sectionAnswer(question, meant);
  if (scoped) return scoped;

  const context: Context = question.leansOn
    ? { passages: new Set(passagesShown(memory, library)), replyId: memory.replyId }
    : { passages: new Set(), replyId: memory.replyId };
  const hits = settle(question, rank(question, library, context, switches), library);
  const [best] = hits;
  // Of very many letters, those whose sentences were ranked: the others speak of less of what is asked.
  const ranked = new Set(hits.map(({ passage }) => passage.replyId));
  const near = meant.length > VERY_MANY ? meant.filter(({ id }) => ranked.has(id)) : meant;
  const outline = sectionsNamingAnswer(question, near) ?? listAnswer(question, near, library, best ? spoken(best) : 0);
  if (outline) return withReading(outline, question);

  const { about, told } = confidenceOf(question, hits, library);
  if (framed && (about < SURE || told < SURE)) return framed;
  const letter = library.index.replies.get(best?.passage.replyId ?? '') ?? replies[0]!;
  // Of many letters, none of which is meant, none's telephone is the one to call.
  const own = meant.length === 1 ? contactQuote(meant[0]!) : undefined;
  const contact = own && { contact: own };
  if (outside && (about < SURE || told < SURE)) return { outcome: 'out_of_scope', why: outside, ...contact };
  if (!best || about < ABOUT) return { outcome: 'not_found', nearest: [], ...contact, offers: offersOf(hits) };
  if (told < TOLD) {
    const slot = missingOf(question, hits, library);
    // No measure gives a telephone number; the letter's contact does.
    if (slot === 'phone' && letter.letterhead.contact) return letterheadAnswer('contact', question, library, letter.id);
    return {
      outcome: 'not_stated',
      slot,
      nearest: [nearestOf(question, best, library.index.replies)],
      contact: contactQuote(letter),
    };
  }
  // Where one letter is named or talked about, the words of others are not asked for.
  const one = meant.length === 1 && meant[0]!.id === best.passage.replyId;
  const ofMeant = one ? hits.filter(({ passage }) => passage.replyId === best.passage.replyId) : hits;
  return withReading(passagesAnswer(question, ofMeant, library.index.replies), question);
}

const lettersOf = (answer: Answer): number => new Set(quotesOf(answer).map(({ replyId }) => replyId)).size;

/** Whether some letter has words, or one that the thesaurus gives for them. */
const isSpokenOf = (words: string, { index, thesaurus }: Library): boolean =>
  [words, ...thesaurus.lookUp(words).flatMap(({ synonyms }) => synonyms.map(({ word }) => word))].some(
    (word) => index.letters.lettersWith(word).length > 0,
  );

/** Passages shown at a time when more is asked for, and how far below the best they may stand. */
const MORE = 2;
const MORE_BELOW = 6;

/** Characters of what is left of a passage that are shown at a time. */
const ROOM_FOR_REST = 220;

/** What was left out of the last answer: the rest of the passages shown, then others; or that there is no more. */
function moreAnswer(question: LeaningQuestion, memory: Memory, library: Library, switches: Switches): Answer {
  const { replies } = library.index;
  const hits = rank(question, library, { passages: new Set(), replyId: memory.replyId }, switches);
  const isShown = ({ passage, sentence }: Pick<Hit, 'passage' | 'sentence'>) =>
    memory.shown.some((one) => one.replyId === passage.replyId && one.start < sentence.end && sentence.start < one.end);
  const fresh = hits.filter(
    (hit) =>
      !isShown(hit) && (hit.score >= hits[0]!.score - MORE_BELOW || spoken(hit) >= SPEAKS_TOO * spoken(hits[0]!)),
  );
  const rest = restOf(memory.shown[0], library);
  const passages = [...new Map(fresh.map((hit) => [hit.passage.id, hit])).values()]
    .filter(({ passage }) => passage !== rest?.passage)
    .slice(0, rest ? MORE - 1 : MORE);
  const quotes = [...(rest ? [rest] : []), ...passages].map(({ passage, sentence }) =>
    quote(replies.get(passage.replyId)!, sentence, passage.path, sentence.role),
  );
  if (quotes.length === 0) return { outcome: 'not_stated', slot: 'more', nearest: [] };
  return {
    outcome: 'answered',
    blocks: [{ lead: { kind: 'also' }, quotes }],
    ...(question.leansOn && { reading: { leansOn: question.leansOn } }),
  };
}

/** The sentences that follow a quote within its passage, as many as there is room for. */
function restOf(shown: Quote | undefined, { index }: Library): Pick<Hit, 'passage' | 'sentence'> | undefined {
  const passage =
    shown && index.passagesOf(shown.replyId).find(({ start, end }) => start <= shown.start && shown.end <= end);
  const after = passage?.sentences.filter(({ start }) => start >= shown!.end) ?? [];
  const [first] = after;
  if (!passage || !first) return undefined;
  const last = after.findLast(({ end }) => end - first.start <= ROOM_FOR_REST) ?? first;
  return { passage, sentence: { ...first, end: last.end } };
}

const withReading = (answer: Answer, { leansOn }: LeaningQuestion): Answer =>
  leansOn && answer.outcome === 'answered' ? { ...answer, reading: { leansOn } } : answer;

/** `第二条` of what was shown last, counted from 0; -1 for the last. */
function ordinalOf({ folded }: LeaningQuestion): number | undefined {
  const match = /第([一二三四五六七八九十]|\d)(?:条|个|项|点|款|种)?/.exec(folded);
  if (match && folded.length <= 16)
    return '一二三四五六七八九十'.includes(match[1]!)
      ? '一二三四五六七八九十'.indexOf(match[1]!)
      : Number(match[1]) - 1;
  return /^最后(一)?(条|个|项|点)/.test(folded) ? -1 : undefined;
}

/** The innermost section around a place, whole, or its items when it is long. */
export function itemAnswer(replyId: string, start: number, { index }: Library): Answer {
  const passage = index.passages.find((one) => one.replyId === replyId && one.start <= start && start < one.end);
  const reply = index.replies.get(replyId)!;
  if (passage && passage.start === start)
    return {
      outcome: 'answered',
      blocks: [
        { lead: { kind: 'stage', role: passage.role }, quotes: [quote(reply, passage, passage.path, passage.role)] },
      ],
    };
  // A letter of a list of letters: its parts.
  if (reply.letterhead.title?.start === start && reply.outline.length > 1)
    return { outcome: 'answered', blocks: [listBlock(reply, [], reply.outline, 'parts')] };
  const place = sectionPathsOf(reply).find(({ path }) => path.at(-1)!.start === start);
  if (place) return { outcome: 'answered', blocks: [blockOf(place)] };
  const whole = passage ?? index.passages[0]!;
  return { outcome: 'answered', blocks: [{ quotes: [quote(reply, whole, whole.path, whole.role)] }] };
}

function passagesShown({ shown }: Memory, { index }: Library): string[] {
  return shown.flatMap(({ replyId, start }) =>
    index.passages
      .filter((one) => one.replyId === replyId && one.start <= start && start < one.end)
      .map(({ id }) => id),
  );
}

/** Headings nearest to what was asked, to be offered as buttons. */
function offersOf(hits: readonly Hit[]): string[] {
  const headings = hits.flatMap(({ passage }) =>
    passage.path.length > 0 ? [passage.path.at(-1)!.replace(/^[(（]?[一二三四五六七八九十\d]+(是|[、)）.])/, '')] : [],
  );
  return [...new Set(headings.filter((heading) => heading.length >= 4 && heading.length <= 40))].slice(0, 3);
}
