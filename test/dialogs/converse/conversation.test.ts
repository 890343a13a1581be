import { quotesOf } from '../../../dialogs/answer/answer.js';
import { converse, START } from '../../../dialogs/converse/conversation.js';
import { render } from '../../../dialogs/render/render.js';
import { WEB_CHAT_STYLE } from '../../../dialogs/turn/webChat.js';
import { corpusOf, seedCorpus } from '../../support/library.js';
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
