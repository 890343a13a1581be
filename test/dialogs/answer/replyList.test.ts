import { quotesOf } from '../../../dialogs/answer/answer.js';
import { converse, START } from '../../../dialogs/converse/conversation.js';
import { render } from '../../../dialogs/render/render.js';
import { madeCorpus } from '../../support/library.js';

describe('which letters there are', () => {
  const library = madeCorpus();
  const listed = (typed: string) => {
    const { answer } = converse(typed, START, library);
    return answer.outcome === 'answered' ? quotesOf(answer).map(({ replyId }) => replyId) : answer.outcome;
  };
  it.each([
    ['有哪些答复提到养老?', ['05-elder-care', '02-village-clinic'], 'the newer first, each proven by its words'],
    ['关于停车的答复有哪些', ['04-school-places', '08-parking-charging'], 'where one speaks of it in passing'],
    [
      '2023年有哪些答复',
      ['06-small-reservoir', '10-mountain-mushroom', '05-elder-care', '01-bus-shelter'],
      'by the year of signing',
    ],
    [
      '列出所有提案',
      ['06-small-reservoir', '05-elder-care', '02-village-clinic', '08-parking-charging'],
      'by what they answer',
    ],
    ['教育局答复了哪些建议', ['04-school-places'], 'by the body, without the place before its name'],
  ])('%s', (typed, replies) => expect(listed(typed)).toEqual(replies));

  it('says plainly when no letter speaks of it', () => {
    expect(listed('哪几件答复讲到氢能')).toBe('not_found');
  });

  it('names each letter with its day, and counts them all', () => {
    const { text } = render(converse('一共有几件答复', START, library).answer, library.index.replies);
    expect(text).toMatch(/^共 10 件:\n1\. 云川市教育局\(2024-04-29\):/);
  });

  it('opens the second of the letters listed, by its parts', () => {
    const { memory } = converse('2022年的提案有哪些', START, library);
    const { answer } = converse('第二件展开说说', memory, library);
    expect(answer.outcome === 'answered' && answer.blocks[0]!.lead).toMatchObject({ kind: 'count', rule: 'parts' });
    expect(new Set(quotesOf(answer).map(({ replyId }) => replyId))).toEqual(new Set(['08-parking-charging']));
  });

  it('of the letter being talked about, asks what it tells', () => {
    const { memory } = converse('老年食堂建了多少个', START, library);
    const { answer } = converse('委员提了哪些建议', memory, library);
    expect(answer.outcome === 'answered' && answer.blocks.map(({ lead }) => lead)).not.toContainEqual(
      expect.objectContaining({ rule: 'replies' }),
    );
  });
});
