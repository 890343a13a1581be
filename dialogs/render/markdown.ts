import { figuresOf } from '../../indexer/text/figure.js';

/**
 * Keeps words letter for letter through Markdown and its typographer: each character that could begin markup, a
 * smart quote, a dash, an ellipsis or a sign like `(c)` is escaped.
 */
export function escapeMarkdown(words: string): string {
  return words.replace(/[\\`*_{}[\]()#+\-.!|<>~"'&:@]/g, '\\$&');
}

/**
 * Words with their figures in bold.
 *
 * By CommonMark 0.31 §6.2 a run of `**` closes after punctuation only where no letter follows: a sign at a figure's
 * end, `80.75%以上`, then stays outside.
 */
export function boldFigures(words: string, plain: (words: string) => string): string {
  let at = 0;
  let out = '';
  for (const { start, end } of figuresOf(words)) {
    const closes = !/[\p{P}\p{S}]/u.test(words[end - 1]!) || !/[\p{L}\p{N}]/u.test(words[end] ?? '');
    const to = closes ? end : end - 1;
    out += `${plain(words.slice(at, start))}**${plain(words.slice(start, to))}**`;
    at = to;
  }
  return out + plain(words.slice(at));
}
