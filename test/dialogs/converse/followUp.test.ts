import { converse, START, understandInTalk } from '../../../dialogs/converse/conversation.js';
import { understand } from '../../../dialogs/understand/understand.js';
import { madeCorpus } from '../../support/library.js';
import { specCases } from '../../support/specCases.js';

/** Whether the second turn leans on the first, how it is read then, and the words that the first one lends it. */
function leaning(first: string, second: string): string {
  const library = madeCorpus();
  const { leansOn, asksForMore, kind, answerTypes, stage, terms } = understandInTalk(
    second,
    converse(first, START, library).memory,
    library,
  );
  const own = new Set(understand(second, library).terms.map(({ text }) => text));
  const lent = terms.filter(({ text, asks }) => !asks && !own.has(text)).map(({ text }) => text);
  return [
    leansOn === undefined ? 'alone' : leansOn === first ? 'leans' : `leans on ${leansOn}`,
    ...(asksForMore ? ['more'] : []),
    [kind, ...answerTypes, ...(stage ? [stage] : [])].join(' '),
    ...(lent.length > 0 ? [`lent ${lent.join(' ')}`] : []),
  ].join('; ');
}

describe('a second question', () => {
  for (const { says, input, expected } of specCases('dialogs/converse/followUp.spec.txt')) {
    it(says, () => {
      const [first, second] = input.trimEnd().split('\n');
      expect(leaning(first!, second!)).toBe(expected.trimEnd());
    });
  }
});
