import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DamagedIndexError, StaleIndexError } from '../../indexer/errors.js';
import { openLibrary } from '../../indexer/index/library.js';
import { readIndex, saveIndex } from '../../indexer/index/store.js';
import { KNOWLEDGE, MADE } from '../support/library.js';

const folder = () => mkdtempSync(join(tmpdir(), 'store-'));

describe('the stored index', () => {
  it('comes back as it was saved', () => {
    const at = folder();
    saveIndex(at, 'corpus a', '{"a":1}');
    expect(readIndex(at, 'corpus a')).toBe('{"a":1}');
  });

  it('is nothing where nothing was saved', () => {
    expect(readIndex(folder(), 'corpus a')).toBeUndefined();
  });

  it('is refused for another corpus, and says which is which', () => {
    const at = folder();
    saveIndex(at, 'corpus a', '{}');
    expect(readIndex(at, 'corpus b')).toEqual(new StaleIndexError('corpus a', 'corpus b'));
  });

  it('keeps the one before and leaves nothing aside', () => {
    const at = folder();
    saveIndex(at, 'a', '1');
    saveIndex(at, 'b', '2');
    expect(readdirSync(at).sort()).toEqual(['index.json', 'index.previous.json']);
    expect(readFileSync(join(at, 'index.previous.json'), 'utf8').endsWith('\n1')).toBe(true);
  });

  it('is refused after any single change to it', () => {
    const at = folder();
    saveIndex(at, 'a', JSON.stringify({ terms: '科创板 上市 挂牌'.repeat(20) }));
    const whole = readFileSync(join(at, 'index.json'));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const bytes = Buffer.from(whole);
        bytes[place] = bytes[place]! ^ change;
        writeFileSync(join(at, 'index.json'), bytes);
        const read = readIndex(at, 'a');
        return read instanceof DamagedIndexError || read instanceof StaleIndexError;
      }),
    );
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        writeFileSync(join(at, 'index.json'), whole.subarray(0, length));
        return readIndex(at, 'a') instanceof DamagedIndexError;
      }),
    );
  });
});

describe('opening the library', () => {
  /** One letter, and of the knowledge what an index hangs on. */
  const corpus = folder();
  const knowledge = folder();
  cpSync(join(MADE, '03-towpath.txt'), join(corpus, '03-towpath.txt'));
  for (const name of ['lexicon.txt', 'stopwords.txt']) cpSync(join(KNOWLEDGE, name), join(knowledge, name));

  it('rebuilds a damaged index with a warning, and serves it whole', () => {
    const store = folder();
    const places = { corpus, knowledge, store };
    const fresh = openLibrary(places);
    const file = join(store, 'index.json');
    const stored = readFileSync(file, 'utf8');
    writeFileSync(file, stored.slice(0, stored.length / 2));
    const mended = openLibrary(places);
    expect(mended.warnings.join()).toMatch(/已损坏/);
    expect(mended.index.passages).toEqual(fresh.index.passages);
    expect(readFileSync(file, 'utf8')).toBe(stored);
    expect(openLibrary(places).warnings).toEqual([]);
  });

  it('rebuilds what bears the right digest and is the index of something else, or none', () => {
    const store = folder();
    const places = { corpus, knowledge, store };
    const fresh = openLibrary(places);
    const { origin } = JSON.parse(readFileSync(join(store, 'index.json'), 'utf8').split('\n')[0]!) as {
      origin: string;
    };
    for (const body of ['{}', 'x', '[1]', JSON.stringify({ documentCount: 50 })]) {
      saveIndex(store, origin, body);
      const mended = openLibrary(places);
      expect(mended.warnings.join()).toMatch(/已损坏/);
      expect(mended.index.passages).toEqual(fresh.index.passages);
    }
  });

  it('rebuilds where a folder stands in the place of the index', () => {
    const store = folder();
    mkdirSync(join(store, 'index.json', 'inner'), { recursive: true });
    const places = { corpus, knowledge, store };
    expect(openLibrary(places).warnings.join()).toMatch(/已损坏/);
    expect(openLibrary(places).warnings).toEqual([]);
  });
});
