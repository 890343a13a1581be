import { contributionsOf, rank } from '../../../dialogs/retrieve/rank.js';
import { understand } from '../../../dialogs/understand/understand.js';
import { corpusOf } from '../../support/library.js';

/** The sentences of a letter, each with the name it goes by below. */
const SENTENCES = {
  buses: '(一)开通乡村班车。已开通乡村班车线路9条,配备客车24辆,票价每人2元。',
  repair: '(二)加固危桥。去年加固危桥6座,投入资金310万元。',
  repairer: '危桥加固由县交通运输局负责。',
  drivers: '(三)培训驾驶员。组织客车驾驶员培训4期,参训驾驶员180人。',
  lateBus: '(一)延长班车时间。明年起,乡村班车末班延至19时。',
  inspection: '(二)检测桥梁。今后每年对全部桥梁检测一次,发现危桥及时加固。',
  ferry: '(三)关于增设轮渡。因河道水深不足,轮渡暂不具备开行条件。',
};

const library = corpusOf({
  roads: [
    '松川县交通运输局关于县人大代表第21号建议的答复',
    '王某代表:',
    '您提出的关于管好乡村客运和桥梁的建议收悉。现答复如下:',
    '一、已开展的工作',
    SENTENCES.buses,
    `${SENTENCES.repair}${SENTENCES.repairer}`,
    SENTENCES.drivers,
    '二、下一步打算',
    SENTENCES.lateBus,
    SENTENCES.inspection,
    SENTENCES.ferry,
    '松川县交通运输局',
    '2023年6月1日',
  ],
});

/** The first hits, by name. */
const ranked = (typed: string, count: number) =>
  rank(understand(typed, library), library)
    .slice(0, count)
    .map(({ sentence }) => Object.entries(SENTENCES).find(([, words]) => words.includes(sentence.folded))?.[0]);

describe('the ranking', () => {
  it.each([
    [
      '去年加固了多少座危桥',
      // `repair` has every word and the number. `repairer` has bridge and repair and the heading above, no number.
      // `inspection` has them too, but is planned, where what is done is asked for.
      ['repair', 'repairer', 'inspection'],
    ],
    [
      '下一步危桥怎么管',
      // The only one of the stage asked for comes first, though `repair` has a heading that is about just that. Of the
      // two done, `repairer` says who is in charge of it (管), which `repair` does not.
      ['inspection', 'repairer', 'repair'],
    ],
    [
      '班车末班几点',
      // Both speak of the bus, `lateBus` alone of the last one, and it tells an hour.
      ['lateBus', 'buses'],
    ],
    [
      '班车票价',
      // The price stands in one sentence; the other has the bus alone.
      ['buses', 'lateBus'],
    ],
    [
      '大巴有多少辆',
      // The letter never says 大巴: the thesaurus knows that 客车 is the same. `drivers` has that word too, but a number of
      // vehicles stands beside it in `buses` alone.
      ['buses'],
    ],
    [
      '为什么不开轮渡',
      // A refusal, with the ferry in its heading and a cause in the sentence. `buses` opens something as well.
      ['ferry', 'buses'],
    ],
    [
      '桥梁',
      // One word, and the sentence whose heading is that word; `repair` and `repairer` have a bridge of one kind (危桥).
      ['inspection', 'repair', 'repairer'],
    ],
    [
      '花了多少钱加固危桥',
      // The sum stands in `repair`; its neighbour shares the heading; the third has the words in another stage.
      ['repair', 'repairer', 'inspection'],
    ],
    [
      '谁负责加固危桥',
      // `repairer` names a body beside the very verb. `repair` and `inspection` have bridge and repair and no body.
      ['repairer', 'repair', 'inspection'],
    ],
  ])('%s', (typed, expected) => expect(ranked(typed, expected.length)).toEqual(expected));

  it('says of every hit what carried it: the parts add up to its score', () => {
    for (const hit of rank(understand('花了多少钱加固危桥', library), library)) {
      const parts = contributionsOf(hit).reduce((sum, [, points]) => sum + points, 0);
      expect(parts).toBeCloseTo(hit.score);
    }
  });

  it('puts the passages just talked about ahead, where the question leans on them', () => {
    const question = understand('投入了多少', library);
    const buses = library.index.passages.find(({ folded }) => folded.startsWith('(一)开通'))!;
    const scoreOf = (passages: readonly string[]) =>
      rank(question, library, { passages: new Set(passages) }).find(({ passage }) => passage === buses)!.score;
    expect(scoreOf([buses.id])).toBeCloseTo(scoreOf([]) + 1.2);
  });
});
