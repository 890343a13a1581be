import fc from 'fast-check';
import {
  type Answer,
  type Block,
  fieldQuote,
  type Lead,
  type Quote,
  quote,
  quotesOf,
} from '../../../dialogs/answer/answer.js';
import { BARE, render } from '../../../dialogs/render/render.js';
import { wording } from '../../../dialogs/render/wording.js';
import { passagesOf } from '../../../indexer/passages/passage.js';
import { letters } from '../../support/letters.js';

const replies = new Map(letters().map((reply) => [reply.id, reply]));
const passages = [...replies.values()].flatMap(passagesOf);

/** Words of a letter: of a sentence or more of a passage, or of its letterhead. */
const anyQuote: fc.Arbitrary<Quote> = fc.oneof(
  fc.tuple(fc.constantFrom(...passages), fc.nat(), fc.nat()).map(([passage, a, b]) => {
    const { sentences, replyId, path, role } = passage;
    const [first, last] = [a % sentences.length, b % sentences.length].sort((x, y) => x - y);
    const span = { start: sentences[first!]!.start, end: sentences[last!]!.end };
    return quote(replies.get(replyId)!, span, path, role);
  }),
  fc.constantFrom(...replies.values()).map((reply) => {
    const { contact, date, title } = reply.letterhead;
    return fieldQuote(reply, contact ?? date ?? title ?? { start: 0, end: 4 }, contact ? 'contact' : 'title');
  }),
);
const someQuotes = fc.array(anyQuote, { minLength: 1, maxLength: 5 });
const name = { name: '某局', date: '2023-06-01' };

/** Why quotes stand together: whatever there is, of so many quotes. */
const leadOf = (count: number): fc.Arbitrary<Lead | undefined> =>
  fc.constantFrom<Lead | undefined>(
    undefined,
    { kind: 'stage', role: 'done' },
    { kind: 'stage', role: 'planned' },
    { kind: 'also' },
    { kind: 'count', count, leftOut: 0, rule: 'items' },
    { kind: 'count', count: count + 3, leftOut: 3, rule: 'replies', of: Array<typeof name>(count).fill(name) },
    { kind: 'letterhead', field: 'contact' },
    { kind: 'letterhead', field: 'signed', of: Array<typeof name>(count).fill(name) },
  );
const anyBlock: fc.Arbitrary<Block> = someQuotes.chain((quotes) =>
  fc
    .record({ lead: leadOf(quotes.length), head: fc.option(anyQuote, { nil: undefined }) })
    // A heading stands above items only.
    .map(({ lead, head }) => ({ quotes, ...(lead && { lead }), ...(head && lead?.kind === 'count' && { head }) })),
);
const contact = fc.option(anyQuote, { nil: undefined });
const anyAnswer: fc.Arbitrary<Answer> = fc.oneof(
  fc.array(anyBlock, { minLength: 1, maxLength: 4 }).map((blocks): Answer => ({ outcome: 'answered', blocks })),
  fc.tuple(fc.array(anyQuote, { maxLength: 3 }), contact).map(
    ([nearest, call]): Answer => ({
      outcome: 'not_stated',
      missing: 'money',
      nearest,
      ...(call && { contact: call }),
    }),
  ),
  contact.map(
    (call): Answer => ({ outcome: 'not_found', nearest: [], offers: ['路灯'], ...(call && { contact: call }) }),
  ),
  contact.map((call): Answer => ({ outcome: 'out_of_scope', why: 'personal', ...(call && { contact: call }) })),
);

/** Letters and figures as they are shown: white space and the rule of a table are not. */
const shownOf = (words: string): string => words.replace(/^[\s|:-]+$/gm, '').replace(/\s/g, '');

describe('the markers of an answer', () => {
  /** A marker that no letter has. */
  const style = { ...BARE, marker: ({ n }: { readonly n: number }) => `⟦${n}⟧` };

  it('stand each right behind the words that it is the citation of, numbered as they are read', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const { text, citations } = render(answer, replies, style);
        const parts = text.split(/⟦(\d+)⟧/);
        const numbers = parts.filter((_, i) => i % 2 === 1).map(Number);
        expect(numbers).toEqual(citations.map(({ n }) => n));
        expect(numbers).toEqual(numbers.map((_, i) => i + 1));
        for (const [i, { text: words }] of citations.entries())
          expect(shownOf(parts[2 * i]!).endsWith(shownOf(words))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('lead to the place that the quote was cut out of', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const { citations } = render(answer, replies, style);
        expect(citations.map(({ replyId, start, end }) => [replyId, start, end])).toEqual(
          quotesOf(answer).map(({ replyId, start, end }) => [replyId, start, end]),
        );
        for (const { replyId, start, end, text } of citations)
          expect(replies.get(replyId)!.text.slice(start, end)).toBe(text);
      }),
    );
  });

  it('name the field of the letterhead where there is no heading to name', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        for (const { field, path } of render(answer, replies, style).citations)
          if (field) expect(path).toEqual([wording.field[field]]);
      }),
    );
  });
});
