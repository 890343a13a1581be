import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXTRACTION_LIMITS, extractFile, readFile } from '../../../bot/cli/extraction.js';
import { HOME } from '../../../bot/configuration.js';
import { extractText } from '../../../indexer/read/extract.js';
import { DAMAGED, FILES, fifo, handedToAdd, inbox, letter, MB, OUT_OF_MEMORY, put } from '../../support/handedFiles.js';

const WORKER = join(HOME, 'dist/bot/cli/extractWorker.js');

describe('files of every kind that are soon read, handed to one npm run add', () =>
  handedToAdd(FILES.filter(([, , , heavy]) => !heavy)));

describe('the process that reads a file', () => {
  /** A worker that does what is written here, and like ours stays until it is let go. */
  const worker = (script: string): string =>
    put(`worker-${randomBytes(4).toString('hex')}.cjs`, `process.once('disconnect', () => process.exit()); ${script}`);
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
