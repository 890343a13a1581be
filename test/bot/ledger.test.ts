import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import { openLedger } from '../../bot/ledger.js';
import { tablesOf, writeReport } from '../../bot/report.js';
import type { LedgerEntry } from '../../dialogs/ledger.js';

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
    const before = openLedger(data, 30);
    before.answered(entry('a', { outcome: 'not_stated', lacking: 'date', replies: ['r1', 'r2'] }));
    before.sent('a', 'm1');
    before.judged({ of: { answer: 'a' }, verdict: 'like' });
    before.judged({ of: { message: 'm1' }, verdict: 'dislike', note: '没说清' });
    before.close();
    const after = openLedger(data, 30);
    expect(after.rows()).toEqual([
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
    const ledger = openLedger(folder(), 30);
    ledger.answered(entry('a'));
    ledger.judged({ of: { answer: 'b' }, verdict: 'like' });
    expect(ledger.rows().map(({ verdict }) => verdict)).toEqual([null]);
    ledger.close();
  });

  it('forgets after the days it was told, and not the conversation of staff', () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const ledger = openLedger(folder(), 30, { now: () => now });
    ledger.answered(entry('old'));
    ledger.judged({ of: { answer: 'old' }, verdict: 'like' });
    ledger.keepReference('ticket ABCDEF', { channelId: 'directline' });
    ledger.keepReference('staff s', { channelId: 'msteams' });
    now = new Date('2026-01-25T00:00:00Z');
    ledger.answered(entry('new'));
    now = new Date('2026-02-05T00:00:00Z');
    expect(ledger.expire()).toBe(1);
    expect(ledger.rows().map(({ id }) => id)).toEqual(['new']);
    expect(ledger.referenceOf('ticket ABCDEF')).toBeUndefined();
    expect(ledger.referenceOf('staff s')).toEqual({ channelId: 'msteams' });
    ledger.close();
  });
});

describe('the report', () => {
  const ledger = openLedger(folder(), 30);
  ledger.answered(entry('1'));
  ledger.answered(entry('2', { question: '路灯 什么时候装' }));
  ledger.answered(entry('3', { question: '=HYPERLINK("http://x")', outcome: 'not_stated', lacking: 'money' }));
  ledger.answered(entry('4', { question: '怎么联系', outcome: 'answered' }));
  ledger.judged({ of: { answer: '4' }, verdict: 'dislike', note: '电话打不通' });
  const tables = tablesOf(ledger.rows());
  ledger.close();

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
