import { titleOf } from '../indexer/passage.js';
import type { Reply, Section } from '../indexer/reply.js';
import { foldText } from '../indexer/shadow.js';
import type { Span } from '../indexer/span.js';
import { type Answer, type Block, type Quote, quote } from './answer.js';
import { coverageOf, match } from './evidence.js';
import type { Question, Scope } from './question.js';
import type { Unit } from './unit.js';

/** A section with those above it, outermost first. */
interface Place {
  readonly reply: Reply;
  readonly path: readonly Section[];
}

function placesOf(reply: Reply): Place[] {
  const places: Place[] = [];
  const walk = (sections: readonly Section[], above: readonly Section[]) => {
    for (const section of sections) {
      places.push({ reply, path: [...above, section] });
      walk(section.children, [...above, section]);
    }
  };
  walk(reply.outline, []);
  return places;
}

const SHAPE =
  /几(大|个)?(部分|块|章|大块)|哪[几两三些](大|个)?(部分|块)|(框架|结构|提纲|目录|大纲|章节|层次)|(整体|总共|一共|全文|通篇|整封|整篇|全篇).{0,8}(讲|说|写|分|几)/;
/** Words for parts and items of a letter: they name no subject. */
const PART_WORDS =
  /^(部分|条|项|点|章|节|块|款|方面|举措|措施|工作|内容|小标题|标题|提纲|目录|结构|框架|大纲|层次|章节|条款|要点|重点|事项|任务|大类|板块|大项|一共|总共|合计|整体|全文|通篇|共|分|分成|分为|列|数|总|几项|几条|全部|所有|名字|名称|叫|逐条|逐项|罗列|条目|小项|几点|大块)$/;

/** `第二部分第三条`, `二(四)`: the section named by its marks, its items listed or its words quoted. */
export function scopeAnswer(question: Question, replies: readonly Reply[]): Answer | undefined {
  const scope = question.scope;
  if (!scope || replies.length === 0) return undefined;
  for (const reply of replies) {
    const found = resolve(reply, scope, question);
    if (!found) continue;
    const rest = question.units.filter(
      ({ text }) => !PART_WORDS.test(text) && !/^[第\d一二三四五六七八九十]+/.test(text),
    );
    const named = rest.length === 0 || coverageOf(rest, foldText(sectionText(found))) > 0.2;
    if (named) return { outcome: 'answered', blocks: [blockOf(found)] };
  }
  return undefined;
}

function sectionText({ reply, path }: Place): string {
  const section = path.at(-1)!;
  return reply.text.slice(section.start, section.end);
}

/** Follows the marks down the tree; a level left open takes the only fitting way. */
function resolve(reply: Reply, scope: Scope, question: Question): Place | undefined {
  const [part = 0, sub = 0, item = 0] = scope;
  const at = (sections: readonly Section[], ordinal: number) => sections.find((section) => section.ordinal === ordinal);
  const stage = question.stage;
  const roots = reply.outline;
  if (part > 0) {
    const first = at(roots, part);
    if (!first) return undefined;
    if (sub > 0) {
      const second = at(first.children, sub);
      if (!second) return undefined;
      const third = item > 0 ? at(second.children, item) : undefined;
      return third ? { reply, path: [first, second, third] } : item > 0 ? undefined : { reply, path: [first, second] };
    }
    if (item > 0) {
      const second = at(first.children, item);
      return second && { reply, path: [first, second] };
    }
    return { reply, path: [first] };
  }
  if (sub > 0) {
    const inStage = roots.filter((root) => !stage || stage === 'both' || root.role === stage);
    const first = inStage.find((root) => at(root.children, sub));
    return first && resolve(reply, [first.ordinal, sub, item], question);
  }
  return undefined;
}

/** The outline, or the headings or items under one heading, with their count. */
export function outlineAnswer(question: Question, replies: readonly Reply[], bestCoverage: number): Answer | undefined {
  const subject = question.units.filter(
    ({ text }) => !PART_WORDS.test(text) && !/^(答复|回复|回信|复函|信|这封|这份|文|函)$/.test(text),
  );
  const [reply] = replies;
  if (
    reply &&
    reply.outline.length > 0 &&
    SHAPE.test(question.folded) &&
    weightOf(subject) < 2.5 &&
    replies.length === 1
  ) {
    return {
      outcome: 'answered',
      blocks: [
        {
          lead: countLead(reply.outline, foldless(reply.frame.title?.value ?? ''), 'parts'),
          quotes: quotesOf(reply, [], reply.outline),
        },
      ],
    };
  }
  const wantsAll =
    question.kind === 'list' || /[几多]少?(大|个|项|条|点|类|种|方面|招)|哪[几些]|分别|名字|名称/.test(question.folded);
  if (!wantsAll || question.units.length === 0) return undefined;
  const places = replies.flatMap(placesOf).filter(({ path }) => path.at(-1)!.children.length > 1);
  const scored = places.map((place) => ({ place, fit: fitOf(place, question, subject) })).sort((a, b) => b.fit - a.fit);
  const best = scored[0];
  if (!best || best.fit < 0.85 || best.fit < bestCoverage - 0.05) return undefined;
  return { outcome: 'answered', blocks: [blockOf(best.place)] };
}

const foldless = (text: string) => text;
const weightOf = (units: readonly Unit[]) => units.reduce((sum, { weight }) => sum + weight, 0);

/** How well a section with items is the one whose items are asked for, [0, 1]. */
function fitOf({ path }: Place, { stage, folded }: Question, subject: readonly Unit[]): number {
  const section = path.at(-1)!;
  if (stage && stage !== 'both' && section.role !== stage && section.role !== 'other') return 0;
  const headings = section.children.map(({ heading }) => foldText(heading));
  const own = foldText(path.map(({ heading }) => heading).join(''));
  if (subject.length === 0) return PART_NOUN.test(folded) && stage && path.length === 1 ? 0.9 : 0;
  let sum = 0;
  let held = 0;
  for (const unit of subject) {
    sum += unit.weight;
    // A noun that most of the children's headings bear counts them: `行动计划`.
    const shared = headings.filter((heading) => match(unit, heading) > 0.7).length;
    const counts = shared >= 2 && shared >= headings.length * 0.6;
    held += unit.weight * Math.max(counts ? 1 : 0, match(unit, own));
  }
  const own_ = coverageOf(subject, foldText(section.heading));
  return sum > 0
    ? (held / sum) *
        (path.length === 1 || own_ > 0 || headings.some((heading) => coverageOf(subject, heading) > 0.5) ? 1 : 0.6)
    : 0;
}

const PART_NOUN = /几(大|个|项|条|点|方面)|多少(项|条|个)|哪些(举措|措施|工作|方面)|哪几/;

function countLead(
  children: readonly Section[],
  heading: string,
  rule: 'sections' | 'items' | 'parts',
): NonNullable<Block['lead']> {
  return { kind: 'count', count: children.length, leftOut: 0, heading, rule };
}

/** A section's items as their headings; an item without one as its first clause. A leaf is quoted whole. */
export function blockOf({ reply, path }: Place): Block {
  const section = path.at(-1)!;
  if (section.children.length === 0) return { quotes: [quote(reply, section, path.map(titleOf), section.role)] };
  const isItems = section.children.every(({ children }) => children.length === 0);
  return {
    lead: countLead(section.children, titleOf(section), isItems ? 'items' : 'sections'),
    quotes: quotesOf(reply, path, section.children),
  };
}

function quotesOf(reply: Reply, above: readonly Section[], children: readonly Section[]): Quote[] {
  return children.map((child) => quote(reply, headOf(reply.text, child), [...above, child].map(titleOf), child.role));
}

/** Mark and heading of a section; its first clause when it has no heading. */
function headOf(text: string, section: Section): Span {
  if (section.headingSpan) return { start: section.start, end: section.headingSpan.end };
  const words = text.slice(section.start, section.end);
  const stop = words.search(/[,，;；。](?=.{0})/);
  return { start: section.start, end: stop > 4 ? section.start + stop : section.end };
}
