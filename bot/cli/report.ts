import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import writeXlsxFile from 'write-excel-file/node';
import { foldText } from '../../indexer/text/normalise.js';
import { readConfiguration, readEnvironment } from '../configuration.js';
import { writeAtomicSync } from '../storage/atomicFile.js';
import type { LedgerRow } from '../storage/ledger.js';
import { openStorage } from '../storage/storage.js';
import { runCommand } from './command.js';

const USAGE = '用法:npm run report -- [--out 目录]';

/** A table of the report. */
export interface Table {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Outcomes that count as unanswered. */
const UNANSWERED: ReadonlySet<string> = new Set(['not_found', 'not_stated']);

/** The tables of the report: unanswered questions, most frequent first; disliked answers; all answers. */
export function tablesOf(rows: readonly LedgerRow[]): Table[] {
  const groups = new Map<string, LedgerRow[]>();
  for (const row of rows.filter(({ outcome }) => UNANSWERED.has(outcome))) {
    const key = `${foldText(row.question).replace(/[^\p{L}\p{N}]/gu, '')} ${row.outcome}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const frequent = [...groups.values()].sort((a, b) => b.length - a.length || b[0]!.at.localeCompare(a[0]!.at));
  return [
    {
      name: '未答问题',
      head: ['次数', '问题', '结果', '缺少', '最近一次'],
      rows: frequent.map((group) => [
        group.length,
        group[0]!.question,
        group[0]!.outcome,
        group[0]!.lacking ?? '',
        group[0]!.at,
      ]),
    },
    {
      name: '不满意',
      head: ['时间', '问题', '结果', '意见', '答复', '编号'],
      rows: rows
        .filter(({ verdict }) => verdict === 'dislike')
        .map(({ at, question, outcome, note, replies, id }) => [at, question, outcome, note ?? '', replies, id]),
    },
    {
      name: '全部回答',
      head: ['时间', '渠道', '问题', '结果', '缺少', '评价', '意见', '答复', '语料', '编号'],
      rows: rows.map(({ at, channel, question, outcome, lacking, verdict, note, replies, corpus, id }) => [
        at,
        channel,
        question,
        outcome,
        lacking ?? '',
        verdict ?? '',
        note ?? '',
        replies,
        corpus.slice(0, 12),
        id,
      ]),
    },
  ];
}

/**
 * Writes each table as csv, and all of them as sheets of one xlsx. The csv has a byte order mark, by which spreadsheets
 * recognise UTF-8, and an apostrophe before cells that would be read as formulas.
 *
 * @returns paths of the files
 */
export async function writeReport(folder: string, tables: readonly Table[]): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const files = tables.map(({ name, head, rows }) => {
    const file = join(folder, `${name}.csv`);
    writeAtomicSync(file, stringify([head, ...rows], { bom: true, escape_formulas: true }));
    return file;
  });
  const book = join(folder, '答复通报表.xlsx');
  await writeXlsxFile(
    tables.map(({ name, head, rows }) => ({
      sheet: name,
      data: [head.map((value) => ({ value, fontWeight: 'bold' as const })), ...rows.map((row) => row.map(cellOf))],
    })),
  ).toFile(book);
  return [...files, book];
}

const cellOf = (value: string | number) =>
  typeof value === 'number'
    ? { value, type: Number as NumberConstructor }
    : { value, type: String as StringConstructor };

/** `npm run report`: writes the tables into a folder. */
async function main(): Promise<number> {
  let out: string;
  try {
    out = parseArgs({ options: { out: { type: 'string' } } }).values.out ?? 'report';
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const { data, retentionDays } = readConfiguration(readEnvironment());
  const storage = openStorage({ folder: data, days: retentionDays });
  const tables = tablesOf(storage.ledger.rows());
  storage.close();
  const files = await writeReport(out, tables);
  for (const { name, rows } of tables) console.log(`${name}:${rows.length} 行`);
  for (const file of files) console.log(file);
  return 0;
}

if (require.main === module) void runCommand(main);
