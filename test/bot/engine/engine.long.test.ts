import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HOME } from '../../../bot/configuration.js';
import type { BotEngine } from '../../../bot/engine/engine.js';
import { type EngineSetting, startEngine } from '../../../bot/engine/engineHost.js';
import { DeadlineError, EngineExitError } from '../../../bot/engine/engineWorker.js';
import { LIMITS } from '../../../bot/http/access.js';
import type { EngineAnswer } from '../../../dialogs/turn/engine.js';
import { type RunningBot, startBot } from '../../support/bot.js';
import { shareBundle } from '../../support/bundle.js';
import { openChat } from '../../support/directLine.js';
import { asked, engineProcesses, lettersAt, until, watchingEngine } from '../../support/engine.js';
import { docxOf } from '../../support/files.js';
import { madeReply } from '../../support/letters.js';
import { KNOWLEDGE, MADE } from '../../support/library.js';

const NEW = '09-sme-finance';
const QUESTION = '云川融易通入驻了多少家金融机构?';
const SAID = '入驻金融机构37 家';

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

  it('keeps the old letters when the folder vanishes, says so, and takes them anew when it is back', async () => {
    const corpus = lettersAt('03-towpath', '05-elder-care');
    const { engine, reports } = await open(corpus);
    renameSync(corpus, `${corpus}.away`);
    await until(() => reports.length > 0);
    expect(engine.holdings.replies).toBe(2);
    expect(reports.at(-1)).toMatch(/语料有变但未启用.*仍用原来的 2 件答复/);
    cpSync(join(MADE, `${NEW}.txt`), join(`${corpus}.away`, `${NEW}.txt`));
    renameSync(`${corpus}.away`, corpus);
    await until(() => engine.holdings.replies === 3);
    expect(engine.holdings.replies).toBe(3);
  });

  it('keeps the old letters when most are gone at once', async () => {
    const corpus = lettersAt('03-towpath', '05-elder-care', '01-bus-shelter');
    const store = mkdtempSync(join(tmpdir(), 'store-'));
    const { engine, reports } = await open(corpus, store);
    renameSync(join(corpus, '03-towpath.txt'), join(corpus, '03-towpath.away'));
    renameSync(join(corpus, '05-elder-care.txt'), join(corpus, '05-elder-care.away'));
    await until(() => reports.length > 0);
    expect(engine.holdings.replies).toBe(3);
    expect(readdirSync(store)).toEqual(['index.json']);
    expect(readFileSync(join(store, 'index.json'), 'utf8')).toContain(engine.holdings.corpus);
    expect(reports.at(-1)).toMatch(/由 3 件减到 1 件.*仍用原来的 3 件答复/);
  });

  it('passes over a letter that is no text, and says where', async () => {
    const corpus = lettersAt('03-towpath', '05-elder-care');
    const { engine, reports } = await open(corpus);
    writeFileSync(join(corpus, 'bad.txt'), Buffer.from([0xff, 0xfe, 0xfa]));
    await until(() => reports.some((report) => report.includes('bad.txt')));
    expect(engine.holdings.replies).toBe(2);
    expect((await engine.answer(asked('古纤道有多长'))).outcome).toBe('answered');
  });
});

describe('an engine that fails', () => {
  const corpus = lettersAt('03-towpath');
  const failures: Error[] = [];
  const start = (setting: EngineSetting = {}) =>
    startEngine({ corpus, knowledge: KNOWLEDGE }, { failed: (error) => failures.push(error), ...setting });
  beforeEach(() => void failures.splice(0));

  it('is ended when a question takes too long; those behind it are answered by its successor', async () => {
    // No question takes so long: the deadline is what is short.
    const engine = await start({ deadline: 0 });
    const slow = await Promise.allSettled([engine.answer(asked('古纤道有多长'))]);
    expect(slow[0]).toMatchObject({ status: 'rejected', reason: expect.any(DeadlineError) });
    await until(() => failures.length > 0);
    expect(failures[0]).toBeInstanceOf(EngineExitError);
    engine.close();
  });

  it('is started again when its process is killed: what it was at fails, what waits is answered', async () => {
    const engine = await start();
    const before = new Set(engineProcesses());
    const answers = Promise.allSettled(Array.from({ length: 40 }, () => engine.answer(asked('古纤道有多长'))));
    for (const pid of before) process.kill(pid, 'SIGKILL');
    const settled = await answers;
    const failed = settled.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeLessThanOrEqual(1);
    expect((settled.at(-1) as PromiseFulfilledResult<EngineAnswer>).value.outcome).toBe('answered');
    engine.close();
  });
});

describe('a running bot', () => {
  let bot: RunningBot;
  const corpus = lettersAt('03-towpath', '05-elder-care');
  beforeAll(async () => {
    bot = await startBot(
      {
        data: await shareBundle(),
        corpus,
        limits: { ...LIMITS, conversations: 10_000, requests: 100_000 },
      },
      { engine: await startEngine({ corpus, knowledge: KNOWLEDGE }) },
    );
  });
  afterAll(() => bot.close());

  /** One question in a conversation of its own, answered in plain words. */
  const ask = async (question: string): Promise<string> =>
    (await (await openChat(bot.origin)).ask(question)).channelData['copy'] as string;

  it('answers every question of a loop while a letter is added, and then answers from the letter', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'inbox-')), `${NEW}.docx`);
    writeFileSync(file, await docxOf(madeReply(NEW).text));
    await expect(ask(QUESTION)).resolves.not.toContain(SAID);
    let added = false;
    const adding = promisify(execFile)(process.execPath, [
      join(HOME, 'dist/bot/cli/add.js'),
      '--corpus',
      corpus,
      file,
    ]).then(() => {
      added = true;
    });
    const answers: string[] = [];
    let after = 0;
    while (!answers.at(-1)?.includes(SAID) && after < 100) {
      await expect(ask('古纤道有多长?')).resolves.toContain('沿线有摩崖石刻43方');
      answers.push(await ask(QUESTION));
      if (added) after++;
    }
    await adding;
    expect(answers.at(-1)).toContain(SAID);
    expect(answers.join()).not.toContain('抱歉');
  });
});
