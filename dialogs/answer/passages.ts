import { foldText } from '../../indexer/normalise.js';
import type { Passage } from '../../indexer/passage.js';
import { newestFirst, type Reply, type Role } from '../../indexer/reply.js';
import { foldedLetter } from '../../indexer/searchIndex.js';
import type { Span } from '../../indexer/span.js';
import type { Hit } from '../retrieve/hit.js';
import { coverageOf } from '../retrieve/termMatch.js';
import { type AnswerType, holdsValue } from '../understand/answerType.js';
import { checkedTypesOf } from '../understand/checkedTypes.js';
import type { Question } from '../understand/question.js';
import { type Answer, type Block, type Quote, quote, type StageVerdict } from './answer.js';
import { itemsAfter, listBlock } from './sections.js';

/** Characters a quote may grow to beyond its sentence, by what is asked. */
const ROOM = { fact: 130, yesno: 130, status: 140, compare: 200, list: 200, explain: 200 } as const;
/** Characters a second or third quote may grow to beyond its sentence. */
const ROOM_FOR_MORE = 80;
/** Characters of all quotes together. */
const ROOM_FOR_ALL = 350;
/** Characters of a table that is quoted whole. */
const ROOM_FOR_TABLE = 400;
/** Lead over the next passage from which the best is sure; another is then shown only when it comes very near. */
const SURE = 4.5;
const VERY_NEAR = 1;
/** Another passage is shown when its score comes this near to the first's. */
const NEAR = 5;
/** Quotes shown at most. */
const MOST = 4;
/** Characters the first quote may grow to where it is not sure. */
const ROOM_UNSURE = 140;
/** Share of the best hit's coverage from which another speaks of the same, however far below it stands. */
export const SPEAKS_TOO = 0.8;
/** Likeness to a phrasing from which the whole passage is meant, and characters it may then have. */
const PHRASED = 0.35;
const ROOM_FOR_PASSAGE = 200;
/** Characters that a sentence may have together with those it leads into. */
const ROOM_FOR_LED = 240;

/** How much of what was asked a hit speaks of. */
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
  const sure = lead >= SURE;
  const first = excerptOf(best, roomFor(best, question, sure), question, replies);
  const led = LEADS_ON.test(best.sentence.folded)
    ? ledBlock(excerptOf(best, 0, question, replies), question, replies)
    : undefined;
  const blocks: Block[] = [led ?? { lead: { kind: 'stage', role: best.sentence.role }, quotes: [first] }];
  const speaking = new Set(blocks);
  const shown = [first];
  let room = ROOM_FOR_ALL - first.text.length;
  // Where a sentence leads into what is asked for, nothing else is.
  for (const hit of led ? [] : hits.slice(1, 12)) {
    if (hit.score < best.score - (sure ? VERY_NEAR : NEAR) || shown.length >= MOST) break;
    if (shown.some((one) => overlaps(one, hit.sentence) && one.replyId === hit.passage.replyId)) continue;
    const grown = excerptOf(hit, Math.min(ROOM_FOR_MORE, room), question, replies);
    // Nothing is said twice.
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

/** Kinds of value that are not told for one another. */
const APART: ReadonlySet<AnswerType> = new Set(['money', 'count', 'percent', 'rank', 'date']);

/** Where several kinds of value are asked for and some are quoted, the first that is not. */
function untoldOf(question: Question, quotes: readonly Quote[]): AnswerType | undefined {
  const asked = checkedTypesOf(question).filter((type) => APART.has(type));
  const untold = asked.filter((type) => !quotes.some(({ text }) => holdsValue(type, foldText(text))));
  return untold.length < asked.length ? untold[0] : undefined;
}

/** Whether a question puts a figure, `是不是39.65万元`, whose number stands nowhere in a letter. */
function putsOtherFigure({ figures }: Question, letter: Reply): boolean {
  const stands = (number: string) =>
    new RegExp(`(?<![\\d.])${number.replace('.', '\\.')}(?![\\d.])`).test(foldedLetter(letter));
  return figures.length > 0 && !figures.some(stands);
}

/** Where several letters speak of the same thing, the newest word stands first; all else keeps its order. */
function newestBefore(blocks: readonly Block[], speaking: ReadonlySet<Block>, replies: Replies): readonly Block[] {
  const letterOf = ({ quotes }: Block) => replies.get(quotes[0]!.replyId)!;
  const same = blocks.filter((block) => speaking.has(block));
  return [
    ...same.sort((a, b) => newestFirst(letterOf(a), letterOf(b))),
    ...blocks.filter((block) => !speaking.has(block)),
  ];
}

/** The items, or the table, that a quote leads into, below it; nothing where the quote tells a value that is asked for. */
function ledBlock(head: Quote, { answerTypes }: Question, replies: Replies): Block | undefined {
  const told = foldText(head.text);
  // `原因有两点:` names the reasons without telling any.
  if (!LEADS_ON.test(told) || answerTypes.some((slot) => slot !== 'reason' && holdsValue(slot, told))) return undefined;
  const reply = replies.get(head.replyId)!;
  const items = itemsAfter(reply, head.end);
  if (items) return { ...listBlock(reply, items.above, items.children), head };
  const table = tableAfter(reply.text, head.end);
  return table && { quotes: [head, quote(reply, table, head.path, head.role)] };
}

/** The table that begins where a sentence ends; where it is long, as many whole rows as there is room for. */
function tableAfter(text: string, end: number): Span | undefined {
  const start = end + /^\s*/.exec(text.slice(end))![0].length;
  let stop = start;
  for (const row of text.slice(start).matchAll(/\|[^\n]*(?:\n\s*|$)/gy)) {
    const to = start + row.index + row[0].trimEnd().length;
    if (to - start > ROOM_FOR_TABLE) break;
    stop = to;
  }
  return stop > start ? { start, end: stop } : undefined;
}

/** Characters the first quote may grow to: more where it is sure, or where staff's phrasing found the passage as a whole. */
function roomFor({ features }: Hit, { kind }: Question, sure: boolean): number {
  if (features.phrasing > PHRASED) return ROOM_FOR_PASSAGE;
  return sure ? ROOM[kind] : Math.min(ROOM[kind], ROOM_UNSURE);
}

/** What comes nearest to an answer that the letter does not give. */
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

/** What is done and what is planned, apart; or that only one of them is said. */
function stagesAnswer(question: Question, hits: readonly Hit[], replies: Replies): Answer {
  const [best] = hits as [Hit];
  const other: Role = best.sentence.role === 'planned' ? 'done' : 'planned';
  const twin = hits.find(
    (hit) =>
      hit.sentence.role === other &&
      hit.passage.replyId === best.passage.replyId &&
      (near(hit, best) || hit.passage === best.passage),
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
  // Who asks whether it has come about does not ask what is next.
  const asksNext = question.kind === 'status' || question.asksNext;
  const onlyDone = best.sentence.role === 'done' && asksNext && !question.asksComeAbout;
  const verdict = best.sentence.role === 'planned' ? 'onlyPlanned' : onlyDone ? 'onlyDone' : undefined;
  return { outcome: 'answered', blocks, ...(verdict && { verdict }) };
}

const roleOf = ({ quotes }: Block): Role => quotes[0]!.role;

/** Whether a hit speaks of the same subject as the best one. */
const BESIDE = 7;
const near = (hit: Hit, best: Hit): boolean =>
  hit.score >= best.score - BESIDE &&
  hit.features.coverage + hit.features.heading >= 0.45 * (best.features.coverage + best.features.heading);

/** How a sentence ends that leads into what stands elsewhere. */
const LEADS_ON = /(:|,即|分别[是为]|包括|如下|表现为|主要是)$/;

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/**
 * A quote around the hit's sentence: its whole passage when that fits, else the sentence with the neighbours that
 * say more of what was asked, or that follow.
 *
 * @param room most characters, unless the sentence itself is longer
 */
function excerptOf({ passage, at }: Hit, room: number, question: Question, replies: Replies): Quote {
  const reply = replies.get(passage.replyId)!;
  const role = passage.sentences[at]!.role;
  // Courtesies at either end are no sentences: they stay outside. A row of a table is read under its head.
  // A sentence that leads into what stands elsewhere is not added to one that tells something.
  const unfinished = at < passage.sentences.length - 1 && LEADS_ON.test(passage.sentences.at(-1)!.folded);
  const end = passage.sentences.length - (unfinished ? 1 : 0);
  const whole = { start: passage.sentences[0]!.start, end: passage.sentences[end - 1]!.end };
  const table = reply.text[passage.start] === '|';
  if (whole.end - whole.start <= (table ? ROOM_FOR_TABLE : room))
    return quote(reply, withoutStops(reply.text, whole), passage.path, role);
  let from = at;
  let to = at;
  const length = (a: number, b: number) => passage.sentences[b]!.end - passage.sentences[a]!.start;
  // What leads into the next sentence of its own passage says nothing without it.
  if (LEADS_ON.test(passage.sentences[at]!.folded)) while (to + 1 < end && length(from, to + 1) <= ROOM_FOR_LED) to++;
  for (;;) {
    const before = from > 0 && length(from - 1, to) <= room ? gain(passage, from - 1, question) : -1;
    const after = to + 1 < end && length(from, to + 1) <= room ? gain(passage, to + 1, question) + 0.05 : -1;
    if (before < 0 && after < 0) break;
    if (after >= before) to++;
    else from--;
  }
  const span = { start: passage.sentences[from]!.start, end: passage.sentences[to]!.end };
  return quote(reply, withoutStops(reply.text, span), passage.path, role);
}

/** A stretch without the stops of what stands before it, and without a comma or an open bracket that leads to what is left out. */
function withoutStops(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /[\s:：,，;；、。]/.test(text[from]!)) from++;
  while (to > from && /[\s,，、“‘《（(]/.test(text[to - 1]!)) to--;
  return from < to ? { start: from, end: to } : { start, end };
}

const gain = (passage: Passage, at: number, { terms }: Question): number =>
  coverageOf(terms, passage.sentences[at]!.folded);
