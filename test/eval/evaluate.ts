/**
 * `npm run eval`: the gold questions, per kind, with the failures and what they missed, and what each part is worth.
 *
 *   npm run eval                 figures per set and kind, and the ablation
 *   npm run eval -- --failures   the failures too
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { converse, START } from '../../dialogs/converse/conversation.js';
import { render } from '../../dialogs/render/render.js';
import { ALL_ON, type Switches } from '../../dialogs/retrieve/rank.js';
import { type Library, openLibrary } from '../../indexer/index/library.js';
import { type Gold, judge, summarise, type Verdict } from './score.js';

const HOME = join(__dirname, '../../..');
const knowledge = join(HOME, 'corpus');
const seed = openLibrary({ corpus: knowledge, knowledge });
const made = openLibrary({ corpus: join(HOME, 'test/replies'), knowledge });
const tuning = openLibrary({ corpus: join(HOME, 'test/letters/tuning'), knowledge });
const held = openLibrary({ corpus: join(HOME, 'test/letters/held'), knowledge });
const layouts = openLibrary({ corpus: join(HOME, 'test/letters/layouts'), knowledge });

/** Letters of a folder, together and each as a corpus of its own. */
function openLetters(folder: string) {
  const at = join(HOME, 'test/letters', folder);
  const names = readdirSync(at).filter((name) => name.endsWith('.txt'));
  const alone = names.map((name): [string, Library] => {
    const corpus = mkdtempSync(join(tmpdir(), 'eval-'));
    cpSync(join(at, name), join(corpus, name));
    return [name.replace(/\.txt$/, ''), openLibrary({ corpus, knowledge }, { known: seed })];
  });
  return { folder, together: openLibrary({ corpus: at, knowledge }, { known: seed }), alone: new Map(alone) };
}
const UNSEEN = ['south', 'north', 'coast', 'west'].map(openLetters);

/** Questions, and the letters that each is asked of. */
interface QuestionSet {
  readonly name: string;
  readonly file: string;
  readonly libraryOf: (question: Gold) => Library;
  /** Parts of the ranking are switched off in turn too. */
  readonly ablated?: boolean;
}

const SETS: readonly QuestionSet[] = [
  { name: 'client reply, own', file: 'seed.jsonl', libraryOf: () => seed, ablated: true },
  { name: 'client reply, development', file: 'dev.jsonl', libraryOf: () => seed, ablated: true },
  { name: 'client reply, own, tuned on', file: 'seed-tuning.jsonl', libraryOf: () => seed, ablated: true },
  { name: 'client reply, own, held out', file: 'seed-held.jsonl', libraryOf: () => seed, ablated: true },
  { name: 'ten made replies, own', file: 'made-replies.jsonl', libraryOf: () => made, ablated: true },
  { name: 'ten made replies, development', file: 'other-replies.jsonl', libraryOf: () => made, ablated: true },
  { name: 'eighteen letters, own, tuned on', file: 'letters-tuning.jsonl', libraryOf: () => tuning, ablated: true },
  { name: 'six letters, own, held out', file: 'letters-held.jsonl', libraryOf: () => held, ablated: true },
  // Half of these ask for what stands just beside what is told, and the others share hardly a word with it.
  { name: 'client reply, near misses', file: 'near-seed.jsonl', libraryOf: () => seed, ablated: true },
  { name: 'eighteen letters, near misses', file: 'near-letters.jsonl', libraryOf: () => tuning, ablated: true },
  {
    name: 'eight letters of odd layouts, near misses',
    file: 'near-layouts.jsonl',
    libraryOf: () => layouts,
    ablated: true,
  },
  {
    name: 'ten made replies, near misses, held out',
    file: 'near-made-held.jsonl',
    libraryOf: () => made,
    ablated: true,
  },
  { name: 'six letters, near misses, held out', file: 'near-letters-held.jsonl', libraryOf: () => held, ablated: true },
  // Sixty letters by hands that saw neither the bot nor its questions, half of the questions near misses.
  ...UNSEEN.flatMap(({ folder, alone, together }): QuestionSet[] => [
    { name: `fifteen letters, ${folder}, together`, file: `${folder}.jsonl`, libraryOf: () => together },
    {
      name: `fifteen letters, ${folder}, each alone`,
      file: `${folder}.jsonl`,
      libraryOf: ({ reply }) => alone.get(reply!)!,
    },
  ]),
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

function run(questions: readonly Gold[], libraryOf: QuestionSet['libraryOf'], switches: Switches): Verdict[] {
  return questions.map((gold) => {
    const library = libraryOf(gold);
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

for (const { name, file, libraryOf, ablated } of SETS) {
  const questions = goldOf(file);
  console.log(`\n## ${name}`);
  const parts = Object.entries(ABLATIONS).slice(0, ablated ? undefined : 1);
  const verdictsOf = new Map(parts.map(([part, switches]) => [part, run(questions, libraryOf, switches)]));
  console.table(Object.fromEntries([...verdictsOf].map(([part, verdicts]) => [part, row(verdicts)])));
  const verdicts = [...verdictsOf.values()][0]!;
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
