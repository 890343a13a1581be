import fc from 'fast-check';
import { ForgedQuoteError, prove, quote, quotesOf } from '../../../dialogs/answer/answer.js';
import { converse, START } from '../../../dialogs/converse/conversation.js';
import { render } from '../../../dialogs/render/render.js';
import { WEB_CHAT_STYLE } from '../../../dialogs/turn/webChat.js';
import { holdsValue } from '../../../dialogs/understand/answerType.js';
import { understand } from '../../../dialogs/understand/understand.js';
import type { Library } from '../../../indexer/library.js';
import { anyLetter } from '../../support/letters.js';
import { corpusOf, madeCorpus, seedCorpus } from '../../support/library.js';
import { specCases } from '../../support/specCases.js';

/** `outcome path words…`: the path of the first quote as marks, words that must be said. */
describe('the conversation', () => {
  const library = seedCorpus();
  for (const { says, input, expected } of specCases('dialogs/converse/conversation.spec.txt')) {
    it(says, () => {
      let memory = START;
      const lines = expected.trimEnd().split('\n');
      for (const [i, line] of input.trimEnd().split('\n').entries()) {
        const turn = converse(line.replace(/^> /, ''), memory, library);
        memory = turn.memory;
        const [outcome, path, ...words] = lines[i]!.replace(/共 (\d+) 条/, '共_$1_条').split(' ');
        const { text, citations } = render(turn.answer, library.index.replies);
        expect(turn.answer.outcome).toBe(outcome);
        if (path) {
          const marks = citations[0]!.path
            .map((title) => /^[(（]?[一二三四五六七八九十]+(?:[)）]|是)?(?=.)/.exec(title)?.[0] ?? title)
            .join('/');
          expect(marks).toBe(path);
        }
        for (const word of words) expect(text.replace(/\s/g, '')).toContain(word.replace(/[\s_]/g, ''));
      }
    });
  }
});

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

describe('letters of two places', () => {
  const letter = (place: string, body: readonly string[]) => [
    `${place}教育局关于县人大代表第9号建议的答复`,
    '王某代表:',
    '您提出的关于办好学校的建议收悉。现答复如下:',
    ...body,
    `${place}教育局`,
    '2023年6月1日',
  ];
  const library = corpusOf({
    a: letter('松川县', [
      '一、学校建设。今年新建小学2所,食堂全部实行明厨亮灶,校车增至18辆,每日接送学生640人。跟车照管员由学校聘用,工资由县财政承担。' +
        '车辆每月检查一次,不合格的停运整改,整改期间由备用车辆接替。司机须有三年以上驾龄,每学期培训不少于两次。' +
        '为方便山区学生,另设寄宿床位300张,周末由校车统一接送。',
      '各校班额如下表:',
      '| 学校 | 班数 |',
      '| --- | --- |',
      '| 一小 | 24 |',
      '| 二小 | 30 |',
    ]),
    b: letter('竹溪县', ['一、学校建设。今年改建中学1所,食堂自办率达到九成,校车增至7辆,每日接送学生210人。']),
  });
  const talk = (...turns: readonly string[]) => {
    let memory = START;
    let last = converse(turns[0]!, memory, library);
    for (const typed of turns) {
      last = converse(typed, memory, library);
      memory = last.memory;
    }
    return { answer: last.answer, text: render(last.answer, library.index.replies).text };
  };
  const letters = (...turns: readonly string[]) =>
    new Set(quotesOf(talk(...turns).answer).map(({ replyId }) => replyId));

  it('a place that is named shuts out the letter of the other', () => {
    expect(letters('竹溪校车接送多少学生')).toEqual(new Set(['b']));
    expect(letters('松川校车接送多少学生')).toEqual(new Set(['a']));
  });

  it('the rows of a table tell the names that are asked for', () => {
    expect(talk('松川哪两个学校列了班数').text).toMatch(/\| 一小 \| 24 \|\n\| 二小 \| 30 \|/);
  });

  it('a table that a sentence leads into is shown with it, row by row', () => {
    expect(talk('松川各校班额如何').text).toMatch(
      /各校班额如下表.*\[1\]\n\n\| 学校 \| 班数 \|\n\| 一小 \| 24 \|\n\| 二小 \| 30 \|/,
    );
  });

  it('a table keeps its rows apart in Markdown too', () => {
    const { text } = render(talk('松川各校班额如何').answer, library.index.replies, WEB_CHAT_STYLE);
    expect(text).toMatch(/一小 \\\| \*{0,2}24\*{0,2} \\\|\\\n\\\| 二小/);
  });

  it('what is left of a passage comes first when more is asked for', () => {
    const first = talk('松川校车增至多少辆');
    expect(first.text).not.toContain('寄宿床位');
    expect(talk('松川校车增至多少辆', '还有吗').text).toMatch(/另见:(\n- )?为方便山区学生,另设寄宿床位300张/);
  });

  it('who names a thing the letter does not speak of asks anew; who points back does not', () => {
    expect(talk('松川校车增至多少辆', '新能源汽车补贴多少钱').text).not.toContain('接上文');
    expect(talk('松川校车增至多少辆', '那跟车的人呢').text).toContain('接上文');
    expect(talk('松川校车增至多少辆', '工资谁出').text).toMatch(/接上文[\s\S]*由县财政承担/);
  });
});

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
    expect(outcome('赠阅图书多少本')).toMatchObject({ outcome: 'not_stated', slot: 'count' });
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

describe('laws of answering', () => {
  const libraries = [seedCorpus(), madeCorpus()];
  const words = libraries.flatMap(({ index }) =>
    index.passages.map(({ start, replyId }) => index.replies.get(replyId)!.text.slice(start, start + 12)),
  );
  const question = fc.oneof(
    fc
      .array(fc.constantFrom(...words, '多少', '下一步', '怎么', '哪些', '第二条', '那', '呢', '谁', '?'), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join('')),
    anyLetter,
  );

  it('every quote is the reply, letter for letter', () => {
    fc.assert(
      fc.property(question, fc.constantFrom(...libraries), (typed, library) => {
        for (const { replyId, start, end, text } of quotesOf(converse(typed, START, library).answer)) {
          expect(library.index.replies.get(replyId)!.text.slice(start, end)).toBe(text);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('nothing is quoted twice', () => {
    const told = (typed: string, library: Library) => {
      const { answer } = converse(typed, START, library);
      return answer.outcome === 'answered'
        ? answer.blocks.flatMap(({ quotes, lead }) => (lead?.kind === 'stage' ? quotes : []))
        : [];
    };
    for (const library of libraries) {
      for (const { folded } of library.index.passages) {
        // A few characters out of the middle: near to several passages, sure of none.
        const quotes = told(`${folded.slice(8, 12)}多少`, library);
        for (const [i, a] of quotes.entries())
          for (const b of quotes.slice(i + 1))
            expect(a.replyId === b.replyId && a.start < b.end && b.start < a.end).toBe(false);
      }
    }
  });

  it('the same question gets the same bytes', () => {
    fc.assert(
      fc.property(question, (typed) => {
        const [library] = libraries as [(typeof libraries)[0]];
        expect(JSON.stringify(converse(typed, START, library))).toBe(JSON.stringify(converse(typed, START, library)));
      }),
      { numRuns: 50 },
    );
  });

  it('an answer is not sent when a quote is not what stands there', () => {
    const [{ index }] = libraries as [(typeof libraries)[0]];
    const reply = [...index.replies.values()][0]!;
    const honest = quote(reply, { start: 60, end: 72 }, [], 'done');
    const forged = { ...honest, text: honest.text.replace('科', '料') };
    const answer = (one: typeof honest) => ({ outcome: 'answered', blocks: [{ quotes: [one] }] }) as const;
    expect(prove(answer(honest), index.replies)).toEqual(answer(honest));
    expect(() => prove(answer(forged), index.replies)).toThrow(ForgedQuoteError);
    expect(() => prove(answer({ ...honest, end: honest.end + 1 }), index.replies)).toThrow(ForgedQuoteError);
  });

  it('a list says how many there are and shows them all, or how many it left out', () => {
    for (const library of libraries) {
      for (const { path } of library.index.passages) {
        const { answer } = converse(`${path.at(-2) ?? ''}有哪些`, START, library);
        if (answer.outcome !== 'answered') continue;
        for (const { lead, quotes } of answer.blocks)
          if (lead?.kind === 'count') expect(quotes.length + lead.leftOut).toBe(lead.count);
      }
    }
  });
});
