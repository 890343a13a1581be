import { letterOf } from '../../indexer/parse/letter.js';
import { letterheadOf } from '../../indexer/parse/letterhead.js';
import { zonesOf } from '../../indexer/parse/zones.js';
import { slice } from '../../indexer/text/span.js';

const read = (text: string) => {
  const letter = letterOf(text);
  return letterheadOf(letter, zonesOf(letter));
};
const letter = ({
  head = '王某代表:',
  opening = '您提出的《关于修路的建议》收悉。',
  body = '',
  tail = '云川市交通局\n2023年5月26日',
}) => `${head}\n${opening}现答复如下:\n一、已修路三条。\n${body}\n${tail}\n`;

describe('whom a letter answers', () => {
  it.each([
    ['王某代表:', ['王某'], 'npc'],
    ['尊敬的王某、李某某等3位委员：', ['王某', '李某某'], 'cppcc'],
    ['民盟云川市委员会:', ['民盟云川市委员会'], 'npc'],
    ['仇某、柴某某委员,县政协农业界别活动组:', ['仇某', '柴某某', '县政协农业界别活动组'], 'cppcc'],
    ['案由:关于修路的提案\n提案者:赵某、钱某\n答复内容:', ['赵某', '钱某'], 'cppcc'],
  ])('%s', (head, names, kind) => {
    const { addressees, kind: found } = read(letter({ head }));
    expect({ names: addressees?.value, kind: found }).toEqual({ names, kind });
  });
});

describe('what was proposed', () => {
  it.each([
    ['您提出的《关于修路的建议》收悉。', '关于修路的建议'],
    ['您提出的“关于落实《道路条例》的建议”收悉。', '关于落实《道路条例》的建议'],
    ['您提出的关于加快修路的建议收悉。', '关于加快修路的建议'],
  ])('%s', (opening, title) => expect(read(letter({ opening })).title?.value).toBe(title));
});

describe('who answers', () => {
  it('signs at the end, with the date', () => {
    const { leadAgency, coAgencies, date } = read(
      letter({ tail: '云川市交通局 云川市财政局\n二〇二三年五月二十六日' }),
    );
    expect(leadAgency?.value).toBe('云川市交通局');
    expect(coAgencies.map(({ value }) => value)).toEqual(['云川市财政局']);
    expect(date?.value).toBe('2023-05-26');
  });

  it.each([
    ['经会同市财政局、市城管局研究,', ['市财政局', '市城管局']],
    ['由我局主办,市财政局会办,', ['市财政局']],
    ['经研究,', []],
  ])('names who took part: %s', (phrase, names) => {
    const { coAgencies } = read(letter({ opening: `您提出的《关于修路的建议》收悉。${phrase}` }));
    expect(coAgencies.map(({ value }) => value)).toEqual(names);
  });
});

describe('the contact', () => {
  it.each([
    ['联系单位及电话:云川市交通局,022-58832816', { unit: '云川市交通局', phone: '022-58832816' }],
    ['(联系人:张某,电话:58832816)', { person: '张某', phone: '58832816' }],
    ['联系人:张三\n联系电话:13812345678', { person: '张三', phone: '13812345678' }],
  ])('%s', (line, contact) => {
    const text = letter({ tail: `云川市交通局\n2023年5月26日\n${line}` });
    expect(read(text).contact?.value).toEqual(contact);
  });

  it('may be named in a sentence of the last paragraphs', () => {
    const text = letter({ body: '如有疑问,请与我局规划科联系,电话58832816。' });
    const { contact } = read(text);
    expect(contact?.value).toEqual({ unit: '我局规划科', phone: '58832816' });
    expect(slice(text, contact!)).toContain('我局规划科联系');
  });

  it('is not the telephone of the page', () => {
    expect(
      read(letter({ tail: '云川市交通局\n2023年5月26日\n主办:云川市政府 值班电话:58832816' })).contact,
    ).toBeUndefined();
  });
});
