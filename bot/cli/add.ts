import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { EmptyCorpusError, ReplyBotError } from '../../indexer/errors.js';
import { parseReply } from '../../indexer/parse/parse.js';
import { dayOf, type Reply, type Section } from '../../indexer/parse/reply.js';
import { sectionTitle } from '../../indexer/passages/passage.js';
import { loadCorpus } from '../../indexer/read/corpus.js';
import { foldText } from '../../indexer/text/normalise.js';
import { readConfiguration, readEnvironment } from '../configuration.js';
import { writeAtomic } from '../storage/atomicFile.js';
import { runCommand } from './command.js';
import { extractFile } from './extraction.js';

const USAGE = '用法:npm run add -- [--corpus 目录] 答复.docx 答复.html …';

/** A reply could not be written into the corpus; no part of it is left there. */
class UnfiledLetterError extends ReplyBotError {
  override readonly name = 'UnfiledLetterError';
  readonly file: string;
  /** Code of the system error: `ENOSPC`. */
  readonly code: string;

  constructor(file: string, folder: string, code: string) {
    const faults: Readonly<Record<string, string>> = {
      ENOSPC: '磁盘已满,请腾出空间',
      EDQUOT: '磁盘配额已满,请腾出空间',
      EACCES: '没有写入的权限,请放开权限',
      EPERM: '没有写入的权限,请放开权限',
      EROFS: '磁盘是只读的,请改为可写',
    };
    super(`${file}:写不进语料目录 ${folder},未加入:${faults[code] ?? `系统报告 ${code},请检查磁盘`}后重试。`);
    this.file = file;
    this.code = code;
  }
}

/** A digest that is the same for replies that differ only in spaces, punctuation and character widths. */
const digestOf = (text: string): string =>
  createHash('sha256')
    .update(foldText(text).replace(/[^\p{L}\p{N}]/gu, ''))
    .digest('hex');

/**
 * An id that is not taken: the file's own name if it is plain (`tjkj-2019-liuzhi`), else the date of the reply and a
 * digest (`20190705-1a2b3c4d`).
 */
function idFor(file: string, { letterhead }: Reply, digest: string, taken: ReadonlySet<string>): string {
  const plain = basename(file, extname(file)).toLowerCase();
  const wanted = /^[a-z0-9][a-z0-9-]{2,60}$/.test(plain)
    ? plain
    : `${dayOf(letterhead)?.replaceAll('-', '') ?? 'undated'}-${digest.slice(0, 8)}`;
  let id = wanted;
  for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
  return id;
}

/** What was understood of a reply, to be checked by eye: letterhead, outline, warnings. */
function shown({ letterhead, outline, warnings }: Reply): string {
  const fields = [
    ['标题', letterhead.title?.value],
    ['称谓', letterhead.addressees?.value.join('、')],
    ['答复单位', letterhead.leadAgency?.value],
    ['会办单位', letterhead.coAgencies.map(({ value }) => value).join('、')],
    ['成文日期', letterhead.date?.value],
    ['联系', [letterhead.contact?.value.unit, letterhead.contact?.value.phone].filter(Boolean).join(' ')],
  ].filter(([, value]) => value);
  const lines = (sections: readonly Section[], depth: number): string[] =>
    sections.flatMap((section) => [
      `${'  '.repeat(depth)}${sectionTitle(section)} (${section.role})`,
      ...lines(section.children, depth + 1),
    ]);
  return [
    ...fields.map(([name, value]) => `  ${name}:${value}`),
    ...lines(outline, 1),
    ...warnings.map(({ message, start }) => `  第 ${start} 字处:${message}`),
  ].join('\n');
}

interface Options {
  readonly files: readonly string[];
  /** Default the configured corpus. */
  readonly corpus: string | undefined;
}

/** `undefined`, and a message on standard error, when the arguments are wrong. */
function readOptions(): Options | undefined {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { corpus: { type: 'string' } } });
    if (positionals.length > 0) return { files: positionals, corpus: values.corpus };
    console.error(`须给出至少一个文件。\n${USAGE}`);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
  }
  return undefined;
}

/** The folder of the replies, created if needed: `replies` in the corpus if there is one, else the corpus itself. */
function folderOf(corpus: string): string {
  const inner = join(corpus, 'replies');
  const folder = existsSync(inner) ? inner : corpus;
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Ids of the replies in a folder, by digest. */
function knownReplies(folder: string): Map<string, string> {
  try {
    return new Map(loadCorpus(folder).replies.map(({ id, text }) => [digestOf(text), id]));
  } catch (error) {
    if (error instanceof EmptyCorpusError) return new Map();
    throw error;
  }
}

/**
 * Adds one file to the corpus, unless the same reply is there already, and prints what became of it.
 *
 * @param known see `knownReplies`; the new reply is added
 * @throws ReplyBotError if the file cannot be read or the reply cannot be written
 */
async function addReply(file: string, folder: string, known: Map<string, string>): Promise<void> {
  const { text, lost, sha256 } = await extractFile(file);
  const digest = digestOf(text);
  const same = known.get(digest);
  if (same) return console.log(`${file}:与已有的 ${same} 是同一件,未重复加入。`);
  const draft = parseReply('draft', text);
  // All files count, also those that cannot be read now: none may be overwritten.
  const taken = new Set(readdirSync(folder).map((name) => basename(name, extname(name))));
  const id = idFor(file, draft, digest, taken);
  const { published } = draft.letterhead;
  const note = { file: basename(file), sha256, ...(published && { published: published.value }) };
  try {
    await writeAtomic(join(folder, `${id}.json`), `${JSON.stringify(note, null, 2)}\n`);
    await writeAtomic(join(folder, `${id}.txt`), text);
  } catch (error) {
    rmSync(join(folder, `${id}.json`), { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw code ? new UnfiledLetterError(file, folder, code) : error;
  }
  known.set(digest, id);
  console.log(`${file}:已加入,编号 ${id}\n${shown(draft)}`);
  if (lost.length > 0) console.log(`  未读入:${lost.join('、')}`);
}

/** `npm run add`: adds replies to the corpus, which a running bot notices. Exit code 1 when one could not be added. */
async function main(): Promise<number> {
  const options = readOptions();
  if (!options) return 2;
  const folder = folderOf(options.corpus ?? readConfiguration(readEnvironment()).corpus);
  const known = knownReplies(folder);
  let failed = 0;
  for (const file of options.files) {
    try {
      await addReply(file, folder, known);
    } catch (error) {
      if (!(error instanceof ReplyBotError)) throw error;
      console.error(error.message);
      failed++;
    }
  }
  return failed > 0 ? 1 : 0;
}

void runCommand(main);
