import { EXTRACTION_LIMITS, extractFile } from '../../../bot/cli/extraction.js';
import { FILES, handedToAdd, letter, OUT_OF_MEMORY, put } from '../../support/handedFiles.js';

describe('files of every kind, handed to one npm run add', () => handedToAdd(FILES));

describe('the process that reads a file', () => {
  it('fills the heap: the file is named, with the way out', async () => {
    const file = put('read.txt', letter);
    const worker = put('worker.cjs', 'const all = []; for (;;) all.push(new Array(1e5).fill({}));');
    await expect(extractFile(file, worker, { ...EXTRACTION_LIMITS, time: 25_000 })).rejects.toThrow(
      `${file}:${OUT_OF_MEMORY}`,
    );
  });
});
