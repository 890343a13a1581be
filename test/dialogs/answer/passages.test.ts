import { quotesOf } from '../../../dialogs/answer/answer.js';
import { converse, START } from '../../../dialogs/converse/conversation.js';
import { render } from '../../../dialogs/render/render.js';
import { corpusOf } from '../../support/library.js';

describe('two letters that speak of the same thing', () => {
  const letter = (year: number, shelters: number) => [
    `市交通局关于市人大代表第${year}01号建议的答复`,
    '王某代表:',
    '您提出的关于公交站台建设的建议收悉。现答复如下:',
    `一、工作开展情况。我局持续改善候车环境,全市已建成智能公交候车亭${shelters} 座。`,
    '感谢您的关心。',
    '市交通局',
    `${year}年6月1日`,
  ];
  const library = corpusOf({ 'a-older': letter(2021, 120), 'b-newer': letter(2023, 310) });

  it('puts the newer word first, and says the day of both', () => {
    const { answer } = converse('智能候车亭建了多少座', START, library);
    expect(quotesOf(answer).map(({ replyId }) => replyId)).toEqual(['b-newer', 'a-older']);
    const { text } = render(answer, library.index.replies);
    expect(text).toMatch(/310 座.*120 座.*截至2023-06-01.*截至2021-06-01/s);
  });

  it('of a year that is named, quotes that year’s letter alone', () => {
    const { answer } = converse('2021年的答复里智能候车亭建了多少座', START, library);
    expect(new Set(quotesOf(answer).map(({ replyId }) => replyId))).toEqual(new Set(['a-older']));
  });
});

describe('what is asked in other words than it is told', () => {
  const library = corpusOf({
    museum: [
      '市文化局关于市人大代表第12号建议的答复',
      '王某代表:',
      '您提出的关于办好市博物馆的建议收悉。现答复如下:',
      '一、开放情况。市博物馆于2023年5月重新开放,每日限流800人次,讲解员32名,均已培训上岗。',
      '二、安全检查。4月对馆舍进行了全面检查,查出隐患如下:1.配电房线路老化;2.库房恒湿设备停转;3.疏散通道堆放展柜。',
      '三、经费保障。展柜更新的费用由市财政承担,今年安排资金260万元。',
      '联系人:文物科 李某 0000-81234567',
      '市文化局',
      '2023年9月1日',
    ],
  });
  const ask = (typed: string) => {
    const { answer } = converse(typed, START, library);
    return { outcome: answer.outcome, text: render(answer, library.index.replies).text };
  };

  it('`一天` is told by `每日`', () => {
    expect(ask('博物馆一天最多放多少人进去')).toMatchObject({
      outcome: 'answered',
      text: expect.stringContaining('每日限流800人次'),
    });
  });

  it('who pays may be a body', () => {
    expect(ask('换展柜的钱是谁掏的')).toMatchObject({
      outcome: 'answered',
      text: expect.stringContaining('由市财政承担'),
    });
  });

  it('a sentence that leads into a list is shown with the list, which keeps its own numbers', () => {
    const { outcome, text } = ask('博物馆馆舍检查查出了哪些隐患');
    expect(outcome).toBe('answered');
    expect(text).toMatch(/共 3 条.*:\n- 1\.配电房线路老化.*\n- .*2\.库房.*\n- .*3\.疏散/);
  });

  it('a figure that stands nowhere in the letter is not taken for confirmed', () => {
    expect(ask('博物馆讲解员是不是有320名').text).toMatch(/^答复原文中没有所问的这个数。相关内容是:[\s\S]*讲解员32名/);
    expect(ask('博物馆讲解员是不是有32名').text).not.toContain('没有所问的这个数');
  });

  it('asking the bot to arrange something is a personal case, with the contact', () => {
    expect(ask('我家孩子想进去当讲解员,你帮我安排一下')).toMatchObject({
      outcome: 'out_of_scope',
      text: expect.stringContaining('0000-81234567'),
    });
  });
});

describe('what is asked for more narrowly than its kind', () => {
  const library = corpusOf({
    a: [
      '松川县工业和信息化局关于县政协第7号提案的答复',
      '王某委员:',
      '您提出的关于扶持企业的提案收悉。现答复如下:',
      '一、扶持企业。一共有36家本地企业入园,子基金合计3.5亿元。',
      '二、赠阅图书。向企业赠阅图书。',
      '三、技术工人。招收技术工人120人,补贴按规定发放。',
      '松川县工业和信息化局',
      '2023年6月1日',
    ],
  });
  const outcome = (typed: string) => converse(typed, START, library).answer;

  it('books are counted in books, but `多少本地企业` asks for none', () => {
    expect(outcome('一共有多少本地企业').outcome).toBe('answered');
    expect(outcome('赠阅图书多少本')).toMatchObject({ outcome: 'not_stated', missing: 'count' });
  });

  it('`一块儿` is no unit of a rate', () => {
    expect(outcome('子基金一块儿有多少钱').outcome).toBe('answered');
  });

  it('of two kinds of value, the one that is not told is said to be missing', () => {
    expect(outcome('招收技术工人多少人,补贴多少钱')).toMatchObject({ outcome: 'answered', untold: 'money' });
    expect(outcome('招收技术工人多少人')).not.toHaveProperty('untold');
  });
});

describe('what is told beside the words that are asked', () => {
  const library = corpusOf({
    a: [
      '松川县农业农村局关于县人大代表第12号建议的答复',
      '王某代表:',
      '您提出的关于用好冷库的建议收悉。现答复如下:',
      '一、关于冷库闲置。经调查,冷库使用率为53.8%,主要原因有两点:第一,采收期过于集中;第二,单库容量偏小。',
      '二、关于水车公园。水车公园已于今年4月分段向公众免费开放,长廊累计接待36批游客。',
      '三、关于农机补贴。农机补贴最高2.4亿元,超过三分之二的农户已申领。',
      '松川县农业农村局',
      '2023年6月1日',
    ],
  });
  const told = (typed: string) => render(converse(typed, START, library).answer, library.index.replies).text;

  it('a reason that a sentence leads into, though the sentence says `原因`', () => {
    expect(told('冷库使用率为什么低')).toMatch(/主要原因有两点:[\s\S]*采收期过于集中[\s\S]*单库容量偏小/);
  });

  it('what is free, where its price is asked', () => {
    for (const typed of ['水车公园门票多少钱', '水车公园收费吗']) expect(told(typed)).toContain('免费开放');
  });

  it('a fraction, where a share is asked', () => {
    expect(told('申领农机补贴的农户比例')).toContain('三分之二');
  });

  it('a number that stands in the letter by another unit is not said to be missing', () => {
    expect(told('农机补贴最高2.4亿对吗')).not.toContain('没有所问的这个数');
    expect(told('长廊接待了36拨游客吧')).not.toContain('没有所问的这个数');
    expect(told('农机补贴最高3.4亿对吗')).toContain('没有所问的这个数');
  });
});

describe('what is said of a stage before the quotes', () => {
  const library = corpusOf({
    a: [
      '松川县文化和旅游局关于县政协第21号提案的答复',
      '王某委员:',
      '您提出的关于保护古渡口的提案收悉。现答复如下:',
      '一、已开展的工作',
      '(一)整修古渡口。去年整修古渡口石阶120级。',
      '(二)开通讲解。已开通渡口讲解热线。',
      '二、下一步打算',
      '(一)申报名录。申报省级文物保护单位,力争列入第七批名录。',
      '松川县文化和旅游局',
      '2023年6月1日',
    ],
  });
  const told = (typed: string) => render(converse(typed, START, library).answer, library.index.replies).text;

  it('what is only planned, where it is asked whether it has come about', () => {
    expect(told('省级文物保护单位申报成功了吗')).toMatch(/^答复写作下一步的打算,未说已完成/);
  });

  it('what is only done, where what is next is asked', () => {
    expect(told('古渡口石阶下一步打算怎么整修')).toMatch(/^答复只提到已开展的,未提到下一步/);
  });

  it('nothing of what is next, where it is asked whether it has come about', () => {
    expect(told('渡口讲解热线开通了吗')).toMatch(/^【已开展】/);
  });
});
