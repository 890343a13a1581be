import { titleOf } from '../indexer/passage.js';
import type { Reply, Role, Section } from '../indexer/reply.js';
import { foldText } from '../indexer/shadow.js';
import type { Span } from '../indexer/span.js';
import { type Answer, type Block, type Quote, quote } from './answer.js';
import { coverageOf, match } from './match.js';
import type { Question, Scope } from './question.js';
import type { Unit } from './unit.js';

/** A section with those above it, outermost first; the letter itself with an empty path. */
interface Place {
  readonly reply: Reply;
  readonly path: readonly Section[];
}

/** Items of one series with what stands above them: a heading, and the sentence that leads in. */
interface Group extends Place {
  readonly children: readonly Section[];
  /** Folded. */
  readonly heading: string;
  readonly leadIn: string;
}

/** Every series of a reply, each under the sentence that leads into it: `采取以下措施:`. */
function groupsOf(reply: Reply): Group[] {
  const groups: Group[] = [];
  const walk = (sections: readonly Section[], path: readonly Section[], from: number) => {
    let series: Section[] = [];
    let before = from;
    for (const [i, section] of sections.entries()) {
      series.push(section);
      walk(section.children, [...path, section], section.headingSpan?.end ?? section.start);
      if (
        sections[i + 1]?.style === section.style &&
        (sections[i + 1]!.ordinal > section.ordinal || section.style === 'agency')
      )
        continue;
      const lead = foldText(reply.text.slice(Math.max(before, series[0]!.start - 60), series[0]!.start));
      groups.push({
        reply,
        path,
        children: series,
        heading: foldText(path.at(-1)?.heading ?? ''),
        leadIn: lead.split(/[。!]/).findLast(Boolean) ?? '',
      });
      before = section.end;
      series = [];
    }
  };
  walk(reply.outline, [], reply.frame.opening?.start ?? 0);
  return groups.filter(({ children }) => children.length > 1);
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
  /几(大|个)?(部分|块(?!钱)|章|大块)|哪[几两三些](大|个)?(部分|块)|(框架|结构|提纲|目录|大纲|章节|层次)|(整体|总共|一共|全文|通篇|整封|整篇|全篇).{0,8}(讲|说|写|分|几)/;
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

const subjectOf = ({ units }: Question): Unit[] =>
  units.filter(({ text, asks }) => !asks && text.length > 1 && !PART_WORDS.test(text));

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
  const [reply] = replies;
  if (
    reply &&
    reply.outline.length > 0 &&
    replies.length === 1 &&
    SHAPE.test(question.folded) &&
    weightOf(subject) < 1 &&
    weightOf(subjectOf(question)) < OF_THE_WHOLE
  ) {
    return {
      outcome: 'answered',
      blocks: [{ lead: countLead(reply.outline, '', 'parts'), quotes: quotesOf(reply, [], reply.outline) }],
    };
  }
  const inPlaces = placesAnswer(question, replies);
  if (inPlaces) return inPlaces;
  // A bare term that heads a section asks for what stands under it.
  const bare = question.units.length === 1 && question.folded.length <= 8;
  const wantsAll =
    bare ||
    question.kind === 'list' ||
    /[几多]少?(大|个|项|条|点|类|种|方面|招)|哪[几些]|分别|名字|名称/.test(question.folded);
  if (!wantsAll || question.units.length === 0) return undefined;
  const scored = replies
    .flatMap(groupsOf)
    .map((group) => ({ group, fit: fitOf(group, question, subjectOf(question)) }))
    .sort((a, b) => b.fit - a.fit);
  const best = scored[0];
  if (!best || best.fit < ALL_OF || best.fit < bestCoverage - 0.05) return undefined;
  return { outcome: 'answered', blocks: [groupBlock(best.group)] };
}

const PLACES = /哪(几|些|两|三)?个?(处|地方|小?节|部分|章|段|块)|(几|多少)(处|个?地方|小?节|章)/;

/** `哪几处讲到知识产权`: the sections whose own headings bear the subject, wherever they stand. */
function placesAnswer(question: Question, replies: readonly Reply[]): Answer | undefined {
  if (!PLACES.test(question.folded)) return undefined;
  const subject = subjectOf(question);
  const all = replies.flatMap(placesOf);
  const named = subject.filter((unit) => all.some(({ path }) => match(unit, foldText(path.at(-1)!.heading)) > 0.7));
  const found = all.filter(
    ({ path }) =>
      path.at(-1)!.children.length > 0 && named.length > 0 && coverageOf(named, foldText(path.at(-1)!.heading)) > 0.9,
  );
  if (found.length === 0) return undefined;
  const quotes = found.map(({ reply, path }) =>
    quote(reply, headOf(reply.text, path.at(-1)!), path.map(titleOf), path.at(-1)!.role),
  );
  return {
    outcome: 'answered',
    blocks: [{ lead: { kind: 'count', count: quotes.length, leftOut: 0, heading: '', rule: 'sections' }, quotes }],
  };
}

/** Weight of words that are no heading's, up to which the shape of the whole letter is asked for. */
const OF_THE_WHOLE = 10;

/** How sure it must be that all items of a heading are asked for. */
const ALL_OF = 0.7;

const weightOf = (units: readonly Unit[]) => units.reduce((sum, { weight }) => sum + weight, 0);

/** Words that ask for items of a role, whatever the heading calls them. */
const OF_ROLE: readonly [Role, RegExp][] = [
  ['problem', /问题|困难|毛病|难处|难点|短板|不足|原因|症结|困境/],
  ['request', /请求|要求|诉求|希望/],
];

/** How a series counts whose items do not share the noun that is asked for. */
const UNCOUNTED = 0.97;

/** How well a series is the one whose items are asked for, [0, 1]. */
function fitOf(
  { reply, path, children, heading, leadIn }: Group,
  { stage, folded }: Question,
  subject: readonly Unit[],
): number {
  const role = children[0]!.role;
  if (stage && stage !== 'both' && !children.every((child) => child.role === stage || child.role === 'other')) return 0;
  const headings = children.map((child) => foldText(child.heading));
  const above = foldText(path.map((section) => section.heading).join(''));
  const title = foldText(
    `${reply.frame.title?.value ?? ''}${reply.frame.leadAgency?.value ?? ''}${reply.frame.addressees?.value.join('') ?? ''}`,
  );
  if (subject.length === 0) return PART_NOUN.test(folded) && stage && path.length === 1 ? 0.9 : 0;
  let sum = 0;
  let held = 0;
  let own = 0;
  let counted = false;
  for (const unit of subject) {
    sum += unit.weight;
    // A noun that most of the children's headings bear counts them: `行动计划`.
    const shared = headings.filter((one) => one.endsWith(unit.text)).length;
    const counts = shared >= 2 && shared >= headings.length * 0.6;
    counted ||= counts;
    const ofRole = OF_ROLE.some(
      ([of, words]) =>
        role === of &&
        children.every((child) => child.role === of) &&
        (words.test(unit.text) || unit.synonyms.some(({ word }) => words.test(word))),
    );
    const near = Math.max(counts || ofRole ? 1 : 0, match(unit, heading + leadIn));
    own += unit.weight * near;
    held += unit.weight * Math.max(near, match(unit, above + title));
  }
  // Something of what is asked must stand right above the items or in what they share.
  // What the items share counts them; a heading that has the word may be one of those counted.
  return own > 0 ? (held / sum) * (counted ? 1 : UNCOUNTED) : 0;
}

const PART_NOUN = /几(大|个|项|条|点|方面)|多少(项|条|个)|哪些(举措|措施|工作|方面)|哪几/;

function countLead(
  children: readonly Section[],
  heading: string,
  rule: 'sections' | 'items' | 'parts',
): NonNullable<Block['lead']> {
  return { kind: 'count', count: children.length, leftOut: 0, heading, rule };
}

function groupBlock({ reply, path, children }: Group): Block {
  const isItems = children.every((child) => child.children.length === 0);
  const heading = path.length > 0 ? titleOf(path.at(-1)!) : '';
  return {
    lead: countLead(children, heading, isItems ? 'items' : 'sections'),
    quotes: quotesOf(reply, path, children),
  };
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
