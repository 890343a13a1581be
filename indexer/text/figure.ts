import type { Span } from './span.js';

const QUALIFIER = '(?:超过?|突破|不(?:低于|少于|超过)|至少|最[高多]|累计|接近|逾|近|约|达|第)';
const AMOUNT = '\\d[\\d.,]{0,30}';
const SPACE = '\\s{0,2}';
const MULTIPLE = `(?:多|余)?${SPACE}(?:百|千)?[万亿]{0,4}(?:多|余)?`;
const UNIT =
  '(?:个百分点|百分点|人次|平方公里|平方米|立方米|公里|千米|公顷|公斤|千瓦时|兆瓦|分钟|小时|工作日|元|家|个|项|户|人|所|处|座|台|名|位|条|种|款|张|批|次|起|件|门|辆|班|亩|里|吨|份|届|级|类|套|间|栋|层|本|棵|对|组|期|颗|枚|场|倍|成|天|支|只|头|株|盏|块|趟|册|篇|宗|笔|幅|架|艘|站|段|片|米|%|‰|％)';
const BOUND = '(?:以上|以下|以内|左右)?';

/** A number with what qualifies it and what it counts. */
const FIGURE = new RegExp(
  `(?:${QUALIFIER}${SPACE}){0,4}(?:${AMOUNT}${SPACE}${MULTIPLE}${SPACE}${UNIT}|[几数近]?[十百千万亿]{1,9}(?:多|余)?${UNIT})${BOUND}`,
  'g',
);
/** The rest of a longer number, or of one with a point. */
const WITHIN = /\d[.,]?$/;

/** Where the figures (数字) of a text stand, each with its qualifier and unit: `累计超14 亿元`. */
export const figuresOf = (text: string): Span[] =>
  [...text.matchAll(FIGURE)]
    .filter(({ index }) => !WITHIN.test(text.slice(Math.max(0, index - 2), index)))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
