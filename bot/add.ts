import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { loadCorpus } from '../indexer/corpus.js';
import { EmptyCorpusError, ReplyBotError } from '../indexer/errors.js';
import type { Extracted } from '../indexer/extract.js';
import { parseReply } from '../indexer/parse.js';
import { titleOf } from '../indexer/passage.js';
import { dayOf, type Reply, type Section } from '../indexer/reply.js';
import { foldText } from '../indexer/shadow.js';
import { runCommand } from './command.js';
import { readConfiguration, readEnvironment } from './configuration.js';

const USAGE = '用法:npm run add -- [--corpus 目录] 答复.docx 答复.html …';

/** Limits of one file: bytes, and milliseconds and megabytes it may take to be read. */
const MOST_BYTES = 20 * 1024 * 1024;
const MOST_TIME = 30_000;
const MOST_MEMORY = 512;

/** A file is not there, or is larger than is read. */
class UnfitFileError extends ReplyBotError {
  override readonly name = 'UnfitFileError';
}

const run = promisify(execFile);

/** Reads a file's text in a child process, so that no file can stop or swell this one. */
async function extract(file: string): Promise<Extracted> {
  if (!existsSync(file)) throw new UnfitFileError(`${file}:没有这个文件。`);
  const { size } = statSync(file);
  if (size > MOST_BYTES) throw new UnfitFileError(`${file}:有 ${size} 字节,超过 ${MOST_BYTES} 字节,不予读取。`);
  const worker = join(__dirname, 'extractWorker.js');
  try {
    const { stdout } = await run(process.execPath, [`--max-old-space-size=${MOST_MEMORY}`, worker, file], {
      timeout: MOST_TIME,
      maxBuffer: MOST_BYTES,
    });
    return JSON.parse(lastLine(stdout)) as Extracted;
  } catch (error) {
    const { stderr, killed } = error as { stderr?: string; killed?: boolean };
    if (killed) throw new UnfitFileError(`${file}:${MOST_TIME / 1000} 秒内没有读完,已停止。`);
    throw new UnfitFileError(lastLine(stderr ?? '') || `${file}:文件已损坏,读不出来。`);
  }
}

/** Before it may stand what a library had to say. */
const lastLine = (output: string): string => output.trim().split('\n').at(-1)!;

/** The same letter, whatever its spaces and widths. */
const digestOf = (text: string): string =>
  createHash('sha256')
    .update(foldText(text).replace(/[^\p{L}\p{N}]/gu, ''))
    .digest('hex');

/** An id that tells the letter's day: `20190705-1a2b3c4d`; the file's own name where it is plain. */
function idFor(file: string, { frame }: Reply, digest: string, taken: ReadonlySet<string>): string {
  const plain = basename(file, extname(file)).toLowerCase();
  const wanted = /^[a-z0-9][a-z0-9-]{2,60}$/.test(plain)
    ? plain
    : `${dayOf(frame)?.replaceAll('-', '') ?? 'undated'}-${digest.slice(0, 8)}`;
  let id = wanted;
  for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
  return id;
}

/** What was understood, for the eye: the frame, the outline, what is odd. */
function shown({ frame, outline, warnings }: Reply): string {
  const fields = [
    ['标题', frame.title?.value],
    ['称谓', frame.addressees?.value.join('、')],
    ['答复单位', frame.leadAgency?.value],
    ['会办单位', frame.coAgencies.map(({ value }) => value).join('、')],
    ['成文日期', frame.date?.value],
    ['联系', [frame.contact?.value.unit, frame.contact?.value.phone].filter(Boolean).join(' ')],
  ].filter(([, value]) => value);
  const lines = (sections: readonly Section[], depth: number): string[] =>
    sections.flatMap((section) => [
      `${'  '.repeat(depth)}${titleOf(section)} (${section.role})`,
      ...lines(section.children, depth + 1),
    ]);
  return [
    ...fields.map(([name, value]) => `  ${name}:${value}`),
    ...lines(outline, 1),
    ...warnings.map(({ message, start }) => `  第 ${start} 字处:${message}`),
  ].join('\n');
}

/** `npm run add`: files letters into the corpus; a running bot takes them in by itself. Exit code 1 when one was not. */
async function main(): Promise<number> {
  let files: string[];
  let folder: string | undefined;
  try {
    const parsed = parseArgs({ allowPositionals: true, options: { corpus: { type: 'string' } } });
    files = parsed.positionals;
    folder = parsed.values.corpus;
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (files.length === 0) {
    console.error(`须给出至少一个文件。\n${USAGE}`);
    return 2;
  }
  const corpus = folder ?? readConfiguration(readEnvironment()).corpus;
  const inner = join(corpus, 'replies');
  const root = existsSync(inner) ? inner : corpus;
  mkdirSync(root, { recursive: true });
  const known = new Map<string, string>();
  try {
    for (const { id, text } of loadCorpus(root).replies) known.set(digestOf(text), id);
  } catch (error) {
    // The first letter of a corpus.
    if (!(error instanceof EmptyCorpusError)) throw error;
  }
  let failed = 0;
  for (const file of files) {
    try {
      const { text, lost } = await extract(file);
      const digest = digestOf(text);
      const same = known.get(digest);
      if (same) {
        console.log(`${file}:与已有的 ${same} 是同一件,未重复加入。`);
        continue;
      }
      const draft = parseReply('draft', text);
      // Of every file there is: one that cannot be read now is not to be written over.
      const id = idFor(file, draft, digest, new Set(readdirSync(root).map((name) => basename(name, extname(name)))));
      const note = {
        file: basename(file),
        sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
        ...(draft.frame.published && { published: draft.frame.published.value }),
      };
      write(join(root, `${id}.json`), `${JSON.stringify(note, null, 2)}\n`);
      write(join(root, `${id}.txt`), text);
      known.set(digest, id);
      console.log(`${file}:已加入,编号 ${id}\n${shown(draft)}`);
      if (lost.length > 0) console.log(`  未读入:${lost.join('、')}`);
    } catch (error) {
      if (!(error instanceof ReplyBotError)) throw error;
      console.error(error.message);
      failed++;
    }
  }
  return failed > 0 ? 1 : 0;
}

/** Written aside and renamed: a reader sees the whole file or none. */
function write(file: string, text: string): void {
  const aside = `${file}.tmp`;
  // What stands there already may be a link to elsewhere.
  rmSync(aside, { force: true });
  writeFileSync(aside, text, { flag: 'wx' });
  renameSync(aside, file);
}

void runCommand(main);
