import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { HOME } from '../../bot/configuration.js';
import { parseReply } from '../../indexer/parse/parse.js';
import type { Reply, Section } from '../../indexer/parse/reply.js';
import { formatOf } from '../../indexer/read/extract.js';
import type { Extracted } from '../../indexer/read/extracted.js';
import { openBrowser } from '../support/browser.js';
import { docxOf, htmlOf, pdfOf } from '../support/files.js';
import { madeReply, seed } from '../support/letters.js';

/** Read in a process of its own, as `npm run add` reads it. */
function extractText(name: string, bytes: Uint8Array): Extracted {
  const file = join(mkdtempSync(join(tmpdir(), 'file-')), name);
  writeFileSync(file, bytes);
  const { stdout, stderr } = spawnSync(process.execPath, [join(HOME, 'dist/bot/cli/extractWorker.js'), file], {
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout) as Extracted;
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');
/** Where lines end is lost on a printed page. */
const running = (text: string): string => text.replace(/\s/g, '');
const outlineOf = (sections: readonly Section[]): string[] =>
  sections.flatMap(({ label, heading, role, children }) => [
    `${label} ${running(heading)} ${role}`,
    ...outlineOf(children),
  ]);
const letters: [string, Reply][] = ['03-towpath', '05-elder-care', '09-sme-finance'].map((name) => [
  name,
  madeReply(name),
]);

describe('a letter read out of a file is the letter that was put in', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each(letters)('%s as a document of a word processor, line by line', async (_name, { text }) => {
    const { text: read, lost } = extractText('a.docx', await docxOf(text));
    expect(lines(read)).toEqual(lines(text).map((line) => line.trimEnd()));
    expect(lost).toEqual([]);
  });

  it.each(letters)('%s as a saved page, without the furniture around it', async (_name, { text }) => {
    const { text: read, lost } = extractText('a.html', Buffer.from(htmlOf(text)));
    expect(running(read)).toBe(running(text));
    expect(lost).toEqual(['网页的导航、页眉和页脚']);
  });

  it.each(letters)('%s printed as a PDF: every character, and the same outline', async (_name, reply) => {
    const { text: read, lost } = extractText('a.pdf', await pdfOf(reply.text, browser));
    expect(running(read)).toBe(running(reply.text));
    expect(lost).toEqual([expect.stringMatching(/^\d+ 处页码$/), expect.stringMatching(/^\d+ 个部首字形/)]);
    expect(outlineOf(parseReply('a', read).outline)).toEqual(outlineOf(reply.outline));
  });

  it('a text in GB 18030 as well as one in UTF-8', async () => {
    const gb = Buffer.from([
      0xc4, 0xfa, 0xcc, 0xe1, 0xb3, 0xf6, 0xb5, 0xc4, 0xbd, 0xa8, 0xd2, 0xe9, 0xca, 0xd5, 0xcf, 0xa4,
    ]);
    expect(extractText('a.txt', gb)).toMatchObject({ text: '您提出的建议收悉\n' });
    expect(extractText('a.txt', Buffer.from(seed().text))).toMatchObject({
      text: `${seed().text.trim()}\n`,
    });
  });

  it('the rows of a table as rows', async () => {
    const page =
      '<body><p>您的建议收悉。现答复如下:</p><table><tr><th>项目</th><th>金额</th></tr><tr><td>道路</td><td>12 万元</td></tr></table></body>';
    const { text } = extractText('a.html', Buffer.from(page));
    expect(lines(text)).toEqual(['您的建议收悉。现答复如下:', '| 项目 | 金额 |', '| 道路 | 12 万元 |']);
  });
});

describe('what is not read is named', () => {
  it('pictures in a page', async () => {
    const page = htmlOf(madeReply('03-towpath').text).replace('</p>', '<img src="a.png"></p>');
    const { lost } = extractText('a.html', Buffer.from(page));
    expect(lost).toContain('1 幅图片');
  });

  it.each([
    ['a.zip', Buffer.from('PK\u0003\u0004')],
    ['a.bin', Buffer.from([0, 1, 2, 3])],
    ['empty.txt', Buffer.from('')],
    ['english.txt', Buffer.from('No letter is here.')],
  ])('%s is refused with the way out', async (name, bytes) => {
    expect(() => extractText(name, bytes)).toThrow(/可以加入的有 txt、html、docx 和带文字的 pdf/);
  });

  it('a kind is known by the first bytes before the name', () => {
    expect(formatOf('a.txt', Buffer.from('%PDF-1.7'))).toBe('pdf');
    expect(formatOf('a', Buffer.from('<!DOCTYPE html><html>'))).toBe('html');
  });
});
