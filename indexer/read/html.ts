import { charsetOf, decodeText } from './encoding.js';
import type { Extracted, FormatReader } from './extracted.js';
import { checkCharacters } from './textCheck.js';

/** Words that a letter has, and no other part of its page. */
const OF_A_LETTER = /收悉|答复如下|函复如下|回复如下|答复为|办理情况|答复内容|办复内容/;

/** A saved web page: the letter, found among navigation and footers; the whole page where it is not found. */
export const readHtml: FormatReader = async (bytes, file) => {
  const html = decodeText(bytes, charsetOf(bytes));
  checkCharacters(file, html);
  return readPage(html);
};

async function readPage(html: string): Promise<Extracted> {
  const { parseHTML } = await import('linkedom');
  const { Readability } = await import('@mozilla/readability');
  const whole = await textOfHtml(html);
  const { document } = parseHTML(html);
  const article = new Readability(document as never, { charThreshold: 0 }).parse();
  const text = article?.content ? await textOfHtml(article.content) : '';
  const pictures = html.match(/<img /gi)?.length ?? 0;
  const lost = pictures > 0 ? [`${pictures} 幅图片`] : [];
  if (OF_A_LETTER.test(whole) && !OF_A_LETTER.test(text)) return { text: whole, lost };
  return { text: text || whole, lost: [...lost, '网页的导航、页眉和页脚'] };
}

/** A node of a document, as far as it is read. */
interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<DomNode>;
}

const BLOCKS = new Set(
  'P DIV LI UL OL H1 H2 H3 H4 H5 H6 TABLE TBODY THEAD SECTION ARTICLE HEADER FOOTER MAIN BLOCKQUOTE DL DT DD BODY HTML'.split(
    ' ',
  ),
);
const SILENT = new Set(['SCRIPT', 'STYLE', 'HEAD', 'NOSCRIPT', 'TEMPLATE', 'SELECT', 'BUTTON']);

/** The text of an HTML document: a line for each paragraph, a line between bars for each row of a table. */
export async function textOfHtml(html: string): Promise<string> {
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML(/<(html|body)[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`);
  const lines: string[] = [''];
  const add = (words: string) => {
    lines[lines.length - 1] += words;
  };
  const brk = () => {
    if (lines.at(-1) !== '') lines.push('');
  };
  const walk = (node: DomNode) => {
    if (node.nodeType === 3) return add((node.textContent ?? '').replace(/[\r\n\t]+/g, ''));
    if (node.nodeType !== 1 && node.nodeType !== 9) return;
    const name = node.nodeName.toUpperCase();
    if (SILENT.has(name)) return;
    if (name === 'BR') return brk();
    if (name === 'TR') {
      brk();
      const cells = [...node.childNodes].filter(({ nodeName }) => /^T[DH]$/i.test(nodeName));
      add(`| ${cells.map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()).join(' | ')} |`);
      return brk();
    }
    const block = BLOCKS.has(name);
    if (block) brk();
    for (const child of node.childNodes) walk(child);
    if (block) brk();
  };
  walk(document.documentElement as unknown as DomNode);
  return lines
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '')
    .join('\n');
}
