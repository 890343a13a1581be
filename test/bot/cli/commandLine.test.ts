import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOME } from '../../../bot/configuration.js';

const folder = (files: Record<string, string | Buffer> = {}) => {
  const at = mkdtempSync(join(tmpdir(), 'cli-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(at, name), content);
  return at;
};
/** What `npm run` calls once it has built the bot; `commandLine.long.test.ts` runs it whole. */
const run = (script: 'ask' | 'parse' | 'index', args: string[], { input = '', env = {} } = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(HOME, `dist/bot/cli/${script}.js`), ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, DATA_DIR: folder(), ...env },
  });
  return { status, stdout, stderr };
};
const GB = Buffer.from([0xb5, 0xc4, 0xd2, 0xbb, 0xca, 0xc7]);

describe('ask', () => {
  it('prints how the question was read and why each hit stands where it stands, then the answer for a person', () => {
    const { status, stdout } = run('ask', ['--why', '没有抵押物贷不到款,下一步怎么帮?']);
    expect(status).toBe(0);
    const [why, answer] = stdout.split(/\n\n(?=【下一步】三是)/);
    expect(why).toMatch(/^【怎样理解】问怎么回事;下一步的\n/);
    // What carried the best hit, in points.
    expect(why).toMatch(
      /【最前的几处】\n {2}[\d.]+ 二、.* › 三是培育优化科技金融生态\n.*\n {6}字词相合\(学得\) \+[\d.]+;/,
    );
    expect(why).toMatch(/【怎样作答】摘引原文\n/);
    expect(answer).toMatch(/。 \[1\]\n/);
    // The path of every citation.
    expect(answer).toMatch(/\n\[1\] 二、下一步主要工作举措 › .* › 三是培育优化科技金融生态\n$/);
  });

  it('answers lines of JSON with lines of JSON, earlier turns included; names one that is none, and fails', () => {
    const input = `{"id":1,"question":"那生物医药呢","turns":["人工智能下一步怎么支持"]}\n\nx\n{"id":2,"question":"你好"}\n`;
    const { status, stdout, stderr } = run('ask', ['--jsonl'], { input });
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; outcome: string; citations: object[] });
    expect(status).toBe(1);
    expect(stderr).toContain('第 3 行不是 JSON');
    expect(stdout.split('\n').length - 1).toBe(2);
    expect(first).toMatchObject({
      id: 1,
      outcome: 'answered',
      citations: expect.arrayContaining([
        expect.objectContaining({ n: 1, replyId: 'tjkj-2019-liuzhi', stage: 'planned' }),
      ]),
    });
    expect(second).toMatchObject({ id: 2, outcome: 'smalltalk', citations: [] });
  });

  it('asks another folder of replies, without the one that is no UTF-8', () => {
    const corpus = folder({
      'a.txt':
        '王某代表：\n您提出的《关于增设路灯的建议》收悉。现答复如下：\n一、工作情况\n一是安装路灯。已安装路灯86盏。\n某市城管局\n2022年3月1日\n',
      'b.txt': GB,
    });
    const { status, stdout, stderr } = run('ask', ['--corpus', corpus, '路灯装了多少盏']);
    expect([status, stdout.includes('已安装路灯86盏')]).toEqual([0, true]);
    expect(stderr).toMatch(/b\.txt 第 0 字节起不是 UTF-8/);
  });

  it.each([
    ['an empty question', ['  '], 2, /没有问题/],
    ['an unknown option', ['--colour', 'x'], 2, /colour/],
    ['an empty corpus folder', ['--corpus', folder(), '问'], 1, /没有答复/],
    ['a corpus folder that is not there', ['--corpus', '/nowhere', '问'], 1, /没有答复/],
  ])('%s is told clearly', (_, args, status, words) => {
    const { status: code, stderr } = run('ask', args);
    expect(code).toBe(status);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/ at .*\.js:\d+/);
  });
});

describe('parse', () => {
  it('prints the tree as JSON', () => {
    const { status, stdout } = run('parse', [join(HOME, 'corpus/replies/tjkj-2019-liuzhi.txt')]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      addressees: ['刘智'],
      date: '2019-07-05',
      outline: [{ label: '一' }, { label: '二' }],
    });
  });

  it.each([
    ['no file', [], 2, /须给出一个文件/],
    ['an unknown option', ['--tree', 'a.txt'], 2, /tree/],
    ['a file that is not there', ['/nowhere.txt'], 1, /读不到/],
    ['a file that is no UTF-8', [join(folder({ 'b.txt': GB }), 'b.txt')], 1, /不是 UTF-8/],
  ])('%s is told clearly', (_, args, status, words) => {
    const { status: code, stderr } = run('parse', args);
    expect([code, words.test(stderr)]).toEqual([status, true]);
  });
});

describe('index', () => {
  it('says what it holds, and fails when a file could not be read', () => {
    const CORPUS_DIR = folder({ 'a.txt': '一是甲。', 'b.txt': GB });
    expect(run('index', [], { env: { CORPUS_DIR } })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('答复 1 件'),
      stderr: expect.stringContaining('b.txt'),
    });
  });

  it('names every fault of the configuration at once', () => {
    const { status, stderr } = run('index', [], {
      env: { PORT: '70000', PUBLIC_ORIGIN: 'bot', MICROSOFT_APP_ID: 'x' },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/PORT[\s\S]*PUBLIC_ORIGIN[\s\S]*MICROSOFT_APP_ID/);
  });
});
