import { withoutRadicals } from '../text/kangxiRadicals.js';
import { readDocx } from './docx.js';
import { decodeText } from './encoding.js';
import {
  type Extracted,
  type FormatReader,
  MOST_CHARACTERS,
  TextTooLongError,
  UnknownFormatError,
} from './extracted.js';
import { readHtml } from './html.js';
import { readPdf } from './pdf.js';
import { checkCharacters } from './textCheck.js';

/** Kinds of file a letter may come in. */
export type Format = 'txt' | 'html' | 'docx' | 'pdf';

/** The kind of a file by its first bytes, and where they do not tell, by its name; `undefined` for any other. */
export function formatOf(file: string, bytes: Uint8Array): Format | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (head.startsWith('%PDF-')) return 'pdf';
  if (head.startsWith('PK')) return /\.docx$/i.test(file) ? 'docx' : undefined;
  if (/\.html?$/i.test(file) || /<(?:!doctype html|html|head|body)[\s>]/i.test(head)) return 'html';
  return /\.(txt|md)$/i.test(file) || !/\0/.test(head) ? 'txt' : undefined;
}

const READERS: Readonly<Record<Format, FormatReader>> = {
  txt: async (bytes) => ({ text: decodeText(bytes), lost: [] }),
  html: readHtml,
  docx: readDocx,
  pdf: readPdf,
};

/**
 * Reads the text of a letter out of a file.
 *
 * @throws UnknownFormatError, NotTextError, TextTooLongError, ArchiveTooLargeError
 */
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
