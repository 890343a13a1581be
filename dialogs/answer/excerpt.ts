import type { Reply } from '../../indexer/parse/reply.js';
import type { Passage } from '../../indexer/passages/passage.js';
import type { Span } from '../../indexer/text/span.js';
import type { Hit } from '../retrieve/hit.js';
import { leadsOn } from '../retrieve/sentenceWindow.js';
import { coverageOf } from '../retrieve/termMatch.js';
import type { Question } from '../understand/question.js';
import { type Quote, quote } from './answer.js';

/** Most characters of a table that is quoted as a whole. */
const TABLE_LENGTH = 400;
/** Most characters of a sentence together with those that it leads into. */
const LED_LENGTH = 240;
/** What a sentence that follows gains over one that stands before, as a share of the question's weight. */
const FOLLOWS = 0.05;

/**
 * A quote around the hit's sentence: its whole passage when that fits, else the sentence with the neighbours that
 * say more of what was asked, or that follow.
 *
 * @param room most characters, unless the sentence itself is longer
 */
export function excerptOf(
  { passage, at }: Hit,
  room: number,
  question: Question,
  replies: ReadonlyMap<string, Reply>,
): Quote {
  const reply = replies.get(passage.replyId)!;
  const { sentences } = passage;
  const end = endOf(passage, at);
  const isTable = reply.text[passage.start] === '|';
  const fits = lengthOf(passage, 0, end - 1) <= (isTable ? TABLE_LENGTH : room);
  const [from, to] = fits ? [0, end - 1] : grown(passage, at, end, room, question);
  const span = { start: sentences[from]!.start, end: sentences[to]!.end };
  return quote(reply, withoutStops(reply.text, span), passage.path, sentences[at]!.role);
}

/** How many sentences of a passage may be quoted: a last one that leads into another passage is left out. */
const endOf = ({ sentences }: Passage, at: number): number =>
  sentences.length - Number(at < sentences.length - 1 && leadsOn(sentences.at(-1)!));

/** Characters from the first of some sentences to the end of the last. */
const lengthOf = ({ sentences }: Passage, first: number, last: number): number =>
  sentences[last]!.end - sentences[first]!.start;

/** The first and the last sentence of a quote that grows from one, sentence by sentence, while there is room. */
function grown(passage: Passage, at: number, end: number, room: number, { terms }: Question): [number, number] {
  let from = at;
  let to = at;
  const gain = (i: number) => coverageOf(terms, passage.sentences[i]!.folded);
  // What leads into the next sentence of its own passage says nothing without it.
  if (leadsOn(passage.sentences[at]!)) while (to + 1 < end && lengthOf(passage, from, to + 1) <= LED_LENGTH) to++;
  for (;;) {
    const before = from > 0 && lengthOf(passage, from - 1, to) <= room ? gain(from - 1) : -1;
    const after = to + 1 < end && lengthOf(passage, from, to + 1) <= room ? gain(to + 1) + FOLLOWS : -1;
    if (before < 0 && after < 0) return [from, to];
    if (after >= before) to++;
    else from--;
  }
}

/**
 * A span without the stops of what stands before it, and without a comma or an open bracket at its end, which would
 * lead to what is left out.
 */
function withoutStops(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /[\s:：,，;；、。]/.test(text[from]!)) from++;
  while (to > from && /[\s,，、“‘《（(]/.test(text[to - 1]!)) to--;
  return from < to ? { start: from, end: to } : { start, end };
}

/** The table that begins where a sentence ends; of a long one as many whole rows as there is room for. */
export function tableAfter(text: string, end: number): Span | undefined {
  const start = end + /^\s*/.exec(text.slice(end))![0].length;
  let stop = start;
  for (const row of text.slice(start).matchAll(/\|[^\n]*(?:\n\s*|$)/gy)) {
    const to = start + row.index + row[0].trimEnd().length;
    if (to - start > TABLE_LENGTH) break;
    stop = to;
  }
  return stop > start ? { start, end: stop } : undefined;
}
