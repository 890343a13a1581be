import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOME } from '../../../bot/configuration.js';

const folder = () => mkdtempSync(join(tmpdir(), 'cli-'));
/** The command as it is typed: it builds the bot first. */
const run = (script: 'ask' | 'parse' | 'index', args: string[], input = '') => {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    cwd: HOME,
    input,
    encoding: 'utf8',
    env: { ...process.env, DATA_DIR: folder() },
  });
  return { status, stdout };
};

describe('npm run', () => {
  it.each([
    ['ask', ['联系电话是多少'], '022-58832816 [1]\n\n(截至2019-07-05)\n[1] 联系单位及电话'],
    ['parse', [join(HOME, 'corpus/replies/tjkj-2019-liuzhi.txt')], '"2019-07-05"'],
    ['index', [], '答复 1 件,段落 50 个'],
  ] as const)('%s runs what was built', (script, args, said) => {
    const { status, stdout } = run(script, [...args]);
    expect(status).toBe(0);
    expect(stdout).toContain(said);
  });

  it('ask takes 4,000 characters', () => {
    expect(run('ask', ['字'.repeat(4000)]).status).toBe(0);
  });

  it('ask answers lines of JSON, and succeeds', () => {
    const { status, stdout } = run(
      'ask',
      ['--jsonl'],
      '{"id":1,"question":"联系电话是多少"}\n\n{"id":2,"question":"你好"}\n',
    );
    expect(status).toBe(0);
    const outcomes = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { outcome: string }).outcome);
    expect(outcomes).toEqual(['answered', 'smalltalk']);
  });

  it('ask takes a corpus with little of a frame', () => {
    const corpus = folder();
    writeFileSync(join(corpus, 'a.txt'), '王某代表：\n现答复如下：\n已安装路灯86盏。\n');
    const { status, stdout } = run('ask', ['--corpus', corpus, '路灯多少盏']);
    expect([status, stdout.includes('86盏')]).toEqual([0, true]);
  });
});
