import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldText } from '../../indexer/text/normalise.js';
import { KNOWLEDGE, MADE } from '../support/library.js';

/** Characters in a row that knowledge and a gold question share by chance no more. */
const RUN = 8;
const GOLD = join(__dirname, '../gold');

const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n');
const runsOf = (text: string) =>
  Array.from({ length: Math.max(0, text.length - RUN + 1) }, (_, i) => text.slice(i, i + RUN));

describe('knowledge is written as knowledge', () => {
  const letters = [join(KNOWLEDGE, 'replies'), MADE]
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /^[^.]+\.txt$/.test(name))
        .map((name) => join(folder, name)),
    )
    .map((file) => foldText(readFileSync(file, 'utf8')))
    .join('\n');
  const asked = new Set(
    readdirSync(GOLD)
      .flatMap((name) => linesOf(join(GOLD, name)))
      .filter(Boolean)
      .flatMap((line) => {
        const { question, turns = [] } = JSON.parse(line) as { question: string; turns?: string[] };
        return [question, ...turns].flatMap((one) => runsOf(foldText(one)));
      })
      .filter((run) => !letters.includes(run)),
  );

  const files = [
    ...readdirSync(join(KNOWLEDGE, 'thesaurus')).map((name) => join(KNOWLEDGE, 'thesaurus', name)),
    ...readdirSync(join(KNOWLEDGE, 'replies'))
      .filter((name) => name.endsWith('.phrasings.txt'))
      .map((name) => join(KNOWLEDGE, 'replies', name)),
    join(KNOWLEDGE, 'lexicon.txt'),
    join(KNOWLEDGE, 'stopwords.txt'),
  ];
  it.each(files)('%s shares no run of 8 characters with a gold question that no reply has', (file) => {
    const shared = linesOf(file).filter((line) =>
      line.split(/[,|]|=>/).some((word) => runsOf(foldText(word)).some((run) => asked.has(run))),
    );
    expect(shared).toEqual([]);
  });
});
