import fc from 'fast-check';
import { boldFigures, escapeMarkdown } from '../../../dialogs/render/markdown.js';
import { figuresOf } from '../../../indexer/text/figure.js';

const figures = (text: string) => figuresOf(text).map(({ start, end }) => text.slice(start, end));

describe('the figures of a text', () => {
  it.each([
    ['累计达963 家和598 家', ['累计达963 家', '598 家'], 'with their qualifiers, stray spaces included'],
    ['投资额超14 亿元,近百家机构', ['超14 亿元', '近百家'], 'numerals too'],
    ['完成率80.75%以上', ['80.75%以上'], 'with the bound behind'],
    ['2018年7月5日', [], 'a day is none'],
    ['科技创新2030—重大项目', [], 'nor a name'],
    ['增长3.5个百分点', ['3.5个百分点'], 'a point is no end'],
  ])('%s', (text, expected) => expect(figures(text)).toEqual(expected));
});

describe('bold figures', () => {
  it('close by CommonMark where a letter follows a sign', () => {
    expect(boldFigures('占80.75%的', (words) => words)).toBe('占**80.75**%的');
    expect(boldFigures('占80.75%,', (words) => words)).toBe('占**80.75%**,');
  });

  it('change no letter: without markup and escapes the words are what they were', () => {
    const parts = fc.constantFrom('超', '14 亿元', '80%', '近百家', '*', '_', '的', '(c)', '\\', '2019年', ',', '<b>');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (words) => {
        const text = words.join('');
        const plain = boldFigures(text, escapeMarkdown)
          .replace(/(?<!\\)((?:\\\\)*)\*\*/g, '$1')
          .replace(/\\(.)/g, '$1');
        expect(plain).toBe(text);
      }),
    );
  });
});
