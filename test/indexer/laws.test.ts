import fc from 'fast-check';
import { fold, normalise } from '../../indexer/text/normalise.js';
import { anyLetter } from '../support/letters.js';
import { parsingLaws } from '../support/parsingLaws.js';

describe('laws of the parse, by a quarter of what the long run reads', () =>
  parsingLaws({ composed: 40, random: 100 }));

describe('laws of folding', () => {
  it('the normal form is as long as its text, so that spans are the same', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(normalise(text)).toHaveLength(text.length)));
  });

  it('every folded unit knows the unit it came from', () => {
    fc.assert(
      fc.property(anyLetter, (text) => {
        const { text: folded, at } = fold(text);
        expect(at).toHaveLength(folded.length + 1);
        for (let i = 1; i < at.length; i++) expect(at[i]).toBeGreaterThan(at[i - 1]!);
      }),
    );
  });

  it('folding twice is folding once', () => {
    fc.assert(fc.property(anyLetter, (text) => expect(fold(fold(text).text).text).toBe(fold(text).text)));
  });
});
