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
/** Words for parts and items of a letter, and for asking after them: they name no subject. */
const PART_WORDS =
  /^(大?(部分|条|项|点|章|节|块|款|方面|类|步|招)儿?|举措|措施|工作|内容|小?标题|提纲|目录|结构|框架|大纲|层次|章节|条款|要点|重点|事项|任务|板块|大项|一共|总共|合计|整体|全文|通篇|共|分|分成|分为|列|列出|数|总|全部|所有|名字|名称|叫|逐条|逐项|罗列|条目|小项|底下|下面|后面|前面|里边|包括|包含|讲|说|后半|前半|后半截|前半截|最后|第.+|[一二三四五六七八九十]|答复|回复|回信|复函|信|一封|文|函|长)$/;

/** `第二部分第三条`, `二(四)`, `科普那块最后一条`: the section named, its items listed or its words quoted. */
export function scopeAnswer(question: Question, replies: readonly Reply[]): Answer | undefined {
  const { scope } = question;
  if (!scope) return undefined;
  const subject = subjectOf(question);
  for (const reply of replies) {
    const found = resolve(reply, scope, question, subject);
    if (found) return { outcome: 'answered', blocks: [blockOf(found)] };
  }
  return undefined;
}

const subjectOf = ({ units }: Question): Unit[] => units.filter(({ text, asks }) => !asks && !PART_WORDS.test(text));

/** Follows the marks down the tree; what they leave open, the words name: a heading, or the stage of a part. */
function resolve(
  reply: Reply,
  { part, section, item }: Scope,
  { stage }: Question,
  subject: readonly Unit[],
): Place | undefined {
  const at = (sections: readonly Section[], ordinal: number) =>
    ordinal < 0 ? sections.at(-1) : sections.find((one) => one.ordinal === ordinal);
  const down = (base: Place, ...ordinals: number[]): Place | undefined => {
    let path = base.path;
    for (const ordinal of ordinals.filter(Boolean)) {
      const next = at(path.length > 0 ? path.at(-1)!.children : reply.outline, ordinal);
      if (!next) return undefined;
      path = [...path, next];
    }
    return { reply, path };
  };
  const speaks = (place: Place | undefined) =>
    place && (subject.length === 0 || coverageOf(subject, foldText(sectionText(place))) > 0.2) ? place : undefined;

  if (part) return speaks(down({ reply, path: [] }, part, section, item));
  const named = bestHeading(reply, subject, stage);
  if (section) {
    const part_ = reply.outline.find((root) => (!stage || root.role === stage) && at(root.children, section));
    return speaks(part_ && down({ reply, path: [part_] }, section, item));
  }
  return named && down(named, item);
}

function sectionText({ reply, path }: Place): string {
  const section = path.at(-1)!;
  return reply.text.slice(section.start, section.end);
}

/** Share of the subject a heading must hold to be the one named. */
const NAMED = 0.6;

/** The section with items whose heading the words name best; with no words, the part of the stage asked for. */
function bestHeading(reply: Reply, subject: readonly Unit[], stage: Question['stage']): Place | undefined {
  if (subject.length === 0) {
    const part = reply.outline.find(({ role }) => stage && role === stage);
    return part && { reply, path: [part] };
  }
  const places = placesOf(reply)
    .filter(
      ({ path }) => path.at(-1)!.children.length > 1 && (!stage || stage === 'both' || path.at(-1)!.role === stage),
    )
    .map((place) => ({ place, fit: headingFit(place, subject) }))
    .sort((a, b) => b.fit - a.fit);
  return places[0] && places[0].fit >= NAMED ? places[0].place : undefined;
}

const headingFit = ({ path }: Place, subject: readonly Unit[]): number =>
  coverageOf(subject, foldText(path.at(-1)!.heading));

/** The outline, or the headings or items under one heading, with their count. */
export function outlineAnswer(question: Question, replies: readonly Reply[], bestCoverage: number): Answer | undefined {
  const places = replies.flatMap(placesOf);
  const headings = places.map(({ path }) => foldText(path.at(-1)!.heading)).join('\n');
  // A word that no heading bears tells headings not apart.
  const subject = subjectOf(question).filter((unit) => match(unit, headings) > 0.5);
  const beyond = weightOf(subjectOf(question)) - weightOf(subject);
  const [reply] = replies;
  if (
    reply &&
    reply.outline.length > 0 &&
    replies.length === 1 &&
    SHAPE.test(question.folded) &&
    weightOf(subject) < 1
  ) {
    return {
      outcome: 'answered',
      blocks: [{ lead: countLead(reply.outline, '', 'parts'), quotes: quotesOf(reply, [], reply.outline) }],
    };
  }
  const wantsAll =
    question.kind === 'list' || /[几多]少?(大|个|项|条|点|类|种|方面|招)|哪[几些]|分别|名字|名称/.test(question.folded);
  if (!wantsAll || question.units.length === 0) return undefined;
  const scored = places
    .filter(({ path }) => path.at(-1)!.children.length > 1)
    .map((place) => ({ place, fit: fitOf(place, question, subject, beyond) }))
    .sort((a, b) => b.fit - a.fit);
  const best = scored[0];
  if (!best || best.fit < ALL_OF || best.fit < bestCoverage - 0.05) return undefined;
  return { outcome: 'answered', blocks: [blockOf(best.place)] };
}

/** How sure it must be that all items of a heading are asked for. */
const ALL_OF = 0.75;

const weightOf = (units: readonly Unit[]) => units.reduce((sum, { weight }) => sum + weight, 0);

/** How well a section with items is the one whose items are asked for, [0, 1]. */
function fitOf({ path }: Place, { stage, folded }: Question, subject: readonly Unit[], beyond: number): number {
  const section = path.at(-1)!;
  if (stage && stage !== 'both' && section.role !== stage && section.role !== 'other') return 0;
  const headings = section.children.map(({ heading }) => foldText(heading));
  const above = foldText(path.map(({ heading }) => heading).join(''));
  if (subject.length === 0) return PART_NOUN.test(folded) && stage && path.length === 1 && beyond < 3 ? 0.9 : 0;
  let sum = 0.5 * beyond;
  let held = 0;
  for (const unit of subject) {
    sum += unit.weight;
    // A noun that most of the children's headings bear counts them: `行动计划`.
    const shared = headings.filter((heading) => match(unit, heading) > 0.7).length;
    const counts = shared >= 2 && shared >= headings.length * 0.6;
    held += unit.weight * Math.max(counts ? 1 : 0, match(unit, above));
  }
  const own = coverageOf(subject, foldText(section.heading));
  const named = path.length === 1 || own > 0 || headings.some((heading) => coverageOf(subject, heading) > 0.5);
  return sum > 0 ? (held / sum) * (named ? 1 : 0.6) : 0;
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
