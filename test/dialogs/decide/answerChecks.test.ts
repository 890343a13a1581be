import { openChecks } from '../../../dialogs/decide/answerChecks.js';
import type { Hit } from '../../../dialogs/retrieve/hit.js';
import { understand } from '../../../dialogs/understand/understand.js';
import { buildIndex } from '../../../indexer/index/searchIndex.js';
import { parseReply } from '../../../indexer/parse/parse.js';
import { madeCorpus } from '../../support/library.js';
import { specCases } from '../../support/specCases.js';

/** What the first sentence of a letter that says no more leaves open of a question. */
function openIn(question: string, told: string): string {
  const library = madeCorpus();
  const reply = parseReply('r', `王某代表:\n您的建议收悉。现答复如下:\n一、工作情况\n${told}\n市某局\n2023年6月1日\n`);
  const index = buildIndex({ replies: [reply], phrasings: new Map() }, library.segmenter);
  const passage = index.passages.find(({ start, end }) =>
    reply.text.slice(start, end).startsWith(told.split('\n')[0]!),
  )!;
  const hit = { passage, at: 0, sentence: passage.sentences[0]! } as Hit;
  const open = openChecks(understand(question, library), hit, { index, segmenter: library.segmenter });
  return [...open].join(' ') || 'nothing';
}

/** A question, the words of a letter, and the checks that these leave open. */
describe('what a text leaves open', () => {
  for (const { says, input, expected } of specCases('dialogs/decide/answerChecks.spec.txt')) {
    it(says, () => {
      const [question, ...told] = input.trimEnd().split('\n');
      expect(openIn(question!, told.join('\n'))).toBe(expected.trimEnd());
    });
  }
});
