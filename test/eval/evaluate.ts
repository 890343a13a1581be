/**
 * `npm run eval`: the gold questions, per kind, with the failures and what they missed, and what each part is worth.
 *
 *   npm run eval                 figures per set and kind, and the ablation
 *   npm run eval -- --failures   the failures too
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { converse, START } from '../../dialogs/converse/conversation.js';
import { render } from '../../dialogs/render/render.js';
import { ALL_ON, type Switches } from '../../dialogs/retrieve/rank.js';
import { type Library, openLibrary } from '../../indexer/library.js';
import { type Gold, judge, summarise, type Verdict } from './score.js';

const HOME = join(__dirname, '../../..');
const knowledge = join(HOME, 'corpus');
const seed = openLibrary({ corpus: knowledge, knowledge });
const made = openLibrary({ corpus: join(HOME, 'test/replies'), knowledge });
const tuning = openLibrary({ corpus: join(HOME, 'test/letters/tuning'), knowledge });
const held = openLibrary({ corpus: join(HOME, 'test/letters/held'), knowledge });
const layouts = openLibrary({ corpus: join(HOME, 'test/letters/layouts'), knowledge });

const SETS: readonly { readonly name: string; readonly file: string; readonly library: Library }[] = [
  { name: 'client reply, own', file: 'seed.jsonl', library: seed },
  { name: 'client reply, development', file: 'dev.jsonl', library: seed },
  { name: 'client reply, own, tuned on', file: 'seed-tuning.jsonl', library: seed },
  { name: 'client reply, own, held out', file: 'seed-held.jsonl', library: seed },
  { name: 'ten made replies, own', file: 'made-replies.jsonl', library: made },
  { name: 'ten made replies, development', file: 'other-replies.jsonl', library: made },
  { name: 'eighteen letters, own, tuned on', file: 'letters-tuning.jsonl', library: tuning },
  { name: 'six letters, own, held out', file: 'letters-held.jsonl', library: held },
  // Half of these ask for what stands just beside what is told, and the others share hardly a word with it.
  { name: 'client reply, near misses', file: 'near-seed.jsonl', library: seed },
  { name: 'eighteen letters, near misses', file: 'near-letters.jsonl', library: tuning },
  { name: 'eight letters of odd layouts, near misses', file: 'near-layouts.jsonl', library: layouts },
  { name: 'ten made replies, near misses, held out', file: 'near-made-held.jsonl', library: made },
  { name: 'six letters, near misses, held out', file: 'near-letters-held.jsonl', library: held },
];

const ABLATIONS: Readonly<Record<string, Switches>> = {
  'all parts': ALL_ON,
  'without phrasings': { ...ALL_ON, phrasings: false },
  'without thesaurus': { ...ALL_ON, thesaurus: false },
  'without learned ranking': { ...ALL_ON, learning: false },
};

const goldOf = (file: string): Gold[] =>
  readFileSync(join(HOME, 'test/gold', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Gold);

function run(questions: readonly Gold[], library: Library, switches: Switches): Verdict[] {
  return questions.map((gold) => {
    const memory = (gold.turns ?? []).reduce((known, typed) => converse(typed, known, library, switches).memory, START);
    const { answer } = converse(gold.question, memory, library, switches);
    return judge(gold, answer, render(answer, library.index.replies));
  });
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const row = (verdicts: readonly Verdict[]) => {
  const { questions, right, cited, refusedWrongly, answeredWrongly, median } = summarise(verdicts);
  return {
    questions,
    right: percent(right),
    cited: percent(cited),
    'refused wrongly': percent(refusedWrongly),
    'answered wrongly': percent(answeredWrongly),
    'median characters': median,
  };
};

for (const { name, file, library } of SETS) {
  const questions = goldOf(file);
  console.log(`\n## ${name}`);
  console.table(
    Object.fromEntries(
      Object.entries(ABLATIONS).map(([part, switches]) => [part, row(run(questions, library, switches))]),
    ),
  );
  const verdicts = run(questions, library, ALL_ON);
  const kinds = [...new Set(questions.map(({ type }) => type))];
  const of = (kind: string) => verdicts.filter(({ gold }) => gold.type === kind);
  console.log(
    kinds.map((kind) => `${kind} ${of(kind).filter(({ right }) => right).length}/${of(kind).length}`).join('  '),
  );
  if (!process.argv.includes('--failures')) continue;
  for (const { gold, outcome, missing, text } of verdicts.filter(({ right }) => !right)) {
    console.log(`- ${gold.id} ${gold.type} [${outcome}] ${[...(gold.turns ?? []), gold.question].join(' / ')}`);
    console.log(`  missing: ${missing.join(' | ') || '-'}; said: ${text.replace(/\s+/g, ' ').slice(0, 120)}`);
  }
}
