import { understand } from '../../../dialogs/understand/understand.js';
import { madeCorpus } from '../../support/library.js';
import { hearingOf, readingOf } from '../../support/reading.js';
import { specCases } from '../../support/specCases.js';

/** Each line is written by `readingOf`; `hears …`, by `hearingOf`, where a case is about the words. */
describe('what a question is read as', () => {
  for (const { says, input, expected } of specCases('dialogs/understand/understand.spec.txt')) {
    it(says, () => {
      const question = understand(input.trimEnd(), madeCorpus());
      const heard = /^hears /m.test(expected) ? hearingOf(question) : '';
      expect(readingOf(question) + heard).toBe(expected);
    });
  }
});
