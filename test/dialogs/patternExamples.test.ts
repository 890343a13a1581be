import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Example, readExamples } from '../support/patternExamples.js';
import { alternativesOf, parsePattern } from '../support/patternTree.js';
import { asWritten, expand, HOME, hanPatternsIn, type NamedPattern, sourcesIn } from '../support/sourcePatterns.js';

/**
 * Each alternative of a pattern with Chinese characters has a line that it must match and one that it must not. The
 * examples of `dialogs/understand/intent.ts` stand in `test/dialogs/understand/intent.examples.txt`; `readExamples`
 * tells how they are written. They are folded text, as the patterns see it: half-width, without spaces and quotes.
 */

/** Files of which examples are not asked. */
const WITHOUT_EXAMPLES: ReadonlySet<string> = new Set([
  'dialogs/turn/starters.ts',
  'dialogs/understand/personalData.ts',
  'dialogs/understand/personalNumbers.ts',
  'dialogs/understand/understand.ts',
]);

const examplesOf = (file: string): string => join('test', file.replace(/\.ts$/, '.examples.txt'));

const files = sourcesIn('dialogs')
  .map((file) => ({ file, patterns: hanPatternsIn(file) }))
  .filter(({ patterns }) => patterns.length > 0);
const withExamples = files.filter(({ file }) => existsSync(join(HOME, examplesOf(file))));

describe('the files of examples', () => {
  it('stand beside every file that has patterns, or the file is listed as one without', () => {
    const without = files.filter((one) => !withExamples.includes(one)).map(({ file }) => file);
    expect(without.filter((file) => !WITHOUT_EXAMPLES.has(file))).toEqual([]);
    expect([...WITHOUT_EXAMPLES].filter((file) => !without.includes(file))).toEqual([]);
  });
});

describe.each(withExamples)('the patterns of $file', ({ file, patterns }) => {
  const place = examplesOf(file);
  const examples = readExamples(place);

  it('have examples in the form asked, and there are none of a pattern that is gone', () => {
    const names = new Set(patterns.map(({ name }) => name));
    const gone = [...examples.patterns].flatMap(([name, { line }]) =>
      names.has(name) ? [] : [`${place}:${line} ${name}: no such pattern in ${file}`],
    );
    expect([...examples.faults, ...gone]).toEqual([]);
  });

  it.each(patterns)('$name', (pattern) => {
    const { line, rows } = examples.patterns.get(pattern.name) ?? { line: undefined, rows: [] };
    expect(faultsOf(pattern, rows, line ? `${place}:${line}` : place)).toEqual([]);
  });
});

describe('the judgement', () => {
  const pattern: NamedPattern = {
    name: 'ASKED',
    place: 'asked.ts:1',
    source: '^(?:多少|几\uE000)钱?$',
    flags: '',
    parts: new Map([['\uE000', { name: 'UNIT', value: '(?:个|块)' }]]),
  };
  const rows: readonly Example[] = [
    { line: 2, alternative: '多少', catches: '多少钱', misses: '几个' },
    { line: 3, alternative: '几${UNIT}', catches: '几块钱', misses: '多少' },
  ];

  it('is content with a row for each alternative', () => {
    expect(faultsOf(pattern, rows, 'asked.examples.txt:1')).toEqual([]);
  });

  it('names the alternative that has no row, and where the row belongs', () => {
    expect(faultsOf(pattern, rows.slice(0, 1), 'asked.examples.txt:1')).toEqual([
      'asked.examples.txt:1 ASKED: add a row for 几${UNIT} (asked.ts:1)',
    ]);
  });

  it('names the row whose alternative is gone', () => {
    expect(faultsOf(pattern, [...rows, { ...rows[0]!, line: 4, alternative: '若干' }], 'asked.examples.txt:1')).toEqual(
      ['asked.examples.txt:4 ASKED: no alternative 若干 any more (asked.ts:1)'],
    );
  });

  it('names the row whose lines are not told apart by its own alternative', () => {
    const wrong = [{ ...rows[0]!, catches: '几个', misses: '多少' }, rows[1]!];
    expect(faultsOf(pattern, wrong, 'asked.examples.txt:1')).toEqual([
      'asked.examples.txt:2 ASKED: 多少 must match 几个, and does not',
      'asked.examples.txt:2 ASKED: 多少 must not match 多少, and does',
    ]);
  });

  it('keeps the numbers of groups', () => {
    const twice = { ...pattern, source: '(好)啊|(\\p{sc=Han})不\\2', flags: 'u', parts: new Map() };
    const row = { line: 3, alternative: '(\\p{sc=Han})不\\2', catches: '行不行', misses: '行不通' };
    const first = { line: 2, alternative: '(好)啊', catches: '好啊', misses: '好不好' };
    expect(faultsOf(twice, [first, row], 'asked.examples.txt:1')).toEqual([]);
  });
});

/** @param heading where the rows of the pattern stand, or are to stand */
function faultsOf(
  { name, source, flags, place, parts }: NamedPattern,
  rows: readonly Example[],
  heading: string,
): string[] {
  const file = heading.replace(/:\d+$/, '');
  const alternatives = alternativesOf(parsePattern(source)).map(({ written, alone }) => ({
    written: asWritten(written, parts),
    rule: new RegExp(expand(alone, parts), flags.replace(/[gy]/g, '')),
  }));
  const written = new Set(alternatives.map((one) => one.written));
  return [
    ...alternatives.flatMap(({ written, rule }, i) => {
      if (alternatives.findIndex((one) => one.written === written) < i)
        return [`${place} ${name}: ${written} is written twice`];
      const own = rows.filter(({ alternative }) => alternative === written);
      if (own.length === 0) return [`${heading} ${name}: add a row for ${written} (${place})`];
      return own.flatMap(({ line, catches, misses }) => [
        ...(rule.test(catches) ? [] : [`${file}:${line} ${name}: ${written} must match ${catches}, and does not`]),
        ...(rule.test(misses) ? [`${file}:${line} ${name}: ${written} must not match ${misses}, and does`] : []),
      ]);
    }),
    ...rows
      .filter(({ alternative }) => !written.has(alternative))
      .map(({ line, alternative }) => `${file}:${line} ${name}: no alternative ${alternative} any more (${place})`),
  ];
}
