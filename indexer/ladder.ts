import { readOrdinal } from './numeral.js';
import type { MarkStyle } from './reply.js';
import type { Span } from './span.js';

/** A mark that may open a heading or an item. */
export interface Mark extends Span {
  readonly style: MarkStyle;
  readonly ordinal: number;
  /** End of the label itself, before `、`, `.` or `,`. */
  readonly labelEnd: number;
  /** Whether the mark opens its paragraph. */
  readonly opens: boolean;
  /** Which paragraph it stands in, counted from 0. */
  readonly paragraph: number;
}

const N = '[一二三四五六七八九十]{1,3}';
const AGENCY = '(?:局|委|委员会|厅|部|办|办公室|公司|中心|院|政府|支队|总队|银行|集团|会)';

/**
 * The marks of official letters (结构层次序数). `label` is what is printed, `tail` what parts it from its heading.
 * `inline` says what may stand before the mark inside a paragraph; a row without it opens paragraphs only.
 * The order is the customary depth, outermost first; the letter's own order of appearance overrules it.
 */
const LADDER: readonly { style: MarkStyle; label: string; tail: string; inline?: string }[] = [
  { style: 'agency', label: `\\((?=[^()]{2,16}${AGENCY}\\))[^()]{2,16}\\)`, tail: ' *' },
  { style: 'chapter', label: N, tail: ' *[、.] *', inline: '[。!]' },
  { style: 'paren', label: `\\(${N}\\)`, tail: '[、.]? *', inline: '[。:;!]' },
  { style: 'arabic', label: '\\d{1,2}', tail: ' *(?:、|\\.(?!\\d)) *', inline: '[。:;!]' },
  { style: 'parenArabic', label: '\\(\\d{1,2}\\)', tail: '[、.]? *', inline: '[。:;!]' },
  { style: 'sequence', label: '(?:首先|其次|再次|第四|最后)', tail: ' *[,、] *', inline: '[。;]' },
  { style: 'di', label: `第${N}`, tail: ' *[,、:] *', inline: '[。:;,]' },
  { style: 'shi', label: `${N}是`, tail: '[,、:]? *', inline: '[。:;,、“‘”] *' },
  { style: 'yao', label: `${N}要`, tail: ' *', inline: '[。:;,]' },
  { style: 'circled', label: '[①-⑳]', tail: ' *', inline: '[。:;,]' },
];

const SEQUENCE = ['首先', '其次', '再次', '第四'];
/** The ordinal of `最后`: whatever comes next. */
export const LAST = 99;

const PATTERN = new RegExp(
  LADDER.map(({ style, label, tail, inline }) => {
    const before = inline ? `(?<=^ *|${inline} *)` : '(?<=^ *)';
    return `${before}(?<${style}>${label})(?<${style}Tail>${tail})`;
  }).join('|'),
  'g',
);

/** How deep a style customarily stands: 0 for an agency's block, then the ladder's order. */
export const depthOf = (style: MarkStyle): number => LADDER.findIndex((rung) => rung.style === style);

function ordinalOf(style: MarkStyle, label: string): number {
  switch (style) {
    case 'agency':
      return Number.NaN;
    case 'sequence':
      return label === '最后' ? LAST : SEQUENCE.indexOf(label) + 1;
    case 'circled':
      return label.charCodeAt(0) - '①'.charCodeAt(0) + 1;
    default:
      return readOrdinal(label.replace(/[()第是要]/g, ''));
  }
}

/** Every place that looks like a mark, in order; whether it is one is for the outline to say. */
export function marksOf(shadow: string, paragraphs: readonly Span[]): Mark[] {
  return paragraphs.flatMap((span, paragraph) => {
    const text = shadow.slice(span.start, span.end);
    return [...text.matchAll(PATTERN)].flatMap((match): Mark[] => {
      const style = LADDER.find((rung) => match.groups![rung.style] !== undefined)!.style;
      const label = match.groups![style]!;
      const start = span.start + match.index;
      const mark = {
        style,
        ordinal: ordinalOf(style, label),
        start,
        labelEnd: start + label.length,
        end: start + match[0].length,
        opens: text.slice(0, match.index).trim() === '',
        paragraph,
      };
      return isMisread(shadow, mark) ? [] : [mark];
    });
  });
}

/** `一要素`, `最后,感谢`, `小(二)型`, `一是一`: the shape of a mark and no mark. */
function isMisread(shadow: string, { style, labelEnd, end, start, ordinal }: Mark): boolean {
  const rest = shadow.slice(end, end + 6);
  if (rest === '' && style !== 'chapter' && style !== 'paren') return true;
  if (style === 'yao') return /^[素求点件害]/.test(shadow.slice(labelEnd, labelEnd + 1));
  if (style === 'sequence') return ordinal === LAST && /^(衷心|再次|诚挚)?(感谢|恳请|希望|祝)/.test(rest);
  if (style === 'arabic')
    return /^\d|^ *(年|月|日|号|%)/.test(rest) || /\d$/.test(shadow.slice(Math.max(0, start - 1), start));
  return false;
}
