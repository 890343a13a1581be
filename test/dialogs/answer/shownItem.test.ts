import fc from 'fast-check';
import { type Answer, type Block, itemsOf, type Quote, quotesOf } from '../../../dialogs/answer/answer.js';
import { converse, START, type Turn } from '../../../dialogs/converse/conversation.js';
import { madeCorpus } from '../../support/library.js';

const library = madeCorpus();
const { replies, passages } = library.index;

/** Lists by what is listed: questions that may be answered so, and what tells that one is. */
const LISTS: Readonly<
  Record<string, { readonly questions: readonly string[]; readonly lists: (block: Block) => boolean }>
> = {
  letters: {
    questions: ['有哪些答复提到养老', '2023年有哪些答复', '列出所有提案', '一共有几件答复'],
    lists: ({ lead }) => lead?.kind === 'count' && lead.rule === 'replies',
  },
  'a field of several letters': {
    questions: ['这些答复都是哪天签发的', '答复的联系电话', '答复是哪个单位写的', '建议的标题是什么'],
    lists: ({ lead }) => lead?.kind === 'letterhead' && lead.of !== undefined,
  },
  'parts of a letter': {
    questions: ['村卫生室那份答复分几个部分', '古纤道那份答复分成几个部分', '学位那份答复分哪几块'],
    lists: ({ lead }) => lead?.kind === 'count' && lead.rule === 'parts',
  },
  'headings and items': {
    // Every heading of every letter that has items or sections below it.
    questions: [...new Set(passages.flatMap(({ path }) => path.slice(0, -1)))].map(
      (heading) => `${heading.replace(/^[^\p{sc=Han}]*[一二三四五六七八九十]*[、)）.]*/u, '')}有哪些`,
    ),
    lists: ({ lead }) => lead?.kind === 'count' && (lead.rule === 'items' || lead.rule === 'sections'),
  },
  'passages, a table among them': {
    questions: ['各镇养老服务设施情况如下表', '养老服务设施布点情况', '各街道养老设施有多少处'],
    lists: ({ quotes }) => quotes.some(({ text }) => text.includes('|')),
  },
};

const answered = new Map<string, Turn>();
const answerTo = (typed: string): Turn => {
  const turn = answered.get(typed) ?? converse(typed, START, library);
  answered.set(typed, turn);
  return turn;
};

const NUMERALS = [...'一二三四五六七八九十'];
const CLASSIFIERS = ['条', '个', '项', '点', '件', ''];
/** What is typed for the item counted from 0, -1 for the last. */
const ordinals = fc.oneof(
  fc
    .tuple(fc.nat(9), fc.constantFrom(...CLASSIFIERS))
    .map(([n, classifier]) => [n, `第${NUMERALS[n]}${classifier}`] as const),
  fc.constantFrom('最后一条', '最后一个', '最后一项').map((typed) => [-1, typed] as const),
);

/** The words that open at a place: they begin there, or hold it, or are the parts of the letter whose title it is. */
function opensAt(item: Quote, answer: Answer): boolean {
  const quotes = quotesOf(answer);
  const reply = replies.get(item.replyId)!;
  if (quotes.length === 0 || quotes.some(({ replyId }) => replyId !== item.replyId)) return false;
  const [first] = quotes as [Quote];
  if (item.start === reply.letterhead.title?.start && reply.outline.length > 1)
    return first.start === reply.outline[0]!.start;
  const beginsInside = passages.some(
    ({ replyId, start, end }) => replyId === item.replyId && start < item.start && item.start < end,
  );
  return beginsInside ? first.start < item.start && item.start < first.end : first.start === item.start;
}

describe('an item of what was shown', () => {
  it.each(Object.keys(LISTS))(
    'of %s, asked for by its number, is of the letter it is of and begins where it does',
    (kind) => {
      const { questions, lists } = LISTS[kind]!;
      const shown = questions.filter((typed) => {
        const { answer } = answerTo(typed);
        return answer.outcome === 'answered' && answer.blocks.some(lists) && itemsOf(answer).length > 1;
      });
      expect(shown.length).toBeGreaterThan(0);
      fc.assert(
        fc.property(fc.constantFrom(...shown), ordinals, (typed, [n, ordinal]) => {
          const { answer, memory } = answerTo(typed);
          const item = itemsOf(answer).at(n);
          fc.pre(item !== undefined);
          const opened = converse(ordinal, memory, library);
          expect({ typed, ordinal, route: opened.routed?.route, opens: opensAt(item!, opened.answer) }).toEqual({
            typed,
            ordinal,
            route: 'shownItem',
            opens: true,
          });
        }),
        { numRuns: 40 },
      );
    },
  );
});
