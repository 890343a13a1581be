import { buildIndex, extendIndex, loadIndex } from '../../indexer/index/searchIndex.js';
import { gramsOf, wordsOf } from '../../indexer/index/terms.js';
import { openSegmenter } from '../../indexer/language/segment.js';
import { parseReply } from '../../indexer/parse/parse.js';
import { LEXICON } from '../support/library.js';

const segmenter = openSegmenter(LEXICON);

const letter = `王某代表:
您提出的《关于某事的建议》收悉。现答复如下:
一、工作情况
一是科技与金融加速融合。支持企业上市挂牌,累计598 家。
二是建设充电桩。新建充电桩300个。
三是科学普及。开展科普活动。
`;

const sources = {
  replies: [parseReply('r', letter)],
  phrasings: new Map([['r', new Map([['一/三是', ['带娃看展览']]])]]),
};

const ask = (index: ReturnType<typeof buildIndex>, question: string) => {
  const one = (term: string) => ({ term, weight: 1 });
  return index
    .search([...new Set(gramsOf(question))].map(one), wordsOf(question, segmenter).map(one), 3)
    .map(({ passage }) => passage.labels.at(-1));
};

describe('the search index', () => {
  const index = buildIndex(sources, segmenter);

  it('puts the passage that shares bigrams first: 上市, 市挂, 挂牌 stand in 一是 alone', () => {
    expect(ask(index, '上市挂牌')[0]).toBe('一是');
  });

  it('finds a passage by a single character that words would miss: 充 and 电 of 充电桩', () => {
    expect(ask(index, '充电')[0]).toBe('二是');
  });

  it('finds a passage by a phrasing that shares nothing with its text', () => {
    expect(ask(index, '看展览')).toEqual(['三是']);
  });

  it('finds nothing where nothing is shared', () => {
    expect(ask(index, '游泳')).toEqual([]);
  });

  it('answers the same after it was stored and read again', () => {
    const again = loadIndex(index.serialise(), sources)!;
    for (const question of ['上市挂牌', '充电', '看展览', '企业'])
      expect(ask(again, question)).toEqual(ask(index, question));
  });
});

describe('an index made out of one of fewer letters', () => {
  const other = parseReply('s', letter.replace('充电桩', '游泳池').replace('充电桩', '游泳池'));
  const both = { ...sources, replies: [...sources.replies, other] };
  const few = buildIndex(sources, segmenter);
  const more = extendIndex(few, both, segmenter);
  const questions = ['上市挂牌', '充电', '看展览', '企业', '游泳'];

  it('finds what one built anew finds, with the same scores', () => {
    const anew = buildIndex(both, segmenter);
    const scores = (index: typeof few, question: string) =>
      index
        .search(
          [...new Set(gramsOf(question))].map((term) => ({ term, weight: 1 })),
          [],
          9,
        )
        .map((hit) => [hit.passage.id, hit.score.toFixed(6)]);
    for (const question of questions) expect(scores(more, question)).toEqual(scores(anew, question));
    expect(more.passages).toEqual(anew.passages);
  });

  it('leaves the one of fewer as it was', () => {
    expect(ask(few, '游泳')).toEqual([]);
    expect(ask(few, '充电')[0]).toBe('二是');
  });
});

describe.each(['nodejieba', '@node-rs/jieba'] as const)('segmentation by %s', (name) => {
  const chosen = openSegmenter(LEXICON, name);

  it('names itself, for an index belongs to the segmenter that made it', () => {
    expect(chosen.name.startsWith(`${name} `)).toBe(true);
  });

  it('loses nothing: the words joined are the text', () => {
    for (const text of ['登录科创板融资发展,累计达963家和598家。', '', ' ', 'R&D占GDP比重为2.47%', '𠮷祥']) {
      expect(chosen.cut(text).join('')).toBe(text);
    }
  });

  it("knows the lexicon's words", () => {
    expect(chosen.cut('登录科创板')).toContain('科创板');
  });
});
