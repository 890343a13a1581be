import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HOME } from '../../bot/configuration.js';
import { LIMITS } from '../../bot/door.js';
import { openLive } from '../../bot/liveLibrary.js';
import { converse, START } from '../../dialogs/conversation.js';
import { type RunningBot, startBot } from '../support/bot.js';
import { shareBundle } from '../support/bundle.js';
import { openChat } from '../support/directLine.js';
import { docxOf } from '../support/files.js';
import { madeReply } from '../support/letters.js';
import { KNOWLEDGE, MADE } from '../support/library.js';

const NEW = '09-sme-finance';
const QUESTION = '云川融易通入驻了多少家金融机构?';
const SAID = '入驻金融机构37 家';

/** A corpus of its own, with the letters named. */
function corpusOf(...names: string[]): string {
  const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
  for (const name of names) cpSync(join(MADE, `${name}.txt`), join(corpus, `${name}.txt`));
  return corpus;
}
const until = async (done: () => boolean) => {
  for (const end = Date.now() + 10_000; !done() && Date.now() < end; ) await sleep(20);
};

describe('a library that is taken anew', () => {
  const open = (corpus: string, store?: string) => {
    const reports: string[] = [];
    const live = openLive(
      { corpus, knowledge: KNOWLEDGE, ...(store && { store }) },
      (message) => reports.push(message),
      20,
    );
    return { live, reports };
  };

  it('has a letter that is put in, and says so', async () => {
    const corpus = corpusOf('03-towpath');
    const { live, reports } = open(corpus);
    cpSync(join(MADE, `${NEW}.txt`), join(corpus, `${NEW}.txt`));
    await until(() => live.current().index.replies.has(NEW));
    live.close();
    expect([...live.current().index.replies.keys()]).toEqual(['03-towpath', NEW]);
    expect(reports.at(-1)).toBe('语料有变,已启用新索引:答复 2 件。');
  });

  it('keeps the old letters when the folder vanishes, says so, and takes them anew when it is back', async () => {
    const corpus = corpusOf('03-towpath', '05-elder-care');
    const { live, reports } = open(corpus);
    renameSync(corpus, `${corpus}.away`);
    await until(() => reports.length > 0);
    expect(live.current().index.replies.size).toBe(2);
    expect(reports.at(-1)).toMatch(/语料有变但未启用.*仍用原来的 2 件答复/);
    cpSync(join(MADE, `${NEW}.txt`), join(`${corpus}.away`, `${NEW}.txt`));
    renameSync(`${corpus}.away`, corpus);
    await until(() => live.current().index.replies.has(NEW));
    live.close();
    expect(live.current().index.replies.size).toBe(3);
  });

  it('keeps the old letters when most are gone at once', async () => {
    const corpus = corpusOf('03-towpath', '05-elder-care', '01-bus-shelter');
    const store = mkdtempSync(join(tmpdir(), 'store-'));
    const { live, reports } = open(corpus, store);
    renameSync(join(corpus, '03-towpath.txt'), join(corpus, '03-towpath.away'));
    renameSync(join(corpus, '05-elder-care.txt'), join(corpus, '05-elder-care.away'));
    await until(() => reports.length > 0);
    live.close();
    expect(live.current().index.replies.size).toBe(3);
    expect(readdirSync(store)).toEqual(['index.json']);
    expect(readFileSync(join(store, 'index.json'), 'utf8')).toContain(live.current().corpus.fingerprint);
    expect(reports.at(-1)).toMatch(/由 3 件减到 1 件.*仍用原来的 3 件答复/);
  });

  it('passes over a letter that is no text, and says where', async () => {
    const corpus = corpusOf('03-towpath', '05-elder-care');
    const { live, reports } = open(corpus);
    writeFileSync(join(corpus, 'bad.txt'), Buffer.from([0xff, 0xfe, 0xfa]));
    await until(() => reports.some((report) => report.includes('bad.txt')));
    live.close();
    expect(live.current().index.replies.size).toBe(2);
    expect(converse('古纤道有多长', START, live.current()).answer.outcome).toBe('answered');
  });
});

describe('a running bot', () => {
  let bot: RunningBot;
  const corpus = corpusOf('03-towpath', '05-elder-care');
  beforeAll(async () => {
    bot = await startBot({
      data: await shareBundle(),
      corpus,
      limits: { ...LIMITS, conversations: 10_000, requests: 100_000 },
    });
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
      join(HOME, 'dist/bot/add.js'),
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
