import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotEngine } from '../../../bot/engine/engine.js';
import { OverloadError, startEngine } from '../../../bot/engine/engineHost.js';
import { asked, engineProcesses, lettersAt, until, watchingEngine } from '../../support/engine.js';
import { KNOWLEDGE, MADE } from '../../support/library.js';

const NEW = '09-sme-finance';

describe('an engine whose letters change', () => {
  const opened: BotEngine[] = [];
  afterEach(() => {
    for (const engine of opened.splice(0)) engine.close();
  });
  const open = async (corpus: string, store?: string) => {
    const watching = await watchingEngine(corpus, store);
    opened.push(watching.engine);
    return watching;
  };

  it('has a letter that is put in, and says so', async () => {
    const corpus = lettersAt('03-towpath');
    const { engine, reports } = await open(corpus);
    cpSync(join(MADE, `${NEW}.txt`), join(corpus, `${NEW}.txt`));
    await until(() => engine.holdings.replies === 2);
    expect(await engine.page({ kind: 'reply', id: NEW })).toContain('融资');
    await until(() => reports.length > 0);
    expect(reports).toEqual(['语料有变,已启用新索引:答复 2 件。']);
    expect(engine.generation).toBe(1);
  });

  it('says in Chinese what is wrong when there are no letters to begin with', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'empty-'));
    await expect(open(empty)).rejects.toThrow(/里没有答复/);
  });
});

describe('an engine', () => {
  const corpus = lettersAt('03-towpath');
  let engine: BotEngine;
  beforeAll(async () => {
    engine = await startEngine({ corpus, knowledge: KNOWLEDGE }, { patience: 0 });
  });

  it('turns away what waited too long for those before it', async () => {
    const settled = await Promise.allSettled(Array.from({ length: 3 }, () => engine.answer(asked('古纤道有多长'))));
    expect(settled.map(({ status }) => status)).toContain('rejected');
    const { reason } = settled.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(OverloadError);
  });

  it('ends with its host', async () => {
    const pids = engineProcesses();
    engine.close();
    await until(() => engineProcesses().every((pid) => !pids.includes(pid)));
    expect(engineProcesses().filter((pid) => pids.includes(pid))).toEqual([]);
  });
});
