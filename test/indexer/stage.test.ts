import { parseReply } from '../../indexer/parse/parse.js';
import type { Section } from '../../indexer/parse/reply.js';
import { roleOfHeading, roleOfLeadIn, roleOfSentences, roleOfWording, signedOn } from '../../indexer/parse/stage.js';

const signed = signedOn('2023-05-26');

describe('the stage of an item', () => {
  it.each([
    ['已建成停车场3处。', { role: 'done', source: 'wording', cue: '已' }],
    ['2024年3月开工。', { role: 'planned', source: 'date', cue: '' }],
    ['将进一步加强巡查。', { role: 'planned', source: 'wording', cue: '将' }],
    ['2021年改造了两条路。', { role: 'done', source: 'date', cue: '' }],
    ['管网老化,缺乏资金。', { role: 'problem', source: 'wording', cue: '老化' }],
    ['建议新建一所小学。', { role: 'request', source: 'wording', cue: '建议' }],
    ['您提出的要求暂不具备条件。', { role: 'other', source: 'wording', cue: '暂不具备' }],
    ['停车场由街道管理。', { role: 'done', source: 'default', cue: '' }],
  ])('%s', (words, reading) => expect(roleOfWording(words, undefined, signed)).toEqual(reading));

  it('is what its heading says, but for a refusal', () => {
    const heading = roleOfHeading('下一步工作打算');
    expect(heading).toEqual({ role: 'planned', source: 'heading', cue: '下一步' });
    expect(roleOfWording('已建成停车场3处。', heading, signed)).toBe(heading);
    expect(roleOfWording('无法实现。', heading, signed).role).toBe('other');
  });

  it('is what leads into its series', () => {
    expect(roleOfLeadIn('今年以来,我局采取了三项措施:')?.role).toBe('done');
    expect(roleOfLeadIn('现答复如下:')).toBeUndefined();
  });

  it('is mixed where some sentences report and some promise', () => {
    expect(roleOfSentences(['已建成3处。', '将再建2处。'], undefined, signed)).toEqual({
      role: 'other',
      source: 'children',
      cue: '',
    });
  });
});

describe('where a stage was read', () => {
  const sources = (sections: readonly Section[]): string[] =>
    sections.flatMap(({ label, source, children }) => [`${label} ${source}`, ...sources(children)]);
  const sourcesIn = (body: string) =>
    sources(
      parseReply('r', `王某代表:\n您提出的《关于某事的建议》收悉。现答复如下:\n${body}\n某市某局\n2023年5月26日\n`)
        .outline,
    );

  it('stands beside it: heading, items, own words, a neighbour', () => {
    expect(
      sourcesIn('一、下一步工作\n一是修路。二是架桥。\n二、学校\n一是校舍已建3处,共60间。\n二是由街道看护。'),
    ).toEqual(['一 heading', '一是 heading', '二是 heading', '二 children', '一是 wording', '二是 sibling']);
  });
});
