import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOME } from '../../../bot/configuration.js';
import { docxOf } from '../../support/files.js';
import { madeReply } from '../../support/letters.js';

const ADD = join(HOME, 'dist/bot/cli/add.js');
const made = madeReply('09-sme-finance');

describe('npm run add', () => {
  const inbox = mkdtempSync(join(tmpdir(), 'inbox-'));
  const corpus = join(mkdtempSync(join(tmpdir(), 'corpus-')), 'replies');
  const put = (name: string, content: string | Buffer): string => {
    writeFileSync(join(inbox, name), content);
    return join(inbox, name);
  };
  const add = (...files: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [ADD, '--corpus', corpus, ...files], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('files a letter under an id of its day, with its source and digest, and shows what it understood', async () => {
    const { status, stdout } = add(put('关于融资的答复.docx', await docxOf(made.text)));
    expect(status).toBe(0);
    expect(stdout).toContain('答复单位:云川市地方金融监督管理局');
    expect(stdout).toContain('成文日期:2020-06-22');
    expect(stdout).toContain('三、下一步工作措施 (planned)');
    const [note, letter] = readdirSync(corpus).sort();
    expect(letter).toMatch(/^20200622-[0-9a-f]{8}\.txt$/);
    expect(JSON.parse(readFileSync(join(corpus, note!), 'utf8'))).toEqual({
      file: '关于融资的答复.docx',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('notices the same letter in another kind of file and in other spaces and widths', () => {
    const { status, stdout } = add(put('again.txt', made.text.replaceAll(',', '，').replaceAll('\n', '\n\n')));
    expect(status).toBe(0);
    expect(stdout).toMatch(/与已有的 20200622-[0-9a-f]{8} 是同一件,未重复加入/);
    expect(readdirSync(corpus)).toHaveLength(2);
  });

  it('names what cannot be read, takes in the rest, and fails', () => {
    const { status, stdout, stderr } = add(
      join(inbox, 'missing.docx'),
      put('broken.docx', Buffer.from('PK\u0003\u0004 is no archive')),
      put('scan.pdf', '%PDF-1.4 nothing'),
      put('towpath.txt', madeReply('03-towpath').text),
    );
    expect(status).toBe(1);
    for (const name of ['missing.docx:没有这个文件', 'broken.docx:文件已损坏', 'scan.pdf:文件已损坏'])
      expect(stderr).toContain(name);
    expect(stdout).toContain('已加入,编号 towpath');
    expect(readdirSync(corpus)).toContain('towpath.txt');
  });

  it('writes over no file of the corpus, not even one that cannot be read as a letter', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0xfa]);
    writeFileSync(join(corpus, 'damaged.txt'), bytes);
    const { status, stdout } = add(put('damaged.txt', madeReply('05-elder-care').text));
    expect(status).toBe(0);
    expect(stdout).toContain('已加入,编号 damaged-2');
    expect(readFileSync(join(corpus, 'damaged.txt'))).toEqual(bytes);
  });

  it('writes through no link that stands in the corpus', () => {
    const elsewhere = put('elsewhere', 'of another');
    for (const name of ['linked.txt', 'dangling.json']) symlinkSync(elsewhere, join(corpus, name));
    symlinkSync(join(inbox, 'nothing'), join(corpus, 'gone.txt'));
    symlinkSync(elsewhere, join(corpus, 'aside.txt.tmp'));
    const letters = ['linked.txt', 'dangling.txt', 'gone.txt', 'aside.txt'].map((name, n) =>
      put(name, `${made.text}\n此件为第 ${n} 件。`),
    );
    const { status, stdout } = add(...letters);
    expect(status).toBe(0);
    for (const id of ['linked-2', 'dangling-2', 'gone-2', 'aside']) expect(stdout).toContain(`已加入,编号 ${id}\n`);
    expect(readFileSync(elsewhere, 'utf8')).toBe('of another');
    expect(existsSync(join(inbox, 'nothing'))).toBe(false);
  });

  it('leaves nothing of a letter that the disk has no room for, and says so', () => {
    const before = readdirSync(corpus);
    const letter = put('large.txt', `${made.text}\n${'落实。'.repeat(1000)}`);
    // A limit of 1 KB on the size of files stops a write half-way, as a full disk does; the signal it sends is waved off.
    const preload = put('preload.cjs', `process.on('SIGXFSZ', () => {});`);
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, '-r', preload, ADD, '--corpus', corpus, letter],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toBe(`${letter}:写不进语料目录 ${corpus},未加入:系统报告 EFBIG,请检查磁盘后重试。\n`);
    expect(readdirSync(corpus)).toEqual(before);
  });

  it('says how it is used when no file is given', () => {
    expect(add()).toMatchObject({ status: 2, stderr: expect.stringContaining('用法:npm run add') });
  });
});
