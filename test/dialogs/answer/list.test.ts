import { quotesOf } from '../../../dialogs/answer/answer.js';
import { converse, START } from '../../../dialogs/converse/conversation.js';
import { corpusOf } from '../../support/library.js';

describe('a letter that first tells what was asked for', () => {
  const library = corpusOf({
    a: [
      '松川县交通运输局关于县人大代表第9号建议的答复',
      '王某代表:',
      '您提出的关于改善山区公路的建议收悉。建议提出三项要求:一要加宽村道;二要增设护栏;三要开通班车。现答复如下:',
      '一、已经做的工作。去年以来主要做了两件事。',
      '(一)加宽村道。已加宽村道12公里,投入860万元。',
      '(二)增设护栏。已安装护栏7公里。',
      '二、下一步打算',
      '(一)开通班车。明年3月起每日发车4班。',
      '(二)落实养护。每公里每年安排养护费4000元。',
      '三、有关说明。断头路须待用地批复。',
      '联系人:李某 0000-81234567',
      '松川县交通运输局',
      '2023年6月1日',
    ],
  });
  const quotes = (typed: string) =>
    quotesOf(converse(typed, START, library).answer).map(({ text }) => text.replace(/\s/g, ''));

  it.each([
    ['这份答复分几个部分', ['一、已经做的工作', '二、下一步打算', '三、有关说明'], 'its parts, not what was asked for'],
    ['第二部分讲了什么', ['二、下一步打算', '(一)开通班车', '(二)落实养护'], 'the second of its parts'],
    ['最后一部分讲啥', ['三、有关说明'], 'the last of its parts'],
    ['代表一共提了哪几条要求', ['一要加宽村道', '二要增设护栏', '三要开通班车'], 'what was asked for'],
    ['已经做了哪几件事', ['一、已经做的工作', '(一)加宽村道', '(二)增设护栏'], 'what is done'],
    ['采取了哪几项措施', ['一、已经做的工作', '(一)加宽村道', '(二)增设护栏'], 'what is done, in other words'],
    ['下一步有哪几条', ['二、下一步打算', '(一)开通班车', '(二)落实养护'], 'what is planned'],
  ])('%s', (typed, starts) => {
    const found = quotes(typed);
    expect(found).toHaveLength(starts.length);
    for (const [i, start] of starts.entries()) expect(found[i]).toContain(start);
  });
});
