import { depthOf, isBlock, LAST, type Mark } from './headingMarks.js';
import { readOrdinal } from './numeral.js';
import type { MarkStyle, Warning } from './reply.js';
import { firstFrom, type Span, trim } from './span.js';

/** A section while its place in the tree is known but not its role. */
export interface Branch extends Span {
  readonly style: MarkStyle;
  readonly ordinal: number;
  readonly inline: boolean;
  readonly label: Span;
  readonly heading?: Span;
  readonly children: readonly Branch[];
}

/** A section still open while the letter is read from top to bottom. */
interface Open {
  readonly mark: Mark;
  readonly ordinal: number;
  /** Whether its series began inside a paragraph. */
  readonly inline: boolean;
  readonly heading?: Span;
  /** A heading alone in its paragraph; what follows belongs to it. */
  readonly alone: boolean;
  readonly children: Branch[];
}

const SUMMARY = /^(以上|上述|综上|这些|总的来看|总之)/;
const CLOSING =
  /^(综上所述|综上,|最后,? *(衷心|再次|诚挚)?感谢|(衷心|再次|诚挚|非常)?地?感谢|谢谢|以上(答复|意见|回复)|(此复|特此)|至于(提案|建议)?附件|(.{0,6}代表|.{0,6}委员)?在?(建议|提案)附件中还|如对以上)/;
const COUNTED_SUMMARY = /^(?:以上|上述)([一二三四五六七八九十]|\d+)[项个条点]/;

/**
 * The outline of a letter's body, from its marks: an ordinal that continues an open series is its next item, an
 * ordinal 1 opens a series of its own, anything else is plain text. Depth follows the letter, not a fixed table.
 *
 * @param paragraphs the letter's paragraphs, as `marks` count them
 * @param body the paragraphs, [first, end), in which marks count
 */
export function outlineOf(
  shadow: string,
  paragraphs: readonly Span[],
  marks: readonly Mark[],
  body: Span,
): { outline: Branch[]; closing: number; warnings: Warning[] } {
  const roots: Branch[] = [];
  const stack: Open[] = [];
  const warnings: Warning[] = [];
  const byParagraph = new Map<number, { mark: Mark; at: number }[]>();
  for (const [at, mark] of marks.entries()) {
    const list = byParagraph.get(mark.paragraph) ?? [];
    list.push({ mark, at });
    byParagraph.set(mark.paragraph, list);
  }
  const answers = answersIn(shadow);
  const ahead = lookAhead(marks);
  let closing = body.end;

  const close = (depth: number, position: number) => {
    while (stack.length > depth) {
      const open = stack.pop()!;
      const branch = shut(shadow, open, position);
      (stack.at(-1)?.children ?? roots).push(branch);
    }
  };
  const paragraphEnd = (index: number) => paragraphs[index]!.end;

  for (let index = body.start; index < body.end; index++) {
    const paragraph = paragraphs[index]!;
    const here = byParagraph.get(index) ?? [];
    const text = shadow.slice(paragraph.start, Math.min(paragraph.end, paragraph.start + 40));
    const previousEnd = index > body.start ? paragraphEnd(index - 1) : paragraph.start;
    const opening = here.find(({ mark }) => mark.opens)?.mark;

    if (!opening && CLOSING.test(text)) {
      close(0, previousEnd);
      closing = index;
      break;
    }
    // Series that ran inside the previous paragraph end with it, unless this one opens with their next item.
    const runIn = stack.findIndex((open) => open.inline && !(opening && continues(open, opening)));
    if (runIn >= 0 && !stack.slice(runIn).some((open) => opening && continues(open, opening)))
      close(runIn, previousEnd);
    if (!opening) close(keptOpen(stack, ahead, here[0]?.at ?? ahead.mark(index), text), previousEnd);

    for (const { mark, at } of here) {
      const answerAt = answerBefore(answers, stack.at(-1), mark);
      if (answerAt >= 0) close(0, answerAt);
      const sibling = siblingOf(stack, mark);
      if (sibling >= 0) {
        const { inline, ordinal } = stack[sibling]!;
        if (mark.ordinal !== LAST && !isBlock(mark.style) && mark.ordinal > ordinal + 1) {
          if (!mark.opens) continue;
          warnings.push({ start: mark.start, end: mark.end, message: `ordinal ${mark.ordinal} follows ${ordinal}` });
        }
        close(sibling, mark.opens ? previousEnd : mark.start);
        const next = mark.ordinal === LAST || isBlock(mark.style) ? ordinal + 1 : mark.ordinal;
        stack.push(openAt(shadow, paragraph, mark, next, inline));
        continue;
      }
      if (!startsSeries(marks, at, mark, ahead)) {
        const resumed = mark.opens ? resumedDepth(roots, stack, mark) : -1;
        if (resumed >= 0) {
          close(resumed, previousEnd);
          stack.push(openAt(shadow, paragraph, mark, mark.ordinal, false));
        } else if (mark.opens) {
          warnings.push({
            start: mark.start,
            end: mark.end,
            message: 'a mark that continues no series is read as text',
          });
        }
        continue;
      }
      const depth = parentDepth(shadow, stack, ahead, at, mark);
      close(depth, mark.opens ? previousEnd : mark.start);
      stack.push(openAt(shadow, paragraph, mark, 1, !mark.opens));
    }
  }
  const end = closing > body.start ? paragraphEnd(closing - 1) : 0;
  close(0, end);
  return { outline: cutTails(shadow, roots), closing, warnings };
}

/** Every sentence that says the answer follows (`答复如下:`), in order. */
function answersIn(shadow: string): Span[] {
  const answers: Span[] = [];
  let start = 0;
  for (const { index, 0: words } of shadow.matchAll(/[。\n]|(?:答复|回复|函复)(?:如下|为):/g)) {
    if (words.length === 1) start = index + 1;
    else answers.push({ start, end: index + words.length });
  }
  return answers;
}

/** Where the first such sentence begins between an open item and the mark; else -1. */
function answerBefore(answers: readonly Span[], open: Open | undefined, mark: Mark): number {
  if (!open) return -1;
  const from = open.mark.start;
  let low = 0;
  let high = answers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (answers[middle]!.end > from) high = middle;
    else low = middle + 1;
  }
  const said = answers[low];
  return said && said.end <= mark.start ? Math.max(said.start, from) : -1;
}

/** Where marks stand that are still to come, without reading all of them again at every paragraph. */
interface Ahead {
  /** Number of marks that open a block. */
  readonly blocks: number;
  /** The first mark in a paragraph or after it. */
  mark(paragraph: number): number;
  /** The first that opens a paragraph and a block, at a mark or after it; infinite where there is none. */
  block(at: number): number;
  /** The first that continues the series of an open item. */
  continuing(open: Open, at: number): number;
}

function lookAhead(marks: readonly Mark[]): Ahead {
  const places = new Map<string, number[]>();
  const kindOf = ({ style, kin }: Mark) => (isBlock(style) ? 'block' : `${style}${kin}`);
  const note = (key: string, at: number) => {
    const list = places.get(key);
    if (list) list.push(at);
    else places.set(key, [at]);
  };
  for (const [at, mark] of marks.entries()) {
    note(isBlock(mark.style) ? 'block' : `${kindOf(mark)} ${mark.ordinal}`, at);
    if (isBlock(mark.style) && mark.opens) note('opening block', at);
  }
  const first = (key: string, at: number) => {
    const list = places.get(key) ?? [];
    return list[firstFrom(list, at)] ?? Number.POSITIVE_INFINITY;
  };
  const paragraphs = marks.map(({ paragraph }) => paragraph);
  return {
    blocks: places.get('block')?.length ?? 0,
    mark: (paragraph) => firstFrom(paragraphs, paragraph),
    block: (at) => first('opening block', at),
    continuing({ mark, ordinal }, at) {
      if (isBlock(mark.style)) return first('block', at);
      return Math.min(first(`${kindOf(mark)} ${ordinal + 1}`, at), first(`${kindOf(mark)} ${LAST}`, at));
    },
  };
}

/** Blocks are of one kind however they are headed. */
const isOfKind = (a: Mark, b: Mark): boolean =>
  (a.style === b.style && a.kin === b.kin) || (isBlock(a.style) && isBlock(b.style));

const continues = (open: Open, mark: Mark): boolean =>
  isOfKind(open.mark, mark) && (isBlock(mark.style) || mark.ordinal === LAST || mark.ordinal === open.ordinal + 1);

/** Depth in the stack of the series that `mark` goes on with; -1 when there is none. */
function siblingOf(stack: readonly Open[], mark: Mark): number {
  for (let depth = stack.length - 1; depth >= 0; depth--) {
    const open = stack[depth]!;
    if (!isOfKind(open.mark, mark)) continue;
    if (isBlock(mark.style) || mark.ordinal === LAST) return depth;
    if (mark.ordinal <= open.ordinal) return -1;
    // A gap is only believed where the mark opens a paragraph.
    return mark.ordinal === open.ordinal + 1 || mark.opens ? depth : -1;
  }
  return -1;
}

/** Depth of a series that was closed too early and goes on with `mark`; -1 when there is none. */
function resumedDepth(roots: readonly Branch[], stack: readonly Open[], mark: Mark): number {
  for (let depth = stack.length; depth >= 0; depth--) {
    const last = (depth === 0 ? roots : stack[depth - 1]!.children).at(-1);
    const open = stack[depth];
    // A later one of the same series that stands open says that it did not break off.
    if (open && open.mark.style === mark.style && open.ordinal >= mark.ordinal) continue;
    if (last && last.style === mark.style && last.ordinal + 1 === mark.ordinal) return depth;
  }
  return -1;
}

/** An ordinal 1 opens a series; inside a paragraph only when a 2 follows it. */
function startsSeries(marks: readonly Mark[], at: number, mark: Mark, { blocks }: Ahead): boolean {
  if (mark.style === 'agency') return mark.opens;
  if (mark.style === 'block') return mark.opens && blocks > 1;
  if (mark.ordinal !== 1) return false;
  if (mark.opens && mark.style !== 'di') return true;
  for (let i = at + 1; i < marks.length; i++) {
    const later = marks[i]!;
    if (later.style !== mark.style || later.kin !== mark.kin) continue;
    if (later.ordinal === 2 || later.ordinal === LAST) return later.paragraph === mark.paragraph || later.opens;
    if (later.ordinal === 1) return false;
  }
  return false;
}

/** Whether the series of `open` goes on after mark number `at`, before any of the sections above it does. */
function goesOn(stack: readonly Open[], depth: number, ahead: Ahead, at: number): boolean {
  const open = stack[depth]!;
  const own = ahead.continuing(open, at);
  if (own === Number.POSITIVE_INFINITY || (!isBlock(open.mark.style) && ahead.block(at) < own)) return false;
  return stack.slice(0, depth).every((above) => own < ahead.continuing(above, at));
}

/** How many open sections the new series of `mark` lies in. */
function parentDepth(shadow: string, stack: readonly Open[], ahead: Ahead, at: number, mark: Mark): number {
  if (mark.style === 'agency') return 0;
  // `三是…,并提出两项要求:一要…`: what is asked for is no part of the last of what is reported.
  const asked =
    !mark.opens &&
    /(?:提出|希望|建议|要求)[^。;,:]{0,10}[:,]“?$/.test(shadow.slice(Math.max(0, mark.start - 16), mark.start));
  if (asked && stack.at(-1)?.inline) return stack.findIndex((open) => open.inline);
  const same = stack.findIndex((open) => open.mark.style === mark.style);
  let depth = same >= 0 ? same : stack.length;
  while (depth > 0) {
    const open = stack[depth - 1]!;
    if (open.alone) break;
    if (!mark.opens && open.mark.paragraph === mark.paragraph) {
      // `第一,…;第二,…。1.…`: a list parted by semicolons has ended with its full stop.
      const ended =
        open.inline &&
        /;/.test(shadow[open.mark.start - 1] ?? '') &&
        /。 {0,4}$/.test(shadow.slice(Math.max(0, mark.start - 5), mark.start));
      if (!ended) break;
    } else if (
      !open.inline &&
      (goesOn(stack, depth - 1, ahead, at + 1) || depthOf(mark.style) > depthOf(open.mark.style))
    ) {
      break;
    }
    depth--;
  }
  return depth;
}

/** How many sections stay open when a paragraph without a mark begins. */
function keptOpen(stack: readonly Open[], ahead: Ahead, at: number, text: string): number {
  const counted = COUNTED_SUMMARY.exec(text);
  if (counted) {
    const count = readOrdinal(counted[1]!);
    const level = stack.findLastIndex(({ ordinal }) => ordinal === count);
    if (level >= 0) return level;
  }
  if (SUMMARY.test(text) && stack.length > 0) {
    const top = stack.findIndex((open, depth) => open.alone || (!open.inline && goesOn(stack, depth, ahead, at)));
    return top >= 0 ? top + 1 : 0;
  }
  let depth = stack.length;
  while (depth > 0) {
    const open = stack[depth - 1]!;
    if (open.alone || goesOn(stack, depth - 1, ahead, at)) break;
    depth--;
  }
  return depth;
}

function openAt(shadow: string, paragraph: Span, mark: Mark, ordinal: number, inline: boolean): Open {
  const { span, alone } = headingAt(shadow, paragraph, mark);
  return { mark, ordinal, inline: inline && !mark.opens, heading: span, alone, children: [] };
}

/** A quantity or the writer's own voice makes a sentence of what might be a heading. */
const PROSE = /\d *[\p{sc=Han}%]|^(提案|建议|代表|委员)(中|所|还|希望|提出)|我局|我委|我市将/u;

/** A paragraph with its quoted words covered, and where its sentences stop. */
interface Unquoted {
  readonly shadow: string;
  readonly paragraph: Span;
  readonly words: string;
  readonly stops: readonly number[];
}
let last: Unquoted | undefined;

/** Read once for all marks of a paragraph, which come one after another. */
function unquoted(shadow: string, paragraph: Span): Unquoted {
  if (last?.shadow === shadow && last.paragraph.start === paragraph.start && last.paragraph.end === paragraph.end)
    return last;
  const words = shadow
    .slice(paragraph.start, paragraph.end)
    .replace(/“[^”]{0,300}”|《[^》]{0,300}》|‘[^’]{0,300}’/g, (quoted) => '引'.repeat(quoted.length));
  last = { shadow, paragraph, words, stops: [...words.matchAll(/[。:;!]/g)].map(({ index }) => index) };
  return last;
}

/**
 * The heading behind a mark: the rest of a line of its own, or the leading phrase closed by `。` or `：` with text
 * after it. Quoted words inside are not looked into.
 */
function headingAt(shadow: string, paragraph: Span, mark: Mark): { span?: Span; alone: boolean } {
  if (mark.style === 'agency') return { span: { start: mark.start + 1, end: mark.labelEnd - 1 }, alone: true };
  if (mark.style === 'block') return { span: { start: mark.start, end: mark.labelEnd }, alone: true };
  const { words, stops } = unquoted(shadow, paragraph);
  const open = words.slice(mark.end - paragraph.start);
  const next = stops[firstFrom(stops, mark.end - paragraph.start)];
  const stop = next === undefined ? -1 : next - (mark.end - paragraph.start);
  const phrase = stop < 0 ? open : open.slice(0, stop);
  const after = stop < 0 ? '' : open.slice(stop + 1).trim();
  const span = trim(shadow, { start: mark.end, end: mark.end + phrase.length });
  const plain = phrase.length <= 60 && !PROSE.test(phrase);
  if (stop < 0) {
    const spaced = /^([^ ,;]{4,30}) {1,20}[^ ]{12}/.exec(open);
    if (spaced && mark.opens) return { span: { start: mark.end, end: mark.end + spaced[1]!.length }, alone: false };
    return mark.opens && plain && open.length > 0 ? { span, alone: true } : { alone: false };
  }
  if (open[stop] === ';' || !plain || /,/.test(phrase)) {
    const titled = open[stop] !== ';' && plain && after === '' && mark.opens && depthOf(mark.style) <= depthOf('paren');
    return titled && phrase.length <= 30 ? { span, alone: true } : { alone: false };
  }
  if (after === '') return mark.opens && open[stop] !== ';' ? { span, alone: true } : { alone: false };
  return { span, alone: false };
}

function shut(shadow: string, open: Open, position: number): Branch {
  let { end } = trim(shadow, { start: open.mark.start, end: position });
  if (/[;,、]/.test(shadow[end - 1] ?? '')) end--;
  const children = cutTails(shadow, open.children);
  return {
    style: open.mark.style,
    ordinal: open.ordinal,
    inline: !open.mark.opens,
    start: open.mark.start,
    end: Math.max(end, open.mark.labelEnd, children.at(-1)?.end ?? 0),
    label: { start: open.mark.start, end: open.mark.labelEnd },
    // A leading phrase is a heading only of an item that says more.
    heading:
      open.alone || open.children.length > 0 || (open.heading && open.heading.end + 1 < end) ? open.heading : undefined,
    children,
  };
}

const CARRIES_ON = /^(对|其中|同时|并|此外|该|其|需要说明)/;

/** Ends the last item of every inline list where the list ends: `三是…。以上政策均…`. */
function cutTails(shadow: string, siblings: readonly Branch[]): Branch[] {
  return siblings.map((item, i) => {
    const next = siblings[i + 1];
    const last = item.inline && next?.style !== item.style && item.children.length === 0;
    if (!last) return item;
    const end = listEnd(shadow, siblings[i - 1], item);
    return { ...item, end, heading: item.heading && item.heading.end + 1 < end ? item.heading : undefined };
  });
}

function listEnd(shadow: string, previous: Branch | undefined, last: Branch): number {
  const text = shadow.slice(last.start, last.end);
  const quoteEnd = text.indexOf('”');
  if (quoteEnd >= 0 && !text.slice(0, quoteEnd).includes('“')) return last.start + quoteEnd;
  const bySemicolon = previous !== undefined && /[;,]/.test(shadow[previous.end] ?? '');
  for (const stop of text.matchAll(/[。!]/g)) {
    const rest = text.slice(stop.index + 1).trimStart();
    if (rest === '') break;
    if (SUMMARY.test(rest) || (bySemicolon && !CARRIES_ON.test(rest))) return last.start + stop.index + 1;
  }
  return last.end;
}
