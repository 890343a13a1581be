import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import { tablesOf, writeReport } from '../../../bot/cli/report.js';
import { openStorage } from '../../../bot/storage/storage.js';
import type { LedgerEntry } from '../../../dialogs/converse/ledger.js';

const entry = (id: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id,
  channel: 'directline',
  question: '路灯什么时候装?',
  outcome: 'not_found',
  replies: [],
  corpus: 'c0ffee',
  ...more,
});
const folder = () => mkdtempSync(join(tmpdir(), 'ledger-'));

describe('the ledger', () => {
  it('keeps what was asked and how it ended over a restart, with the last thumb', () => {
    const data = folder();
    const before = openStorage({ folder: data });
    before.ledger.answered(entry('a', { outcome: 'not_stated', lacking: 'date', replies: ['r1', 'r2'] }));
    before.ledger.sent('a', 'm1');
    before.ledger.judged({ of: { answer: 'a' }, verdict: 'like' });
    before.ledger.judged({ of: { message: 'm1' }, verdict: 'dislike', note: '没说清' });
    before.close();
    const after = openStorage({ folder: data });
    expect(after.ledger.rows()).toEqual([
      {
        ...entry('a', { outcome: 'not_stated', lacking: 'date' }),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        replies: 'r1 r2',
        verdict: 'dislike',
        note: '没说清',
      },
    ]);
    after.close();
  });

  it('keeps no thumb for an answer it does not know', () => {
    const storage = openStorage();
    storage.ledger.answered(entry('a'));
    storage.ledger.judged({ of: { answer: 'b' }, verdict: 'like' });
    expect(storage.ledger.rows().map(({ verdict }) => verdict)).toEqual([null]);
    storage.close();
  });
});

describe('the report', () => {
  const { ledger, close } = openStorage();
  ledger.answered(entry('1'));
  ledger.answered(entry('2', { question: '路灯 什么时候装' }));
  ledger.answered(entry('3', { question: '=HYPERLINK("http://x")', outcome: 'not_stated', lacking: 'money' }));
  ledger.answered(entry('4', { question: '怎么联系', outcome: 'answered' }));
  ledger.judged({ of: { answer: '4' }, verdict: 'dislike', note: '电话打不通' });
  const tables = tablesOf(ledger.rows());
  close();

  it('lists the questions without an answer by how often they came, however they were spaced', () => {
    expect(tables[0]!.rows.map(([times, , outcome, lacking]) => [times, outcome, lacking])).toEqual([
      [2, 'not_found', ''],
      [1, 'not_stated', 'money'],
    ]);
  });

  it('lists what was disliked with what was written beside it', () => {
    expect(tables[1]!.rows.map(([, question, , note]) => [question, note])).toEqual([['怎么联系', '电话打不通']]);
  });

  it('writes csv and xlsx that spreadsheets read, in which nothing typed is a formula', async () => {
    const files = await writeReport(folder(), tables);
    const csv = readFileSync(files[0]!, 'utf8');
    expect(csv.startsWith('\ufeff次数,问题')).toBe(true);
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
    const book = await JSZip.loadAsync(readFileSync(files.at(-1)!));
    const sheets = Object.keys(book.files).filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name));
    expect(sheets).toHaveLength(3);
    for (const name of sheets) expect(await book.file(name)!.async('string')).not.toContain('<f>');
  });
});
