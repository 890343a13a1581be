import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXTRACTION_LIMITS, extractFile, readFile } from '../../../bot/cli/extraction.js';
import { HOME } from '../../../bot/configuration.js';
import { extractText } from '../../../indexer/extract.js';
import { docxOf, hostile } from '../../support/files.js';
import { madeReply } from '../../support/letters.js';

const MB = 1024 * 1024;
const WORKER = join(HOME, 'dist/bot/cli/extractWorker.js');
const letter = madeReply('03-towpath').text;

const inbox = mkdtempSync(join(tmpdir(), 'inbox-'));
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(join(inbox, name), content);
  return join(inbox, name);
};
const link = (name: string, target: string): string => {
  symlinkSync(target, join(inbox, name));
  return join(inbox, name);
};
const fifo = (name: string): string => {
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
const DAMAGED = '文件已损坏,读不出来。请用原来的软件打开,另存一份后再加入';
const NO_FILE = '不是普通文件,不予读取。请先把内容存成文件再加入';
const TOO_LONG = '全文 6990506 字,超过 200000 字,不像是一件答复。请删去附件';
const OUT_OF_MEMORY = '读取时占用的内存超过 512 MB,已停止读取';
/** By whichever limit, which hangs on how fast the machine is. */
const STOPPED = ',已停止读取。文件可能已损坏或含有异常内容';

/** Random bytes after a beginning, with the zero that tells them from text. */
const binary = (beginning: string): Buffer => Buffer.concat([Buffer.from(`${beginning}\0`, 'latin1'), randomBytes(MB)]);

/** Every file somebody may hand over, by what it is, with how it comes to be and what is said of it. */
const FILES: readonly (readonly [what: string, make: () => string | Promise<string>, said: string])[] = [
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
  ['random bytes named .html', () => put('random.html', randomBytes(20 * MB)), NOT_TEXT],
  ['random bytes named .pdf', () => put('random.pdf', binary('')), NOT_KNOWN],
  ['random bytes named .docx', () => put('random.docx', binary('')), NOT_KNOWN],
  ['random bytes after the mark of a pdf', () => put('marked.pdf', binary('%PDF-1.7\n')), DAMAGED],
  ['random bytes after the mark of a zip', () => put('marked.docx', binary('PK\x03\x04')), DAMAGED],
  ['one line of 20 MB', () => put('line.txt', Buffer.alloc(20 * MB - 2, '收悉')), TOO_LONG],

  ['a pdf of 10 KB that inflates to 4 GB', () => put('bomb.pdf', hostile.pdfBomb(4096)), STOPPED],
  ['a pdf that claims 2 billion pages', () => put('pages.pdf', hostile.pdfOfPages(2e9)), '里面没有可读的中文'],
  ['a pdf under a password', () => put('locked.pdf', hostile.lockedPdf()), '设有密码,请先去掉密码。'],
  ['a docx that inflates to 1 GB', () => put('bomb.docx', hostile.docxBomb(1024)), '解压后超过 100 MB,不予解压'],
  ['a docx that inflates to 90 MB', () => put('heavy.docx', hostile.docxBomb(90)), STOPPED],
  ['a docx of 3 GB that claims 2 KB', () => put('liar.docx', hostile.docxBomb(3072, 2048)), STOPPED],
  ['a zip of 100,000 files', () => put('many.docx', hostile.zipOfEmpty(100_000)), '内含的文件超过 5000 个,不予解压'],
  ['a docx of entities in entities', () => put('laughs.docx', hostile.billionLaughs()), DAMAGED],
  ['a docx of 100,000 tables in tables', () => put('deep.docx', hostile.deepDocx(100_000)), STOPPED],
  ['a page of 100,000 nested blocks', () => put('deep.html', hostile.deepHtml(100_000)), STOPPED],

  ['a link to a letter', () => link('linked.txt', put('towards', madeReply('05-elder-care').text)), '编号 linked'],
  [
    'a letter after them all',
    async () => put('last.docx', await docxOf(madeReply('09-sme-finance').text)),
    '编号 last',
  ],
];

describe('files of every kind, handed to one npm run add', () => {
  const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
  const paths = new Map<string, string>();
  /** What was said of each path, and how long that took: milliseconds since the one before. */
  const outcomes = new Map<string, { said: string; ms: number }>();
  let status: unknown;

  beforeAll(async () => {
    for (const [what, make] of FILES) paths.set(what, await make());
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

  it.each(FILES)('%s', (what, _make, expected) => {
    const { said, ms } = outcomes.get(paths.get(what)!)!;
    expect(said).toContain(expected);
    expect(ms).toBeLessThan(10_000);
  });

  it('the letters among them get in, nothing else does, and the command fails', () => {
    const filed = readdirSync(corpus).filter((name) => name.endsWith('.txt'));
    expect(filed.sort()).toEqual(['first.txt', 'last.txt', 'linked.txt']);
    expect(status).toBe(1);
  });
});

describe('the process that reads a file', () => {
  /** A worker that does what is written here. */
  const worker = (script: string): string => put(`worker-${randomBytes(4).toString('hex')}.cjs`, script);
  const file = put('read.txt', letter);

  it('answers with the text, what was lost of it, and the digest of the bytes', async () => {
    expect(await extractFile(file, WORKER)).toMatchObject({
      text: `${letter.trim()}\n`,
      lost: [],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('may print what it likes', async () => {
    const answer = { kind: 'extracted', text: '收悉\n', lost: [], sha256: '' };
    const chatty = `console.log('{"text":"x"}'); console.error('Warning'); process.send(${JSON.stringify(answer)}); console.log('}');`;
    expect(await extractFile(file, worker(chatty))).toEqual(answer);
  });

  it('is given nothing of our environment', async () => {
    const tells = `process.send({ kind: 'refused', message: Object.keys(process.env).join() });`;
    await expect(extractFile(file, worker(tells))).rejects.toThrow(/^$/);
  });

  it.each([
    ['ends without a word', 'process.exit(0)', DAMAGED],
    ['throws', 'throw new Error()', DAMAGED],
    ['fills the heap', 'const all = []; for (;;) all.push(new Array(1e5).fill({}));', OUT_OF_MEMORY],
    ['fills memory outside the heap', 'const all = []; for (;;) all.push(Buffer.alloc(1e7, 1));', OUT_OF_MEMORY],
    ['is killed by a machine short of memory', `process.kill(process.pid, 'SIGKILL')`, OUT_OF_MEMORY],
  ])('%s: the file is named, with the way out', async (_what, script, said) => {
    await expect(extractFile(file, worker(script), { ...EXTRACTION_LIMITS, time: 25_000 })).rejects.toThrow(
      `${file}:${said}`,
    );
  });

  it('is ended when it does not answer in time', async () => {
    const pid = join(inbox, 'pid');
    const endless = worker(`require('fs').writeFileSync('${pid}', String(process.pid)); for (;;);`);
    await expect(extractFile(file, endless, { ...EXTRACTION_LIMITS, time: 1_000 })).rejects.toThrow('1 秒内没有读完');
    const runs = () => existsSync(`/proc/${readFileSync(pid, 'utf8')}`);
    for (const end = Date.now() + 5_000; runs() && Date.now() < end; ) await sleep(20);
    expect(runs()).toBe(false);
  });
});

describe('a file is checked once more when it is open, for its name may lead elsewhere by then', () => {
  it.each([
    ['fifo', () => fifo('swapped'), '是管道'],
    ['device', () => '/dev/zero', '是设备'],
    ['folder', () => inbox, '是文件夹'],
  ])('%s', (_what, make, said) => {
    expect(() => readFile(make())).toThrow(said);
  });

  it('no more of it is read than the limit, whatever size it claims', () => {
    // A file of the kernel says that it has 0 bytes.
    expect(() => readFile('/proc/self/maps', 10)).toThrow('不予读取');
    expect(readFile(put('ten', '0123456789'), 10).toString()).toBe('0123456789');
    expect(() => readFile(put('eleven', '0123456789a'), 10)).toThrow('不予读取');
  });
});

describe('a text is told from other bytes by how many of its characters are none', () => {
  /** 您提出的建议收悉 in GB 18030, and a byte that is nothing in it after every `n` times of that. */
  const gb = (n: number) => {
    const words = Buffer.from('c4facce1b3f6b5c4bda8d2e9cad5cfa4', 'hex');
    return Buffer.concat([...new Array<Buffer>(n).fill(words), Buffer.from([0xff, 0x0a])]);
  };

  it.each([
    ['UTF-8 with its mark', `\uFEFF${letter}`],
    ['GB 18030 with a damaged byte', gb(8)],
    ['lines and pages parted as a word processor does', '您的建议收悉。\v现答复如下:\f一、总体情况\r\n'.repeat(20)],
    ['a character here and there from a private set', `${'您的建议收悉。'.repeat(5)}\uE5E5`],
  ])('%s is read', async (_what, text) => {
    expect((await extractText('a.txt', Buffer.from(text as string))).text).toContain('收悉');
  });

  it.each([
    ['UTF-16', Buffer.from(`\uFEFF${letter}`, 'utf16le'), 1],
    ['control characters', `收悉\n收悉\n${'\u0001\u0002收'.repeat(9)}`, 3],
    ['characters of a private set', '\uE5E5\uE5E6收'.repeat(9), 1],
    ['characters that Unicode does not define', '\u0378收'.repeat(9), 1],
    ['a program', readFileSync(process.execPath).subarray(0, MB), 1],
  ])('%s is refused, with the line it begins in and the way out', async (_what, text, line) => {
    await expect(extractText('a.txt', Buffer.from(text as string))).rejects.toThrow(
      new RegExp(`^a\\.txt:不像是文字,从第 ${line} 行起.*约占百分之 \\d+。.*请另存为 UTF-8 后再加入。$`),
    );
  });
});
