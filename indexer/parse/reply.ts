import type { Span } from '../text/span.js';

/**
 * One government reply (答复): the letter in which the department in charge (承办单位) answers a deputy's
 * suggestion (代表建议) or a committee member's proposal (委员提案). Plain readonly data; every span points
 * into `text`, so whatever the bot quotes can be cut out of the letter verbatim.
 */
export interface Reply {
  /** File name in the corpus folder without `.txt`; unique in the corpus. */
  readonly id: string;
  /** The letter as published, unchanged but for line ends (`\n`). */
  readonly text: string;
  /** The text as rules read it (see `normalise`); as long as the text, so that a span of the one is one of the other. */
  readonly normalised: string;
  readonly letterhead: Letterhead;
  /** Headings and items in the order of the letter. */
  readonly outline: readonly Section[];
  /** Every character of the letter exactly once, in order. */
  readonly leaves: readonly Leaf[];
  readonly warnings: readonly Warning[];
}

/** A value read out of the letter and the words it was read from. */
export interface Field<T = string> extends Span {
  readonly value: T;
}

/** What stands around the body of the letter. A field that is not printed is absent. */
export interface Letterhead {
  /** `npc`: a deputy's suggestion (建议); `cppcc`: a committee member's proposal (提案). */
  readonly kind: 'npc' | 'cppcc';
  /** 标题: what was proposed, without quotation marks. */
  readonly title?: Field;
  /** 称谓: names without 代表 or 委员; the span is the whole form of address. */
  readonly addressees?: Field<readonly string[]>;
  /** `第117号` of the suggestion or proposal. */
  readonly number?: Field;
  /** 发文字号 of the letter itself: `云教函〔2024〕73号`. */
  readonly docNumber?: Field;
  /** 办理结果: A, B or C. */
  readonly class?: Field;
  readonly signer?: Field;
  /** 主办单位. */
  readonly leadAgency?: Field;
  /** 会办单位. */
  readonly coAgencies: readonly Field[];
  /** 成文日期, ISO 8601. */
  readonly date?: Field;
  /** 发布日期 of the web page, ISO 8601. */
  readonly published?: Field;
  /** 联系单位及电话; the span is the whole line. */
  readonly contact?: Field<Contact>;
  /** 附件: empty string when the label stands there with nothing after it. */
  readonly attachment?: Field;
  /** The paragraph that names the suggestion and says 答复如下. */
  readonly opening?: Span;
}

/** The day a letter speaks of as its own, ISO 8601: of its signing, else of its publication. */
export const dayOf = ({ date, published }: Letterhead): string | undefined => (date ?? published)?.value;

/** Orders letters, the newest first; those without a day last. */
export const newestFirst = (a: Reply, b: Reply): number =>
  (dayOf(b.letterhead) ?? '').localeCompare(dayOf(a.letterhead) ?? '');

export interface Contact {
  readonly unit?: string;
  readonly person?: string;
  readonly phone?: string;
}

/** What a passage does: reports work done (已开展), plans it (下一步), names a problem, repeats a request, or else. */
export type Role = 'done' | 'planned' | 'problem' | 'request' | 'other';

/** Where a role was read. */
export type StageSource =
  | 'heading' // in its heading, or in one above it
  | 'leadIn' // in the words just before the first item of its series
  | 'wording' // in its own words
  | 'date' // in its dates, which lie before the day of signing or after it
  | 'children' // in its items or sentences, taken together
  | 'sibling' // in an item of its series, as its own words say nothing
  | 'suggestion' // it stands in the deputy's own text, which asks
  | 'default'; // nowhere: a plain statement of a reply reports what is

/** A role, and what gave it. */
export interface StageReading {
  readonly role: Role;
  readonly source: StageSource;
  /** The words it was read in, `下一步`, for people who check the parse; empty where no words say it. */
  readonly cue: string;
}

/** How a mark is written, outermost custom first. */
export type MarkStyle =
  | 'agency' // （市发展改革委）
  | 'block' // 县水利局答复：, “关于……”的意见：, 下一步工作安排
  | 'chapter' // 一、
  | 'paren' // （一）
  | 'arabic' // 1.
  | 'named' // 建议一：
  | 'parenArabic' // （1）
  | 'circled' // ①
  | 'halfParen' // 1)
  | 'sequence' // 首先，其次，最后，
  | 'di' // 第一，, 第一步，
  | 'qi' // 其一，
  | 'shi' // 一是
  | 'yao'; // 一要

/** A numbered heading or item (节, 举措) and everything under it. */
export interface Section extends Span, StageReading {
  readonly style: MarkStyle;
  /** The mark as printed, without `、` or `.`: `一`, `(三)`, `三是`; empty for a block. */
  readonly label: string;
  /** 1 for the first under its parent. */
  readonly ordinal: number;
  /** The heading without its mark; empty when the item has none. */
  readonly heading: string;
  readonly headingSpan?: Span;
  /** True when the item runs inside a paragraph instead of opening one. */
  readonly inline: boolean;
  readonly children: readonly Section[];
}

export type LeafKind =
  | 'title'
  | 'addressee'
  | 'number'
  | 'docNumber'
  | 'class'
  | 'signer'
  | 'opening'
  | 'mark'
  | 'heading'
  | 'body'
  | 'table'
  | 'closing'
  | 'agency'
  | 'date'
  | 'published'
  | 'contact'
  | 'attachment'
  | 'furniture'
  | 'blank';

/** A piece of the letter that is not cut further. */
export interface Leaf extends Span {
  readonly kind: LeafKind;
}

/** Something odd in the letter. It is kept and read as well as can be. */
export interface Warning extends Span {
  readonly message: string;
}
