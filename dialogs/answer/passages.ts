import { foldedLetter } from '../../indexer/index/searchIndex.js';
import { newestFirst, type Reply, type Role } from '../../indexer/parse/reply.js';
import { foldText } from '../../indexer/text/normalise.js';
import type { Span } from '../../indexer/text/span.js';
import type { Hit } from '../retrieve/hit.js';
import { leadsOn } from '../retrieve/sentenceWindow.js';
import { type AnswerType, holdsValue } from '../understand/answerType.js';
import { checkedTypesOf } from '../understand/checkedTypes.js';
import type { Question } from '../understand/question.js';
import { type Answer, type Block, type Quote, quote, type StageVerdict } from './answer.js';
import { excerptOf, tableAfter } from './excerpt.js';
import { itemsAfter, listBlock } from './sections.js';

/** Most characters of the first quote, unless its sentence is longer, by what is asked. */
const ROOM = { fact: 130, yesno: 130, status: 140, compare: 200, list: 200, explain: 200 } as const;
/** Most characters of each quote after the first, unless its sentence is longer. */
const ROOM_FOR_MORE = 80;
/** Most characters of all quotes together. */
const ROOM_FOR_ALL = 350;
/** Lead over the next passage, in points of score, from which the best one stands out. */
const CLEAR_LEAD = 4.5;
/** Most points of score by which another passage that is shown may stand below the best: where that stands out, else. */
const BELOW_CLEAR = 1;
const BELOW_UNCLEAR = 5;
/** Most quotes shown, and most hits they are looked for among. */
const MOST_QUOTES = 4;
const LOOKED_THROUGH = 12;
/** Most characters of the first quote where it does not stand out. */
const ROOM_UNCLEAR = 140;
/** Share of the best hit's coverage from which another speaks of the same, however far below it stands; (0, 1]. */
export const SPEAKS_TOO = 0.8;
/** Likeness to a phrasing, (0, 1], from which the whole passage is meant, and most characters it may then have. */
const WORDED_ALIKE = 0.35;
const ROOM_FOR_PASSAGE = 200;
/**
 * Most points of score by which a sentence of the other stage may stand below the best, and the least share of its
 * coverage, to speak of the same subject.
 */
const TWIN_BELOW = 7;
const TWIN_SHARE = 0.45;

/** How much of what was asked a hit speaks of: its coverage with what the headings add, [0, 1]. */
export const spoken = ({ features }: Hit): number => features.coverage + features.heading;

export type Replies = ReadonlyMap<string, Reply>;

/** Composes quotes of the best hits, as short as answers fully. */
export function passagesAnswer(question: Question, hits: readonly Hit[], replies: Replies): Answer {
  const [best] = hits;
  if (!best) return { outcome: 'not_found', nearest: [], offers: [] };
  if (question.kind === 'status' || question.kind === 'compare' || question.stage === 'both')
    return stagesAnswer(question, hits, replies);
  const next = hits.find(({ passage }) => passage !== best.passage);
  const lead = next ? best.score - next.score : Number.POSITIVE_INFINITY;
  const isClear = lead >= CLEAR_LEAD;
  const first = excerptOf(best, roomFor(best, question, isClear), question, replies);
  const led = leadsOn(best.sentence) ? ledBlock(excerptOf(best, 0, question, replies), question, replies) : undefined;
  const blocks: Block[] = [led ?? { lead: { kind: 'stage', role: best.sentence.role }, quotes: [first] }];
  const speaking = new Set(blocks);
  const shown = [first];
  let room = ROOM_FOR_ALL - first.text.length;
  // Where a sentence leads into items or a table, these alone are shown.
  for (const hit of led ? [] : hits.slice(1, LOOKED_THROUGH)) {
    if (hit.score < best.score - (isClear ? BELOW_CLEAR : BELOW_UNCLEAR) || shown.length >= MOST_QUOTES) break;
    if (shown.some((one) => overlaps(one, hit.sentence) && one.replyId === hit.passage.replyId)) continue;
    const grown = excerptOf(hit, Math.min(ROOM_FOR_MORE, room), question, replies);
    // No sentence is shown twice.
    const again = shown.some((one) => one.replyId === grown.replyId && overlaps(one, grown));
    const quoted = again ? excerptOf(hit, 0, question, replies) : grown;
    if (quoted.text.length > room) continue;
    const block: Block = { lead: { kind: 'stage', role: hit.sentence.role }, quotes: [quoted] };
    blocks.push(block);
    if (spoken(hit) >= SPEAKS_TOO * spoken(best)) speaking.add(block);
    shown.push(quoted);
    room -= quoted.text.length;
  }
  const untold = untoldOf(question, shown);
  const verdict = verdictOn(question, hits, replies);
  return {
    outcome: 'answered',
    blocks: merge(newestBefore(blocks, speaking, replies)),
    ...(verdict && { verdict }),
    ...(untold && { untold }),
  };
}

/** What is to be said before the quotes of the best hits. */
function verdictOn(question: Question, hits: readonly Hit[], replies: Replies): StageVerdict | undefined {
  const [best] = hits as [Hit];
  const { role } = best.sentence;
  if (question.kind === 'yesno' && putsOtherFigure(question, replies.get(best.passage.replyId)!)) return 'noSuchFigure';
  if (question.kind === 'yesno' && role === 'planned' && question.asksComeAbout) return 'onlyPlanned';
  const planned = hits.some(
    (hit) =>
      hit.sentence.role !== 'done' &&
      hit.passage.replyId === best.passage.replyId &&
      spoken(hit) >= SPEAKS_TOO * spoken(best),
  );
  return question.asksNext && role === 'done' && !planned ? 'onlyDone' : undefined;
}

/** Answer types of which one cannot stand in for another. */
const APART: ReadonlySet<AnswerType> = new Set(['money', 'count', 'percent', 'rank', 'date']);

/** Where several kinds of value are asked for and some are quoted, the first that is not. */
function untoldOf(question: Question, quotes: readonly Quote[]): AnswerType | undefined {
  const asked = checkedTypesOf(question).filter((type) => APART.has(type));
  const untold = asked.filter((type) => !quotes.some(({ text }) => holdsValue(type, foldText(text))));
  return untold.length < asked.length ? untold[0] : undefined;
}

/** Whether a question asks after a figure, `是不是39.65万元`, that does not occur in a letter. */
function putsOtherFigure({ figures }: Question, letter: Reply): boolean {
  const stands = (number: string) =>
    new RegExp(`(?<![\\d.])${number.replace('.', '\\.')}(?![\\d.])`).test(foldedLetter(letter));
  return figures.length > 0 && !figures.some(stands);
}

/** Puts the newest letter first among blocks that speak of the same thing; the others keep their order. */
function newestBefore(blocks: readonly Block[], speaking: ReadonlySet<Block>, replies: Replies): readonly Block[] {
  const letterOf = ({ quotes }: Block) => replies.get(quotes[0]!.replyId)!;
  const same = blocks.filter((block) => speaking.has(block));
  return [
    ...same.sort((a, b) => newestFirst(letterOf(a), letterOf(b))),
    ...blocks.filter((block) => !speaking.has(block)),
  ];
}

/** A quote with the items or the table that it leads into; `undefined` where the quote itself tells a value asked for. */
function ledBlock(head: Quote, { answerTypes }: Question, replies: Replies): Block | undefined {
  const told = foldText(head.text);
  // `原因有两点:` announces reasons and tells none.
  if (!leadsOn({ folded: told }) || answerTypes.some((slot) => slot !== 'reason' && holdsValue(slot, told)))
    return undefined;
  const reply = replies.get(head.replyId)!;
  const items = itemsAfter(reply, head.end);
  if (items) return { ...listBlock(reply, items.above, items.children), head };
  const table = tableAfter(reply.text, head.end);
  return table && { quotes: [head, quote(reply, table, head.path, head.role)] };
}

/** Characters the first quote may grow to: more where it stands out, or where a phrasing found the passage as a whole. */
function roomFor({ features }: Hit, { kind }: Question, isClear: boolean): number {
  if (features.phrasing > WORDED_ALIKE) return ROOM_FOR_PASSAGE;
  return isClear ? ROOM[kind] : Math.min(ROOM[kind], ROOM_UNCLEAR);
}

/** The words nearest to an answer, where the letter does not give one. */
export const nearestOf = (question: Question, best: Hit, replies: Replies): Quote =>
  excerptOf(best, ROOM.fact, question, replies);

/** Blocks of the same stage become one. */
function merge(blocks: readonly Block[]): Block[] {
  const merged: Block[] = [];
  for (const block of blocks) {
    const same = merged.findIndex(
      ({ lead }) => lead?.kind === 'stage' && block.lead?.kind === 'stage' && lead.role === block.lead.role,
    );
    if (same >= 0) merged[same] = { ...merged[same]!, quotes: [...merged[same]!.quotes, ...block.quotes] };
    else merged.push(block);
  }
  return merged;
}

/** What is done and what is planned, in separate blocks; or a verdict that the letter tells only one of them. */
function stagesAnswer(question: Question, hits: readonly Hit[], replies: Replies): Answer {
  const [best] = hits as [Hit];
  const other: Role = best.sentence.role === 'planned' ? 'done' : 'planned';
  const twin = hits.find(
    (hit) =>
      hit.sentence.role === other &&
      hit.passage.replyId === best.passage.replyId &&
      (isNear(hit, best) || hit.passage === best.passage),
  );
  const first = excerptOf(best, ROOM[question.kind], question, replies);
  const blocks: Block[] = [{ lead: { kind: 'stage', role: best.sentence.role }, quotes: [first] }];
  if (twin && !overlaps(first, twin.sentence)) {
    blocks.push({
      lead: { kind: 'stage', role: other },
      quotes: [excerptOf(twin, ROOM[question.kind], question, replies)],
    });
    blocks.sort((a, b) => Number(roleOf(a) === 'planned') - Number(roleOf(b) === 'planned'));
    return { outcome: 'answered', verdict: 'both', blocks };
  }
  // `建成了吗` does not ask for what comes next.
  const asksNext = question.kind === 'status' || question.asksNext;
  const onlyDone = best.sentence.role === 'done' && asksNext && !question.asksComeAbout;
  const verdict = best.sentence.role === 'planned' ? 'onlyPlanned' : onlyDone ? 'onlyDone' : undefined;
  return { outcome: 'answered', blocks, ...(verdict && { verdict }) };
}

const roleOf = ({ quotes }: Block): Role => quotes[0]!.role;

/** Whether a hit speaks of the same subject as the best one. */
const isNear = (hit: Hit, best: Hit): boolean =>
  hit.score >= best.score - TWIN_BELOW && spoken(hit) >= TWIN_SHARE * spoken(best);

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
