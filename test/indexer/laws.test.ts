import { join } from 'node:path';
import fc from 'fast-check';
import { parseReply } from '../../indexer/parse/parse.js';
import type { Reply, Section } from '../../indexer/parse/reply.js';
import { passagesOf } from '../../indexer/passages/passage.js';
import { fold, normalise } from '../../indexer/text/normalise.js';
import { madeUpLetters } from '../bench/letters.js';
import { anyLetter, letters } from '../support/letters.js';

/** Letters put together out of paragraphs of several. */
const composed = ['replies', 'letters/tuning', 'letters/held'].flatMap((folder) =>
  madeUpLetters(join(__dirname, '..', folder), 150).map(({ id, text }) => parseReply(id, text)),
);

/** Every law holds for every letter at hand, for letters composed of them and for random text. */
function law(says: string, holds: (reply: Reply) => void): void {
  it.each(letters().map((reply) => [reply.id, reply] as const))(`${says}: %s`, (_, reply) => holds(reply));
  it(`${says}: composed letters`, () => {
    for (const reply of composed) holds(reply);
  });
  it(`${says}: any text`, () =>
    fc.assert(
      fc.property(anyLetter, (text) => holds(parseReply('r', text))),
      { numRuns: 400 },
    ));
}

const walk = (
  sections: readonly Section[],
  visit: (siblings: readonly Section[], parent?: Section) => void,
  parent?: Section,
): void => {
  visit(sections, parent);
  for (const section of sections) walk(section.children, visit, section);
};

describe('laws of the parse', () => {
  law('the leaves cover every character exactly once', ({ leaves, text }) => {
    expect(leaves.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    expect(leaves.every(({ start, end }) => end > start)).toBe(true);
  });

  law('ordinals rise under one parent, for each series', ({ outline }) => {
    walk(outline, (siblings) => {
      for (const [i, section] of siblings.entries()) {
        const before = siblings[i - 1];
        if (before?.style === section.style && section.ordinal !== 1)
          expect(section.ordinal).toBeGreaterThan(before.ordinal);
      }
    });
  });

  law('a section lies inside its parent, after its elder sibling, and begins with its mark', ({ outline, text }) => {
    walk(outline, (siblings, parent) => {
      let at = parent?.start ?? 0;
      for (const { start, end, label } of siblings) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeLessThanOrEqual(parent?.end ?? text.length);
        expect(text.slice(start, start + label.length)).toBe(label);
        at = end;
      }
    });
  });

  law('a passage is cut out of the letter, its sentences out of it, none overlapping', (reply) => {
    let at = 0;
    for (const { start, end, sentences } of passagesOf(reply)) {
      expect(start).toBeGreaterThanOrEqual(at);
      at = end;
      let inside = start;
      for (const sentence of sentences) {
        expect(sentence.start).toBeGreaterThanOrEqual(inside);
        expect(sentence.end).toBeLessThanOrEqual(end);
        inside = sentence.end;
      }
    }
  });
});

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
