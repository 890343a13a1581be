import { marksOf } from '../parse/headingMarks.js';
import { normalise } from '../text/normalise.js';
import { type FormatReader, UnknownFormatError } from './extracted.js';

/** A PDF with text in it: its lines joined to paragraphs, without page numbers; pages without text are counted. */
export const readPdf: FormatReader = async (bytes, file) => {
  const { extractText, getDocumentProxy } = await import('unpdf');
  const document = await getDocumentProxy(new Uint8Array(bytes)).catch((error: Error) => {
    throw error.name === 'PasswordException' ? new UnknownFormatError(file, '设有密码,请先去掉密码') : error;
  });
  const { text: pages } = await extractText(document, { mergePages: false });
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
};

const PAGE_NUMBER = /^\s*[—–-]\s*\d{1,3}\s*[—–-]\s*$|^\s*第\s*\d+\s*页.*$|^\s*\d{1,3}\s*\/\s*\d{1,3}\s*$/;

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
