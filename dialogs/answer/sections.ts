import { memoise } from '../../indexer/memoise.js';
import { isBlock } from '../../indexer/parse/headingMarks.js';
import type { Reply, Section } from '../../indexer/parse/reply.js';
import { sectionTitle } from '../../indexer/passages/passage.js';
import { foldText } from '../../indexer/text/normalise.js';
import type { Span } from '../../indexer/text/span.js';
import type { Knowledge, QueryTerm } from '../understand/queryTerm.js';
import { wordSet } from '../understand/vocabulary.js';
import { type Block, type Quote, quote } from './answer.js';

/** A section with those above it, outermost first; the letter itself with an empty path. */
export interface SectionPath {
  readonly reply: Reply;
  readonly path: readonly Section[];
}

/** Every section of a letter, in its order. */
export const sectionPathsOf = memoise((reply: Reply): readonly SectionPath[] => {
  const places: SectionPath[] = [];
  const walk = (sections: readonly Section[], above: readonly Section[]) => {
    for (const section of sections) {
      places.push({ reply, path: [...above, section] });
      walk(section.children, [...above, section]);
    }
  };
  walk(reply.outline, []);
  return places;
});

/**
 * Runs of sections that are numbered on in one style: `一、二、三` is one run, a `(一)(二)` after it another.
 */
export function siblingRuns(sections: readonly Section[]): readonly (readonly Section[])[] {
  const runs: Section[][] = [];
  for (const section of sections) {
    const before = runs.at(-1)?.at(-1);
    const goesOn = before?.style === section.style && (section.ordinal > before.ordinal || isBlock(section.style));
    if (goesOn) runs.at(-1)!.push(section);
    else runs.push([section]);
  }
  return runs;
}

/** The parts of a letter: of the runs at its top level the one with the longest text, unless it only tells what the deputies ask or complain of. */
export const partsOf = memoise((reply: Reply): readonly Section[] => {
  const runs = siblingRuns(reply.outline);
  const own = runs.filter((run) => !run.every(({ role }) => role === 'request' || role === 'problem'));
  const length = (run: readonly Section[]) => run.at(-1)!.end - run[0]!.start;
  return (own.length > 0 ? own : runs).reduce<readonly Section[]>(
    (longest, run) => (longest.length === 0 || length(run) > length(longest) ? run : longest),
    [],
  );
});

/** The innermost heading, folded. */
export const headingOf = ({ path }: SectionPath): string => foldedHeading(path.at(-1)!);
const foldedHeading = memoise(({ heading }: Section) => foldText(heading));

/** Least number of headings of one letter that must end in a word for the word to count a series. */
const HEADINGS_COUNTED = 3;

/** Whether so many headings of one letter end in a word that they are counted by it: `…行动计划`. */
export const countsSeries = (word: string, { index }: Pick<Knowledge, 'index'>): boolean =>
  [...index.replies.values()].some(
    (reply) => sectionPathsOf(reply).filter((place) => headingOf(place).endsWith(word)).length >= HEADINGS_COUNTED,
  );

/** Words for parts and items of a letter, and for asking after them: they name no subject. */
const PART_WORDS = wordSet(
  '部分 大部分 一部分 块 一块 大块 块儿 一块儿 点 点儿 条 项 章 节 一节 款 方面 类 步 一步 招 板块 章节 条款 条目 要点 重点 事项 任务',
  '举措 措施 工作 内容 标题 小标题 提纲 大纲 目录 结构 框架 层次 全文 通篇 整体',
  '一共 总共 合计 全部 所有 分 分成 分为 分别 各自 列 列出 罗列 数 总 共 逐条 逐项 包括 包含 采取 归纳 归纳起来 概括 名字 名称 叫 指 讲 说',
  '底下 下面 后面 前面 里边 最后 前半 后半 前半截 后半截',
  '答复 回复 回信 复函 信 一封 文 函 代表 代表们 委员 委员们',
);

/** The terms that name a subject: no question words, no words for parts of a letter. */
export const subjectOf = (terms: readonly QueryTerm[]): QueryTerm[] =>
  terms.filter(({ text, asks }) => !asks && text.length > 1 && !text.startsWith('第') && !PART_WORDS.has(text));

/** Most characters of all items together at which they are quoted whole. */
const WHOLE_ITEMS = 220;

/** Several sections and their number: each by its heading or first clause, or as a whole where all are short. */
export function listBlock(
  reply: Reply,
  above: readonly Section[],
  children: readonly Section[],
  rule?: 'parts',
): Block {
  const leaves = children.every((child) => child.children.length === 0);
  const whole = leaves && children.reduce((sum, { start, end }) => sum + end - start, 0) <= WHOLE_ITEMS;
  return {
    lead: {
      kind: 'count',
      count: children.length,
      leftOut: 0,
      rule: rule ?? (leaves ? 'items' : 'sections'),
    },
    ...(above.length > 0 && { head: headQuote({ reply, path: above }) }),
    quotes: children.map((child) =>
      quote(reply, whole ? child : headOf(reply.text, child), [...above, child].map(sectionTitle), child.role),
    ),
  };
}

/** The items, at least two, that begin where a sentence such as `采取以下措施:` ends, with the sections above them. */
export function itemsAfter(
  reply: Reply,
  end: number,
): { readonly above: readonly Section[]; readonly children: readonly Section[] } | undefined {
  const led = (section: Section | undefined) =>
    section !== undefined && section.start >= end && /^[\s“‘"]*$/.test(reply.text.slice(end, section.start));
  const find = (
    sections: readonly Section[],
    above: readonly Section[],
  ): { above: readonly Section[]; children: readonly Section[] } | undefined => {
    const from = sections.findIndex(led);
    if (from >= 0) {
      const rest = sections.slice(from);
      const stop = rest.findIndex(
        ({ style, ordinal }, i) => i > 0 && (style !== rest[0]!.style || ordinal <= rest[i - 1]!.ordinal),
      );
      const children = stop < 0 ? rest : rest.slice(0, stop);
      return children.length > 1 ? { above, children } : undefined;
    }
    for (const section of sections) {
      const found = find(section.children, [...above, section]);
      if (found) return found;
    }
    return undefined;
  };
  return find(reply.outline, []);
}

/** The items of a section; a section without items as a whole. */
export function blockOf({ reply, path }: SectionPath): Block {
  const section = path.at(-1)!;
  if (section.children.length > 0) return listBlock(reply, path, section.children);
  return { quotes: [quote(reply, section, path.map(sectionTitle), section.role)] };
}

/** The mark and heading of a section, quoted. */
export const headQuote = ({ reply, path }: SectionPath): Quote =>
  quote(reply, headOf(reply.text, path.at(-1)!), path.map(sectionTitle), path.at(-1)!.role);

/** Most characters of a label. */
const LABEL = 30;

/** What a section is called in an outline: its mark and heading, or how it begins. */
export function labelOf(reply: Reply, section: Section): string {
  const { start, end } = headOf(reply.text, section);
  const words = reply.text.slice(start, end).replace(/\s+/g, ' ').trim();
  return words.length <= LABEL || section.headingSpan ? words : `${words.slice(0, LABEL - 1)}…`;
}

/** Mark and heading of a section; its first clause when it has no heading. */
function headOf(text: string, section: Section): Span {
  if (section.headingSpan) return { start: section.start, end: section.headingSpan.end };
  const words = text.slice(section.start, section.end);
  const stop = words.search(/[,，;；。](?=.{0})/);
  return { start: section.start, end: stop > 4 ? section.start + stop : section.end };
}
