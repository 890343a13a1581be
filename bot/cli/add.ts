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

/** A letter could not be written into the corpus; nothing of it stays there. */
class UnfiledLetterError extends ReplyBotError {
  override readonly name = 'UnfiledLetterError';
  readonly file: string;
  /** The system's code: `ENOSPC`. */
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

/** The same letter, whatever its spaces and widths. */
const digestOf = (text: string): string =>
  createHash('sha256')
    .update(foldText(text).replace(/[^\p{L}\p{N}]/gu, ''))
    .digest('hex');

/** An id that tells the letter's day: `20190705-1a2b3c4d`; the file's own name where it is plain. */
function idFor(file: string, { letterhead }: Reply, digest: string, taken: ReadonlySet<string>): string {
  const plain = basename(file, extname(file)).toLowerCase();
  const wanted = /^[a-z0-9][a-z0-9-]{2,60}$/.test(plain)
    ? plain
    : `${dayOf(letterhead)?.replaceAll('-', '') ?? 'undated'}-${digest.slice(0, 8)}`;
  let id = wanted;
  for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
  return id;
}

/** What was understood, for the eye: the frame, the outline, what is odd. */
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
      const { text, lost, sha256 } = await extractFile(file);
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
        sha256,
        ...(draft.letterhead.published && { published: draft.letterhead.published.value }),
      };
      try {
        await writeAtomic(join(root, `${id}.json`), `${JSON.stringify(note, null, 2)}\n`);
        await writeAtomic(join(root, `${id}.txt`), text);
      } catch (error) {
        rmSync(join(root, `${id}.json`), { force: true });
        const { code } = error as NodeJS.ErrnoException;
        throw code ? new UnfiledLetterError(file, root, code) : error;
      }
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

void runCommand(main);
