import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HOME } from '../../bot/configuration.js';
import { docxOf, hostile } from './files.js';
import { madeReply } from './letters.js';

export const MB = 1024 * 1024;
export const letter = madeReply('03-towpath').text;

/** The files handed over lie here; gone with the test file. */
export const inbox = mkdtempSync(join(tmpdir(), 'inbox-'));
export const put = (name: string, content: string | Buffer): string => {
  writeFileSync(join(inbox, name), content);
  return join(inbox, name);
};
const link = (name: string, target: string): string => {
  symlinkSync(target, join(inbox, name));
  return join(inbox, name);
};
export const fifo = (name: string): string => {
  expect(spawnSync('mkfifo', [join(inbox, name)]).status).toBe(0);
  return join(inbox, name);
};
const folder = (name: string): string => {
  mkdirSync(join(inbox, name));
  return join(inbox, name);
};
/** Of so many bytes, and none of them on the disk. */
const sparse = (name: string, bytes: number): string => {
  truncateSync(put(name, ''), bytes);
  return join(inbox, name);
};

const listener = createServer();
const socket = async (name: string): Promise<string> => {
  await once(listener.listen(join(inbox, name)), 'listening');
  return join(inbox, name);
};

afterAll(() => {
  listener.close();
  rmSync(inbox, { recursive: true, force: true });
});

const NOT_KNOWN = '不认得这种文件。可以加入的有 txt、html、docx 和带文字的 pdf';
const NOT_TEXT = '行起有控制符、乱码或未定义的字符,约占百分之';
export const DAMAGED = '文件已损坏,读不出来。请用原来的软件打开,另存一份后再加入';
const NO_FILE = '不是普通文件,不予读取。请先把内容存成文件再加入';
const TOO_LONG = '全文 6990506 字,超过 200000 字,不像是一件答复。请删去附件';
export const OUT_OF_MEMORY = '读取时占用的内存超过 512 MB,已停止读取';
/** By whichever limit, which hangs on how fast the machine is. */
const STOPPED = ',已停止读取。文件可能已损坏或含有异常内容';

/** Random bytes after a beginning, with the zero that tells them from text. */
const binary = (beginning: string): Buffer => Buffer.concat([Buffer.from(`${beginning}\0`, 'latin1'), randomBytes(MB)]);

/** What a file is, how it comes to be, and what is said of it; `heavy` ones are read until a limit ends it. */
type HandedFile = readonly [what: string, make: () => string | Promise<string>, said: string, heavy?: boolean];

/** Every file somebody may hand over. */
export const FILES: readonly HandedFile[] = [
  ['a letter before them all', () => put('first.txt', letter), '已加入,编号 first'],

  ['a fifo nobody writes to', () => fifo('fifo.txt'), `是管道,${NO_FILE}`],
  ['a link to a fifo', () => link('to-fifo.txt', fifo('fifo')), `是管道,${NO_FILE}`],
  ['a device without an end', () => '/dev/zero', `是设备,${NO_FILE}`],
  ['a link to a device', () => link('zero.txt', '/dev/zero'), `是设备,${NO_FILE}`],
  ['standard input', () => '/dev/stdin', `是设备,${NO_FILE}`],
  ['a socket', () => socket('socket.txt'), `是套接字,${NO_FILE}`],
  ['a folder', () => folder('folder.txt'), '是文件夹,不是文件。请给出其中的文件'],
  ['a link to itself', () => link('loop.txt', join(inbox, 'loop.txt')), '是首尾相接的链接,找不到文件'],
  ['a name too long', () => join(inbox, `${'长'.repeat(100)}.txt`), '文件名过长。请缩短后再加入'],
  ['no file', () => join(inbox, 'missing.docx'), '没有这个文件。请核对路径'],
  ['a file of the kernel that says it is empty', () => '/proc/self/maps', '里面没有可读的中文'],

  ['an empty file', () => put('empty.txt', ''), '是空文件。可以加入的有 txt、html、docx 和带文字的 pdf'],
  ['a file over the limit', () => sparse('over.txt', 20 * MB + 1), '文件超过 20 MB,不予读取'],
  ['a file of a terabyte', () => sparse('tera.txt', 1e12), '文件超过 20 MB,不予读取'],
  ['20 MB of zeros', () => sparse('zeros.txt', 20 * MB), NOT_TEXT],
  ['random bytes named .txt', () => put('random.txt', randomBytes(MB)), NOT_TEXT],
  ['random bytes named .html', () => put('random.html', randomBytes(20 * MB)), NOT_TEXT, true],
  ['random bytes named .pdf', () => put('random.pdf', binary('')), NOT_KNOWN],
  ['random bytes named .docx', () => put('random.docx', binary('')), NOT_KNOWN],
  ['random bytes after the mark of a pdf', () => put('marked.pdf', binary('%PDF-1.7\n')), DAMAGED],
  ['random bytes after the mark of a zip', () => put('marked.docx', binary('PK\x03\x04')), DAMAGED],
  ['one line of 20 MB', () => put('line.txt', Buffer.alloc(20 * MB - 2, '收悉')), TOO_LONG],

  ['a pdf of 10 KB that inflates to 4 GB', () => put('bomb.pdf', hostile.pdfBomb(4096)), STOPPED, true],
  ['a pdf that claims 2 billion pages', () => put('pages.pdf', hostile.pdfOfPages(2e9)), '里面没有可读的中文'],
  ['a pdf under a password', () => put('locked.pdf', hostile.lockedPdf()), '设有密码,请先去掉密码。'],
  ['a docx that inflates to 1 GB', () => put('bomb.docx', hostile.docxBomb(1024)), '解压后超过 100 MB,不予解压'],
  ['a docx that inflates to 90 MB', () => put('heavy.docx', hostile.docxBomb(90)), STOPPED, true],
  ['a docx of 3 GB that claims 2 KB', () => put('liar.docx', hostile.docxBomb(3072, 2048)), STOPPED, true],
  ['a zip of 100,000 files', () => put('many.docx', hostile.zipOfEmpty(100_000)), '内含的文件超过 5000 个,不予解压'],
  ['a docx of entities in entities', () => put('laughs.docx', hostile.billionLaughs()), DAMAGED],
  ['a docx of 100,000 tables in tables', () => put('deep.docx', hostile.deepDocx(100_000)), STOPPED, true],
  ['a page of 100,000 nested blocks', () => put('deep.html', hostile.deepHtml(100_000)), STOPPED, true],

  ['a link to a letter', () => link('linked.txt', put('towards', madeReply('05-elder-care').text)), '编号 linked'],
  [
    'a letter after them all',
    async () => put('last.docx', await docxOf(madeReply('09-sme-finance').text)),
    '编号 last',
  ],
];

/** Hands files to one `npm run add`, and looks at what is said of each. */
export function handedToAdd(files: readonly HandedFile[]): void {
  const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
  const paths = new Map<string, string>();
  /** What was said of each path, and how long that took: milliseconds since the one before. */
  const outcomes = new Map<string, { said: string; ms: number }>();
  let status: unknown;

  beforeAll(async () => {
    for (const [what, make] of files) paths.set(what, await make());
    const child = spawn(process.execPath, [join(HOME, 'dist/bot/cli/add.js'), '--corpus', corpus, ...paths.values()], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let last = performance.now();
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (said) => {
        const path = [...paths.values()].find((one) => said.startsWith(`${one}:`));
        if (!path) return;
        outcomes.set(path, { said, ms: performance.now() - last });
        last = performance.now();
      });
    [status] = await once(child, 'close');
  }, 60_000);

  afterAll(() => rmSync(corpus, { recursive: true, force: true }));

  for (const [what, , expected] of files)
    it(what, () => {
      const { said, ms } = outcomes.get(paths.get(what)!)!;
      expect(said).toContain(expected);
      expect(ms).toBeLessThan(10_000);
    });

  it('the letters among them get in, nothing else does, and the command fails', () => {
    const filed = readdirSync(corpus).filter((name) => name.endsWith('.txt'));
    expect(filed.sort()).toEqual(['first.txt', 'last.txt', 'linked.txt']);
    expect(status).toBe(1);
  });
}
