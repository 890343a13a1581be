import { converse, START } from '../../../dialogs/converse/conversation.js';
import * as answerChecks from '../../../dialogs/decide/answerChecks.js';
import * as decision from '../../../dialogs/decide/decide.js';
import * as ranking from '../../../dialogs/retrieve/rank.js';
import { seedCorpus } from '../../support/library.js';

jest.mock('../../../dialogs/decide/decide.js', () => ({
  ...jest.requireActual<typeof decision>('../../../dialogs/decide/decide.js'),
  decide: jest.fn(jest.requireActual<typeof decision>('../../../dialogs/decide/decide.js').decide),
}));
jest.mock('../../../dialogs/decide/answerChecks.js', () => ({
  ...jest.requireActual<typeof answerChecks>('../../../dialogs/decide/answerChecks.js'),
  openChecks: jest.fn(jest.requireActual<typeof answerChecks>('../../../dialogs/decide/answerChecks.js').openChecks),
}));
jest.mock('../../../dialogs/retrieve/rank.js', () => ({
  ...jest.requireActual<typeof ranking>('../../../dialogs/retrieve/rank.js'),
  rank: jest.fn(jest.requireActual<typeof ranking>('../../../dialogs/retrieve/rank.js').rank),
}));

describe('a question is decided once', () => {
  const counts = () => ({
    ranked: jest.mocked(ranking.rank).mock.calls.length,
    decided: jest.mocked(decision.decide).mock.calls.length,
  });
  /** Which hits were checked, by their places; the same twice is the same work twice. */
  const checked = () =>
    jest.mocked(answerChecks.openChecks).mock.calls.map(([, { passage, at }]) => `${passage.id} ${at}`);
  beforeEach(() => jest.clearAllMocks());

  // One question for each way to answer that looks at hits, and such as fall through all of them.
  it.each([
    ['天使直投的项目一共有几项', 'passages'],
    ['下一步知识产权方面要干哪几件事', 'list'],
    ['天使投资的项目分别叫什么名字', 'notStated'],
    ['牙科诊所几点开门', 'notFound'],
    ['帮我查一下我的高企申报批了没', 'notForReplies'],
  ])('%s', (typed, route) => {
    const { routed } = converse(typed, START, seedCorpus());
    expect(routed!.route).toBe(route);
    expect(counts()).toEqual({ ranked: 1, decided: 1 });
    expect(new Set(checked()).size).toBe(checked().length);
  });

  it('and not at all where the letter itself is asked about, or a section by its number', () => {
    for (const typed of ['联系电话是多少', '第一部分第二节讲什么']) converse(typed, START, seedCorpus());
    expect(counts()).toEqual({ ranked: 0, decided: 0 });
  });
});
