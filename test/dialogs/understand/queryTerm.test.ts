import { converse, START } from '../../../dialogs/converse/conversation.js';
import { render } from '../../../dialogs/render/render.js';
import { holdsValue } from '../../../dialogs/understand/answerType.js';
import { understand } from '../../../dialogs/understand/understand.js';
import { madeCorpus } from '../../support/library.js';

describe('what of a question is heard', () => {
  const library = madeCorpus();
  const units = (typed: string) => understand(typed, library).terms;
  const heard = (typed: string) => units(typed).map(({ text }) => text);

  it('a verb asked by its own denial, once; one that only asks, not at all', () => {
    expect(heard('学校能不能自己聘厨师')).toEqual(['学校', '聘', '厨师']);
    expect(heard('食堂晚上开不开')).toEqual(['食堂', '晚上', '开']);
    expect(understand('食堂晚上开不开', library).kind).toBe('yesno');
  });

  it('a yes or no by its last word, but not by the end of `什么`', () => {
    expect(understand('这笔钱给么', library).kind).toBe('yesno');
    for (const typed of ['平台叫什么', '都做了些什么', '这个字怎么'])
      expect(understand(typed, library).kind).not.toBe('yesno');
  });

  it('how long, but not how long it has been', () => {
    expect(understand('批下来要几个月', library).answerTypes).toContain('duration');
    expect(understand('门口黑了十几年没人管', library).answerTypes).not.toContain('duration');
  });

  it('`哪一家` as `哪家`', () => {
    expect(understand('哪一家单位办理', library).answerTypes).toEqual(understand('哪家单位办理', library).answerTypes);
  });

  it('a word of the thesaurus is not heard across two others', () => {
    expect(heard('窗口服务')).not.toContain('口服');
  });

  it('a word of one character, by what letters say for it, whatever it bears behind it', () => {
    const synonyms = (typed: string, word: string) =>
      units(typed)
        .find(({ text }) => text === word)!
        .synonyms.map((one) => one.word);
    expect(synonyms('坝漏不漏', '漏')).toContain('渗漏');
    expect(synonyms('去年补过的墙', '补过')).toContain('修补');
    expect(synonyms('园里收多少钱', '园里')).toContain('幼儿园');
    // It is not looked for within other words.
    expect(units('必修课').some(({ synonyms: all }) => all.some(({ word }) => word === '修缮'))).toBe(false);
  });

  it('a rank is told by its place among others, not by a mark', () => {
    for (const told of ['全国排名第五', '第六届', '跻身前十']) expect(holdsValue('rank', told)).toBe(true);
    for (const mark of ['第一,整治油烟', '前3个月']) expect(holdsValue('rank', mark)).toBe(false);
  });

  it('of a long story, what it asks weighs most', () => {
    const story =
      '我母亲今年七十多了一个人住在老城区,去年冬天摔过一次,送医院住了半个月,子女都在外地上班,老年食堂的饭她吃得惯,一餐能减多少钱?';
    const weight = (typed: string, word: string) => units(typed).find(({ text }) => text === word)!.weight;
    expect(weight(story, '医院')).toBeLessThan(weight('医院', '医院'));
    expect(weight(story, '老年食堂')).toBe(weight('老年食堂', '老年食堂'));
    expect(understand(story, library).answerTypes).toEqual(['money']);
    const { answer } = converse(story, START, library);
    expect(render(answer, library.index.replies).text).toContain('每餐减免3元');
  });
});
