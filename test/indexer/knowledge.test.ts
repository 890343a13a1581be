import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmptyCorpusError, MalformedLineError, UnreadableFileError } from '../../indexer/errors.js';
import { readThesaurus } from '../../indexer/language/thesaurus.js';
import { loadCorpus } from '../../indexer/read/corpus.js';
import { readPhrasings } from '../../indexer/read/phrasings.js';
import { fold, foldText } from '../../indexer/text/normalise.js';
import { seedCorpus } from '../support/library.js';

describe('the thesaurus', () => {
  const read = (text: string) => readThesaurus([{ name: 'words.txt', text }]);

  it('leads from what is typed to what replies write, one way', () => {
    const thesaurus = read('借不到钱 => 融资难, 贷款|0.5');
    expect(thesaurus.lookUp('公司借不到钱')).toEqual([
      {
        start: 2,
        end: 6,
        synonyms: [
          { word: '融资难', weight: 1, origin: 'thesaurus' },
          { word: '贷款', weight: 0.5, origin: 'thesaurus' },
        ],
      },
    ]);
    expect(thesaurus.lookUp('融资难')).toEqual([]);
  });

  it('reads equivalents both ways', () => {
    const thesaurus = read('站台, 候车亭  # 公交');
    expect(thesaurus.lookUp('候车亭')[0]?.synonyms).toEqual([{ word: '站台', weight: 1, origin: 'thesaurus' }]);
    expect(thesaurus.lookUp('站台')[0]?.synonyms).toEqual([{ word: '候车亭', weight: 1, origin: 'thesaurus' }]);
  });

  it('takes the longest entry at a place', () => {
    expect(read('充电 => 甲\n充电桩 => 乙').lookUp('充电桩')).toHaveLength(1);
  });

  it.each([['甲 => '], ['甲, , 乙'], ['甲 => 乙|2'], ['甲 => 乙 => 丙']])('names the line of %p', (line) => {
    expect(() => read(`# 头\n${line}`)).toThrow(MalformedLineError);
    expect(() => read(`# 头\n${line}`)).toThrow(/^words\.txt:2: /);
  });

  it('holds at least 800 groups', () => {
    expect(seedCorpus().thesaurus.size).toBeGreaterThanOrEqual(800);
  });
});

describe('phrasings', () => {
  it('belong to the measure named above them', () => {
    expect(readPhrasings('p', '# 注\n[二/(三)/三是]\n没抵押咋贷款\n\n上市有啥支持\n')).toEqual(
      new Map([['二/(三)/三是', ['没抵押咋贷款', '上市有啥支持']]]),
    );
  });

  it('without a measure are refused, with their line', () => {
    expect(() => readPhrasings('p.txt', '没抵押咋贷款')).toThrow(/^p\.txt:1: /);
  });

  it("of the client's reply name every measure, six times at least, and nothing that is not there", () => {
    const { corpus, index } = seedCorpus();
    const asked = corpus.phrasings.get('tjkj-2019-liuzhi')!;
    const items = index.passages.filter(({ kind }) => kind === 'item').map(({ labels }) => labels.join('/'));
    for (const item of items) expect(asked.get(item)?.length ?? 0).toBeGreaterThanOrEqual(6);
    const sections = new Set(
      index.passages.flatMap(({ labels }) => labels.map((_, i) => labels.slice(0, i + 1).join('/'))),
    );
    expect([...asked.keys()].filter((key) => !sections.has(key))).toEqual([]);
  });
});

describe('folding', () => {
  it('makes Traditional, full-width and spaced text plain', () => {
    expect(foldText('雲川市，連續１６ 年；ＧＤＰ')).toBe('云川市,连续16年;gdp');
  });

  it('knows where each unit came from', () => {
    expect(fold('累计 598 家').at).toEqual([0, 1, 3, 4, 5, 7, 8]);
  });
});

describe('a corpus folder', () => {
  const folder = (files: Record<string, string | Buffer>) => {
    const at = mkdtempSync(join(tmpdir(), 'corpus-'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(at, name), content);
    return at;
  };

  it('that is empty is named, with the way out', () => {
    const at = folder({});
    expect(() => loadCorpus(at)).toThrow(EmptyCorpusError);
    expect(() => loadCorpus(join(at, 'missing'))).toThrow(/\.txt/);
  });

  it('with a file that is no UTF-8 serves the others and names the byte', () => {
    const gb = Buffer.from([0xb5, 0xc4, 0xd2, 0xbb, 0xca, 0xc7]);
    const { replies, faults } = loadCorpus(folder({ 'a.txt': '一是甲。', 'b.txt': gb }));
    expect(replies.map(({ id }) => id)).toEqual(['a']);
    expect(faults[0]).toBeInstanceOf(UnreadableFileError);
    expect(faults[0]!.message).toMatch(/b\.txt 第 0 字节起不是 UTF-8/);
  });

  it('does not follow links out of itself', () => {
    const outside = folder({ 'secret.txt': '一是密。' });
    const inside = folder({ 'a.txt': '一是甲。' });
    symlinkSync(join(outside, 'secret.txt'), join(inside, 'b.txt'));
    mkdirSync(join(inside, 'c.txt'));
    expect(loadCorpus(inside).replies.map(({ id }) => id)).toEqual(['a']);
  });

  it('has another fingerprint after any change', () => {
    const a = loadCorpus(folder({ 'a.txt': '甲' })).fingerprint;
    expect(loadCorpus(folder({ 'a.txt': '乙' })).fingerprint).not.toBe(a);
    expect(loadCorpus(folder({ 'b.txt': '甲' })).fingerprint).not.toBe(a);
    expect(loadCorpus(folder({ 'a.txt': '甲' })).fingerprint).toBe(a);
  });
});
