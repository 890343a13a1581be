import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ForgedQuoteError, prove, quote, quotesOf } from '../../dialogs/answer.js';
import { converse, START } from '../../dialogs/conversation.js';
import { render } from '../../dialogs/render.js';
import { type Library, openLibrary } from '../../indexer/library.js';
import { anyLetter } from '../support/letters.js';
import { KNOWLEDGE, madeCorpus, seedCorpus } from '../support/library.js';
import { specCases } from '../support/specCases.js';

/** `outcome path words…`: the path of the first quote as marks, words that must be said. */
describe('the conversation', () => {
  const library = seedCorpus();
  for (const { says, input, expected } of specCases('dialogs/conversation.spec.txt')) {
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
  const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
  const letter = (year: number, shelters: number) =>
    [
      `市交通局关于市人大代表第${year}01号建议的答复`,
      '王某代表:',
      '您提出的关于公交站台建设的建议收悉。现答复如下:',
      `一、工作开展情况。我局持续改善候车环境,全市已建成智能公交候车亭${shelters} 座。`,
      '感谢您的关心。',
      '市交通局',
      `${year}年6月1日`,
    ].join('\n');
  writeFileSync(join(corpus, 'a-older.txt'), letter(2021, 120));
  writeFileSync(join(corpus, 'b-newer.txt'), letter(2023, 310));
  const library = openLibrary({ corpus, knowledge: KNOWLEDGE });

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
  const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
  writeFileSync(
    join(corpus, 'museum.txt'),
    [
      '市文化局关于市人大代表第12号建议的答复',
      '王某代表:',
      '您提出的关于办好市博物馆的建议收悉。现答复如下:',
      '一、开放情况。市博物馆于2023年5月重新开放,每日限流800人次,讲解员32名,均已培训上岗。',
      '二、安全检查。4月对馆舍进行了全面检查,查出隐患如下:1.配电房线路老化;2.库房恒湿设备停转;3.疏散通道堆放展柜。',
      '三、经费保障。展柜更新的费用由市财政承担,今年安排资金260万元。',
      '联系人:文物科 李某 0000-81234567',
      '市文化局',
      '2023年9月1日',
    ].join('\n'),
  );
  const library = openLibrary({ corpus, knowledge: KNOWLEDGE });
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
