import { readOrdinal } from '../text/numeral.js';
import type { Span } from '../text/span.js';
import type { MarkStyle } from './reply.js';

/** A mark that may open a heading or an item, with what parts it from the words behind it. */
export interface Mark extends Span {
  readonly style: MarkStyle;
  /** Counted from 1; `LAST` for `最后`, `NaN` for a block. */
  readonly ordinal: number;
  /** End of the label itself, before `、`, `.` or `,`. */
  readonly labelEnd: number;
  /** Whether the mark opens its paragraph. */
  readonly opens: boolean;
  /** Which paragraph it stands in, counted from 0. */
  readonly paragraph: number;
  /** The label without its numeral, `要` of `一要`; empty for most styles. Items of one series share it. */
  readonly kin: string;
}

/** A numeral, as a source. */
const N = '[一二三四五六七八九十]{1,3}';
const AGENCY =
  '(?:局|委(?:员会)?|厅|部|办(?:公室)?|公司|中心|院|政府|支队|总队|大队|银行|集团|会|馆|管委会|海关|法院|检察院|街道)';
/** Any character of a heading line: punctuation makes it running text. */
const NO_STOP = '[^。,;:!?]';
/** Headings without a number that open a block: who speaks, which request is answered, how far the work is. */
const BLOCKS = [
  `[\\p{sc=Han}]{2,20}${AGENCY}(?:的?(?:答复|意见|办理意见|回复|办理情况))?(?= {0,2}:?$| {0,2}: *(?:首先|第?一|[(]一|1|我))`,
  `(?:关于|对)?“[^”]{2,50}”(?:的|等)?(?:意见|建议|问题|请求|诉求|提议)`,
  `关于${NO_STOP}{4,40}(?:的|等)(?:意见|建议|问题|请求|诉求)(?= {0,2}:?$)`,
  `${NO_STOP}{0,14}(?:下(?:一?步|阶段)|今后)${NO_STOP}{0,14}(?:安排|打算|计划|举措|措施|工作|思路)(?= {0,2}:?$)`,
  `${NO_STOP}{0,12}(?:工作|办理|落实|推进|开展|建设)(?:的?进展|情况|成效|现状)(?= {0,2}:?$)`,
].join('|');

/**
 * The marks of official letters (结构层次序数). `label` is what is printed, `tail` what parts it from its heading.
 * `inline` says what may stand before the mark inside a paragraph; a row without it opens paragraphs only.
 * The order is the customary depth, outermost first; the letter's own order of appearance overrules it.
 */
const LADDER: readonly { style: MarkStyle; label: string; tail: string; inline?: string }[] = [
  { style: 'agency', label: `[(【](?=[^()【】]{2,16}${AGENCY}[)】])[^()【】]{2,16}[)】]`, tail: ' *' },
  { style: 'chapter', label: N, tail: ' *[、.] *', inline: '(?:[。!):]|\\p{sc=Han} )' },
  { style: 'paren', label: `\\(${N}\\)`, tail: '[、.]? *', inline: '[。:;,!]' },
  { style: 'arabic', label: '\\d{1,2}', tail: ' *(?:、|\\.(?!\\d)) *', inline: '(?:[。:;!]|\\p{sc=Han} )' },
  {
    style: 'named',
    label: `(?:建议|意见|问题|提案|请求|事项|举措|措施|诉求)${N}`,
    tail: ' *[:、,] *',
    inline: '[。;]',
  },
  { style: 'parenArabic', label: '\\(\\d{1,2}\\)', tail: '[、.]? *', inline: '[^(\\d]' },
  { style: 'halfParen', label: '\\d{1,2}\\)', tail: '[、.]? *', inline: '[。:;,!]' },
  { style: 'sequence', label: '(?:首先|其次|再次|第四|最后)', tail: ' *[,、] *', inline: '[。:;]' },
  { style: 'di', label: `第${N}(?:步|条|点|项|类|方面)?`, tail: ' *[,、:] *', inline: '[。:;,]' },
  { style: 'qi', label: `其${N}`, tail: ' *[,、:] *', inline: '[。:;,]' },
  {
    style: 'shi',
    label: `${N}是`,
    tail: '[,、:]? *',
    inline: '(?:[。:;,、“‘”](?:主要)? *|\\p{sc=Han} |[^统唯同第单专划归合逐其这之万进独与不](?=一是))',
  },
  { style: 'yao', label: `${N}(?:要|难|抓|靠|看|查|促|补|治|推|强|控|建)`, tail: ' *', inline: '[。:;,“‘局市县区们]' },
  { style: 'circled', label: '[①-⑳]', tail: ' *', inline: '[^\\d①-⑳]' },
  { style: 'block', label: `(?:${BLOCKS})`, tail: ' *(?:: *)?' },
];

const SEQUENCE = ['首先', '其次', '再次', '第四'];
/** The ordinal of `最后`, which follows any other. */
export const LAST = 99;

/** The ladder in one pattern. Its ` *` is bounded: on a long row of spaces it would take quadratic time. */
const PATTERN = new RegExp(
  LADDER.map(({ style, label, tail, inline }) => {
    const before = inline ? `(?<=^ *|${inline} *)` : '(?<=^ *)';
    return `${before}(?<${style}>${label})(?<${style}Tail>${tail})`;
  })
    .join('|')
    .replaceAll(' *', ' {0,9}'),
  'gu',
);

/** Blocks have no number: each is the next of its kind. */
export const isBlock = (style: MarkStyle): boolean => style === 'agency' || style === 'block';

/** How deep a style customarily stands: 0 for a block, then the ladder's order. */
export const depthOf = (style: MarkStyle): number =>
  isBlock(style) ? 0 : LADDER.findIndex((rung) => rung.style === style);

function ordinalOf(style: MarkStyle, label: string): number {
  switch (style) {
    case 'agency':
    case 'block':
      return Number.NaN;
    case 'sequence':
      return label === '最后' ? LAST : SEQUENCE.indexOf(label) + 1;
    case 'circled':
      return label.charCodeAt(0) - '①'.charCodeAt(0) + 1;
    default:
      return readOrdinal(label.replace(/[^一二三四五六七八九十\d]/g, ''));
  }
}

/**
 * Every place of a letter that looks like a mark, in order; `outlineOf` decides which of them are.
 *
 * @param normalised the letter
 */
export function marksOf(normalised: string, paragraphs: readonly Span[]): Mark[] {
  const headings = headingLines(normalised, paragraphs);
  // `第四` ends a row of `首先,其次,再次` only where no `第三` precedes it.
  const counts = /第三 *[,、:]/.test(normalised);
  return paragraphs.flatMap((span, paragraph) => {
    const text = normalised.slice(span.start, span.end);
    if (headings.has(paragraph))
      return [
        { style: 'block', ordinal: Number.NaN, ...span, labelEnd: span.end, opens: true, paragraph, kin: '' } as const,
      ];
    return [...text.matchAll(PATTERN)].flatMap((match): Mark[] => {
      const found = LADDER.find((rung) => match.groups![rung.style] !== undefined)!.style;
      const label = match.groups![found]!;
      const style = found === 'sequence' && label === '第四' && counts ? 'di' : found;
      const start = span.start + match.index;
      const mark = {
        style,
        ordinal: ordinalOf(style, label),
        start,
        labelEnd: start + label.length,
        end: start + match[0].length,
        opens: text.slice(0, match.index).trim() === '',
        paragraph,
        kin:
          style === 'yao' || style === 'di' || style === 'named' ? label.replace(/[第一二三四五六七八九十]/g, '') : '',
      };
      return isMisread(normalised, mark) ? [] : [mark];
    });
  });
}

/** Lines of a letter without number and punctuation that must each head a paragraph to be taken for headings. */
const HEADING_LINES = 3;
const PLAIN_LINE = /^[\p{sc=Han}\d“”《》、A-Z]{4,24}$/u;
/** Such lines that are none: agencies, addressees, dates, titles of letters. */
const NO_HEADING = new RegExp(
  `${AGENCY}$|(?:代表|委员)们?$|\\d{4} ?年.{0,20}日$|^附|答复$|提案$|号建议|^[一二三四五六七八九十]{1,3}[、是要]|^\\d`,
  'u',
);

/** The paragraphs that are headings without a number. */
function headingLines(normalised: string, paragraphs: readonly Span[]): ReadonlySet<number> {
  const found = paragraphs.flatMap((span, i) => {
    const line = normalised.slice(span.start, span.end);
    const next = paragraphs[i + 1];
    const heads =
      next && (next.end - next.start > 40 || /^(?:[(]|第?一|首先|1)/.test(normalised.slice(next.start, next.end)));
    return heads && PLAIN_LINE.test(line) && !NO_HEADING.test(line) ? [i] : [];
  });
  return new Set(found.length >= HEADING_LINES ? found : []);
}

/** Whether what has the shape of a mark is none: `一要素`, `最后,感谢`, `1、2号线`. */
function isMisread(normalised: string, { style, labelEnd, end, start, ordinal }: Mark): boolean {
  const rest = normalised.slice(end, end + 6);
  if (rest === '' && style !== 'chapter' && style !== 'paren') return true;
  if (style === 'yao') return /^[素求点件害]/.test(normalised.slice(labelEnd, labelEnd + 1));
  if (style === 'sequence') return ordinal === LAST && /^(衷心|再次|诚挚)?(感谢|恳请|希望|祝)/.test(rest);
  if (style === 'arabic')
    return /^\d|^ *(年|月|日|号|%)/.test(rest) || /\d$/.test(normalised.slice(Math.max(0, start - 1), start));
  return false;
}
