import fc from 'fast-check';
import { ForgedQuoteError, prove, quote, quotesOf } from '../../dialogs/answer/answer.js';
import { converse, START } from '../../dialogs/converse/conversation.js';
import type { Library } from '../../indexer/index/library.js';
import { anyLetter } from './letters.js';
import { madeCorpus, seedCorpus } from './library.js';

/**
 * What holds of every answer.
 *
 * @param share of the random questions and of the letters' passages that are asked about, in (0, 1]
 */
export function answeringLaws(share: number): void {
  const libraries = [seedCorpus(), madeCorpus()];
  const sampled = ({ index }: Library) => index.passages.filter((_, i) => i % Math.round(1 / share) === 0);
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
      { numRuns: 150 * share },
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
      for (const { folded } of sampled(library)) {
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
      { numRuns: 50 * share },
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
      for (const { path } of sampled(library)) {
        const { answer } = converse(`${path.at(-2) ?? ''}有哪些`, START, library);
        if (answer.outcome !== 'answered') continue;
        for (const { lead, quotes } of answer.blocks)
          if (lead?.kind === 'count') expect(quotes.length + lead.leftOut).toBe(lead.count);
      }
    }
  });
}
