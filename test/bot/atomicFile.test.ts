import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomic, writeAtomicSync } from '../../bot/storage/atomicFile.js';

describe('a file that is replaced as a whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atomic-'));
  const file = join(folder, 'file');
  const content = Buffer.from('二'.repeat(100_000));

  it('holds all of what is written, and nothing is left beside it', async () => {
    await writeAtomic(file, content);
    expect(readFileSync(file)).toEqual(content);
    writeAtomicSync(file, '一');
    expect(readFileSync(file, 'utf8')).toBe('一');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('has the permissions asked for, else those it had', () => {
    writeFileSync(file, '', { mode: 0o640 });
    writeAtomicSync(file, '一', 0o600);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeAtomicSync(file, '二');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is an error where the folder is missing', async () => {
    await expect(writeAtomic(join(folder, 'none', 'file'), '')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
