import { join } from 'node:path';
import fc from 'fast-check';
import { parseReply } from '../../indexer/parse/parse.js';
import type { Reply, Section } from '../../indexer/parse/reply.js';
import { passagesOf } from '../../indexer/passages/passage.js';
import { madeUpLetters } from '../bench/letters.js';
import { anyLetter, letters } from './letters.js';

const walk = (
  sections: readonly Section[],
  visit: (siblings: readonly Section[], parent?: Section) => void,
  parent?: Section,
): void => {
  visit(sections, parent);
  for (const section of sections) walk(section.children, visit, section);
};

/**
 * What holds of the outline and the passages of every letter at hand, of letters composed of them and of random text.
 *
 * @param composed letters put together out of paragraphs of several, for each folder of letters
 * @param random texts
 */
export function parsingLaws({ composed: count, random }: { readonly composed: number; readonly random: number }): void {
  const composed = ['replies', 'letters/tuning', 'letters/held'].flatMap((folder) =>
    madeUpLetters(join(__dirname, '..', folder), count).map(({ id, text }) => parseReply(id, text)),
  );
  function law(says: string, holds: (reply: Reply) => void): void {
    it.each(letters().map((reply) => [reply.id, reply] as const))(`${says}: %s`, (_, reply) => holds(reply));
    it(`${says}: composed letters`, () => {
      for (const reply of composed) holds(reply);
    });
    it(`${says}: any text`, () =>
      fc.assert(
        fc.property(anyLetter, (text) => holds(parseReply('r', text))),
        { numRuns: random },
      ));
  }

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
}
