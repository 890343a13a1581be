import { ReplyBotError } from './errors.js';
import { marksOf } from './headingMarks.js';
import { withoutRadicals } from './kangxiRadicals.js';
import { normalise } from './normalise.js';

/** Kinds of file a letter may come in. */
export type Format = 'txt' | 'html' | 'docx' | 'pdf';

/** A letter's text as read out of a file, and what of the file was not read. */
export interface Extracted {
  readonly text: string;
  /** For people who add letters, in Chinese: `2 幅图片`. */
  readonly lost: readonly string[];
}

/** A file is of no kind a letter can be read from, or holds no text. */
export class UnknownFormatError extends ReplyBotError {
  override readonly name = 'UnknownFormatError';
  readonly file: string;
  /** In Chinese, without a full stop: `里面没有可读的中文`. */
  readonly fault: string;

  constructor(file: string, fault: string) {
    super(`${file}:${fault}。可以加入的有 txt、html、docx 和带文字的 pdf;扫描件请先转成文字。`);
    this.file = file;
    this.fault = fault;
  }
}

/** Too many of a text's characters are none of any script: it is another kind of file under a text's name. */
export class NotTextError extends ReplyBotError {
  override readonly name = 'NotTextError';
  readonly file: string;
  /** Share of such characters, from 0 to 1. */
  readonly share: number;
  /** Where the first of them stands, counted from 1. */
  readonly line: number;

  constructor(file: string, share: number, line: number) {
    super(
      `${file}:不像是文字,从第 ${line} 行起有控制符、乱码或未定义的字符,约占百分之 ${Math.ceil(share * 100)}。请核对是否选错了文件;是文字的,请另存为 UTF-8 后再加入。`,
    );
    this.file = file;
    this.share = share;
    this.line = line;
  }
}

/** A text is longer than any one letter is. */
export class TextTooLongError extends ReplyBotError {
  override readonly name = 'TextTooLongError';
  readonly file: string;
  /** Its length in characters. */
  readonly length: number;

  constructor(file: string, length: number) {
    super(
      `${file}:全文 ${length} 字,超过 ${MOST_CHARACTERS} 字,不像是一件答复。请删去附件,或拆成一件一个文件后再加入。`,
    );
    this.file = file;
    this.length = length;
  }
}

/** An archive holds more, by its own directory, than is unpacked. */
export class ArchiveTooLargeError extends ReplyBotError {
  override readonly name = 'ArchiveTooLargeError';
  readonly file: string;
  readonly kind: 'bytes' | 'entries';

  constructor(file: string, kind: 'bytes' | 'entries') {
    const told = { bytes: `解压后超过 ${MOST_UNPACKED / MB} MB`, entries: `内含的文件超过 ${MOST_ENTRIES} 个` };
    super(`${file}:${told[kind]},不予解压。请打开核对,删去其中的图片和附件,另存一份后再加入。`);
    this.file = file;
    this.kind = kind;
  }
}

const MB = 1024 * 1024;

/** Most that an archive may hold: bytes once unpacked, and files. */
const MOST_UNPACKED = 100 * MB;
const MOST_ENTRIES = 5_000;

/** Most characters of a letter, a thick book's: a running bot reads a new one between two answers. */
const MOST_CHARACTERS = 200_000;

/** Most of a text that may be no character of any script; of random bytes it is a quarter and more. */
const MOST_ODD = 0.05;

/** The kind of a file by its first bytes, and where they do not tell, by its name; `undefined` for any other. */
export function formatOf(file: string, bytes: Uint8Array): Format | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (head.startsWith('%PDF-')) return 'pdf';
  if (head.startsWith('PK')) return /\.docx$/i.test(file) ? 'docx' : undefined;
  if (/\.html?$/i.test(file) || /<(?:!doctype html|html|head|body)[\s>]/i.test(head)) return 'html';
  return /\.(txt|md)$/i.test(file) || !/\0/.test(head) ? 'txt' : undefined;
}

/** @throws UnknownFormatError, NotTextError, TextTooLongError, ArchiveTooLargeError */
export async function extractText(file: string, bytes: Uint8Array): Promise<Extracted> {
  if (bytes.length === 0) throw new UnknownFormatError(file, '是空文件');
  const format = formatOf(file, bytes);
  if (!format) throw new UnknownFormatError(file, '不认得这种文件');
  const extracted = await READERS[format](bytes, file);
  checkCharacters(file, extracted.text);
  if (extracted.text.length > MOST_CHARACTERS) throw new TextTooLongError(file, extracted.text.length);
  const { text, replaced } = withoutRadicals(extracted.text);
  if (!/\p{sc=Han}/u.test(text)) throw new UnknownFormatError(file, '里面没有可读的中文');
  const lost = replaced > 0 ? [...extracted.lost, `${replaced} 个部首字形(已改为同形的汉字)`] : extracted.lost;
  return { text: `${text.trim()}\n`, lost };
}

/** Control characters but those that part words and lines, what could not be decoded, and what Unicode does not define. */
const ODD = /[\p{Cn}\p{Co}\p{Cs}\uFFFD]|(?![\t\n\v\f\r])\p{Cc}/gu;

/** The start of a text, as far as one is read, is of characters. */
function checkCharacters(file: string, text: string): void {
  const start = text.slice(0, MOST_CHARACTERS);
  const odd = start.match(ODD)?.length ?? 0;
  if (odd <= start.length * MOST_ODD) return;
  const before = start.slice(0, start.search(ODD));
  throw new NotTextError(file, odd / start.length, before.split('\n').length);
}

/** The file's name is for the errors they throw. */
const READERS: Readonly<Record<Format, (bytes: Uint8Array, file: string) => Promise<Extracted>>> = {
  txt: async (bytes) => ({ text: decodeText(bytes), lost: [] }),
  async html(bytes, file) {
    const page = decodeText(bytes, charsetOf(bytes));
    checkCharacters(file, page);
    return readPage(page);
  },
  async docx(bytes, file) {
    await checkArchive(file, bytes);
    const mammoth = await import('mammoth');
    const { value, messages } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) });
    const pictures = value.match(/<img /g)?.length ?? 0;
    const odd = messages.filter(({ type }) => type === 'error').map(({ message }) => message);
    return { text: await textOfHtml(value), lost: [...(pictures > 0 ? [`${pictures} 幅图片`] : []), ...odd] };
  },
  async pdf(bytes, file) {
    const { extractText: read, getDocumentProxy } = await import('unpdf');
    const document = await getDocumentProxy(new Uint8Array(bytes)).catch((error: Error) => {
      throw error.name === 'PasswordException' ? new UnknownFormatError(file, '设有密码,请先去掉密码') : error;
    });
    const { text: pages } = await read(document, { mergePages: false });
    const lines = pages.flatMap((page) => page.split('\n'));
    // The number at the foot of a page would part a sentence.
    const kept = lines.filter((line) => !PAGE_NUMBER.test(line));
    const empty = pages.filter((page) => page.trim() === '').length;
    return {
      text: unwrap(kept).join('\n'),
      lost: [
        ...(kept.length < lines.length ? [`${lines.length - kept.length} 处页码`] : []),
        ...(empty > 0 ? [`${empty} 页没有文字(可能是扫描件)`] : []),
      ],
    };
  },
};

/** Sums what the archive's own directory says; one that lies is left to the limits of the process. */
async function checkArchive(file: string, archive: Uint8Array): Promise<void> {
  const { fromBufferPromise } = await import('yauzl');
  const zip = await fromBufferPromise(Buffer.from(archive), { decodeStrings: false });
  if (zip.entryCount > MOST_ENTRIES) throw new ArchiveTooLargeError(file, 'entries');
  let bytes = 0;
  for await (const { uncompressedSize } of zip.eachEntry()) bytes += uncompressedSize;
  if (bytes > MOST_UNPACKED) throw new ArchiveTooLargeError(file, 'bytes');
}

/** Characters by which a full line may fall short of the widest: what may not be parted went to the next one. */
const RAGGED = 2.5;

/** Printed lines as paragraphs: a line that fills the page's width goes on in the next. */
function unwrap(lines: readonly string[]): string[] {
  const widthOf = (line: string) => [...line.trim()].reduce((sum, unit) => sum + (unit < '\u2000' ? 0.5 : 1), 0);
  const full = Math.max(...lines.map(widthOf)) - RAGGED;
  const paragraphs: string[] = [];
  let goesOn = false;
  for (const line of lines.map((one) => one.trim()).filter(Boolean)) {
    const starts = /[。!?！？；;]$/.test(paragraphs.at(-1) ?? '') && opensWithMark(line);
    if (goesOn && !starts) paragraphs[paragraphs.length - 1] += line;
    else paragraphs.push(line);
    goesOn = widthOf(line) >= full;
  }
  return paragraphs;
}

const opensWithMark = (line: string): boolean =>
  marksOf(normalise(line), [{ start: 0, end: line.length }]).some(({ start, opens }) => opens && start === 0);

const PAGE_NUMBER = /^\s*[—–-]\s*\d{1,3}\s*[—–-]\s*$|^\s*第\s*\d+\s*页.*$|^\s*\d{1,3}\s*\/\s*\d{1,3}\s*$/;

/** UTF-8 where the bytes are, else GB 18030, which most of the other letters are in. */
function decodeText(bytes: Uint8Array, charset?: string): string {
  for (const name of [...(charset ? [charset] : []), 'utf-8']) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // Not in this one.
    }
  }
  return new TextDecoder('gb18030').decode(bytes);
}

const charsetOf = (bytes: Uint8Array): string | undefined =>
  /charset=["']?([\w-]+)/i.exec(Buffer.from(bytes.subarray(0, 2048)).toString('latin1'))?.[1];

/** The words that a letter, and no other part of its page, has. */
const OF_A_LETTER = /收悉|答复如下|函复如下|回复如下|答复为|办理情况|答复内容|办复内容/;

/** A saved web page: the letter, found among the furniture; the whole page where it is not found. */
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

/** What is read of a node of a document. */
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

/** The text of an HTML document, a paragraph a line, a table's row a line between bars. */
async function textOfHtml(html: string): Promise<string> {
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
