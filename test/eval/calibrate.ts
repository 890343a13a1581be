/**
 * Learns when to believe a hit: `npm run calibrate` writes dialogs/decide/confidence.json. Own tuning questions asked of the
 * letters they were written on, which tell or do not tell, the same questions asked of other letters, and bare terms of
 * the thesaurus.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { converse, START, understandInTalk } from '../../dialogs/converse/conversation.js';
import { type Coefficients, type ConfidenceFeatures, probabilityOf } from '../../dialogs/decide/confidence.js';
import { assess } from '../../dialogs/decide/decide.js';
import { rank } from '../../dialogs/retrieve/rank.js';
import { type Library, linesOf, openLibrary } from '../../indexer/index/library.js';
import { placesIn } from '../../indexer/index/places.js';
import { foldText } from '../../indexer/text/normalise.js';
import { climb } from './adam.js';
import { type Gold, holdsEvidence } from './score.js';

const HOME = join(__dirname, '../../..');
const KNOWLEDGE = join(HOME, 'corpus');
const seed = openLibrary({ corpus: KNOWLEDGE, knowledge: KNOWLEDGE });
const bare = openLibrary({ corpus: KNOWLEDGE, knowledge: KNOWLEDGE });
const made = openLibrary({ corpus: join(HOME, 'test/replies'), knowledge: KNOWLEDGE });
const letters = openLibrary({ corpus: join(HOME, 'test/letters/tuning'), knowledge: KNOWLEDGE });
const layouts = openLibrary({ corpus: join(HOME, 'test/letters/layouts'), knowledge: KNOWLEDGE });
// The client's reply as other replies are: without phrasings.
const unphrased: Library = { ...bare, index: { ...bare.index, phrasingsOf: () => [] } };

const gold = (name: string): Gold[] =>
  readFileSync(join(HOME, 'test/gold', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Gold);

/** Questions about the letter itself are answered whatever is believed. */
const ofSubstance = ({ type }: Gold) => !['who', 'when', 'contact', 'structure', 'chitchat'].includes(type);

/** A question's grounds, and whether the hits shown hold its evidence. */
interface Grounds {
  readonly ground: ConfidenceFeatures;
  readonly holds: boolean;
}

/** Hits of which an answer is made. */
const SHOWN = 4;

function grounds(questions: readonly Gold[], library: Library): Grounds[] {
  return questions.map(({ question, turns = [], evidence }) => {
    const memory = turns.reduce((known, typed) => converse(typed, known, library).memory, START);
    const asked = understandInTalk(question, memory, library);
    const hits = rank(asked, library, { passages: new Set(), replyId: memory.replyId });
    const shown = hits.slice(0, SHOWN).map(({ passage }) => passage.folded);
    return { ground: assess(asked, hits, library).features, holds: holdsEvidence({ evidence }, shown.join('\n')) };
  });
}

const ofSeed = [...gold('seed.jsonl'), ...gold('seed-tuning.jsonl')].filter(ofSubstance);
const ofMade = gold('made-replies.jsonl').filter(ofSubstance);
const ofLetters = gold('letters-tuning.jsonl').filter(ofSubstance);
// Half of them beside what the letter tells, and hardly a word of it in any.
const nearSeed = gold('near-seed.jsonl').filter(ofSubstance);
const nearLetters = gold('near-letters.jsonl').filter(ofSubstance);
const nearLayouts = gold('near-layouts.jsonl').filter(ofSubstance);

/** The same questions as people ask them who know of no other place than theirs: without the names of places. */
function unplaced(questions: readonly Gold[], { index }: Library): Gold[] {
  const places = new RegExp(`(?:${placesIn(index).join('|')})[市县区]?`, 'g');
  const without = (typed: string) => foldText(typed).replace(places, '');
  return questions
    .filter(({ question, turns = [] }) => [question, ...turns].some((typed) => without(typed) !== foldText(typed)))
    .map(({ question, turns = [], ...rest }) => ({ ...rest, question: without(question), turns: turns.map(without) }));
}

/**
 * A question's grounds: its letter tells what is asked, is silent on it, speaks of the subject whatever it tells, or does
 * not speak of it at all.
 */
interface Row {
  readonly ground: ConfidenceFeatures;
  readonly kind: 'told' | 'silent' | 'spoken' | 'foreign';
}
/** Where the hits are wrong, nothing is learnt from their being believed or not. */
const asked = (questions: readonly Gold[], library: Library): Row[] =>
  grounds(questions, library).flatMap(({ ground, holds }, i): Row[] => {
    const { answerable } = questions[i]!;
    return answerable && !holds ? [] : [{ ground, kind: answerable ? 'told' : 'silent' }];
  });
/** Asked of letters that do not speak of them. */
const foreign = (questions: readonly Gold[], library: Library): Row[] =>
  grounds(
    questions.filter(({ turns = [] }) => turns.length === 0),
    library,
  ).map(({ ground }) => ({ ground, kind: 'foreign' }));

/** Every so many-th line of the thesaurus gives a term to ask for. */
const EVERY = 25;
/** How a bare term is asked for, by turns. */
const BARE = ['', '', '怎么办', '', '有哪些', '', '补贴多少', '什么时候有', '归谁管', '政策'];

/** Bare terms of everyday speech, as people type them into a search box: spoken of by the letters, or by none. */
function bareTerms(library: Library): Row[] {
  const { index, thesaurus } = library;
  const letters = [...index.replies.keys()].map(index.lettersText).join('\n');
  const phrasings = index.passages.flatMap((passage) => index.phrasingsOf(passage)).join('\n');
  const stands = (words: readonly string[]) => words.some((word) => letters.includes(word));
  return terms.flatMap((term, i): Row[] => {
    const written = thesaurus.synonymsOf(term).map(({ word }) => word);
    const spoken = letters.includes(term);
    // What stands under another name, in part or in staff's words may be meant or not.
    if (!spoken && (stands(written) || phrasings.includes(term) || stands([term.slice(-2)]))) return [];
    const asked = understandInTalk(term + BARE[i % BARE.length]!, START, library);
    const hits = rank(asked, library, { passages: new Set() });
    return [{ ground: assess(asked, hits, library).features, kind: spoken ? 'spoken' : 'foreign' }];
  });
}
const terms = readdirSync(join(KNOWLEDGE, 'thesaurus'))
  .filter((name) => name !== 'characters.txt')
  .sort()
  .flatMap((name) => linesOf(join(KNOWLEDGE, 'thesaurus', name)))
  .filter((_, i) => i % EVERY === 0)
  .flatMap((line) => /^\p{sc=Han}{2,6}(?=,|\s*=>)/u.exec(line)?.[0] ?? []);

const natural: readonly Row[] = [
  ...asked(ofSeed, seed),
  ...asked(ofSeed, unphrased),
  ...asked(ofMade, made),
  ...asked(ofLetters, letters),
  ...asked(unplaced(ofMade, made), made),
  ...asked(unplaced(ofLetters, letters), letters),
  ...foreign(ofSeed, made),
  ...foreign(ofSeed, letters),
  ...foreign(ofMade, seed),
  ...foreign(ofLetters, seed),
  ...bareTerms(seed),
  ...bareTerms(made),
];

/** Which grounds a belief weighs: those that speak for it, and those against. */
interface Sides {
  readonly up: readonly (keyof ConfidenceFeatures)[];
  readonly down: readonly (keyof ConfidenceFeatures)[];
}
const ABOUT: Sides = {
  up: ['phrasing', 'bm25', 'order', 'held', 'count', 'key', 'bigrams', 'heading', 'lead', 'leans'],
  down: ['none', 'unmatched', 'weight', 'absent', 'absentKey', 'keyLacking', 'unheard', 'foreign'],
};
const TOLD: Sides = {
  up: ['valueNear', 'refusal', 'phrasing', 'order', 'lead'],
  down: [
    'valueMissing',
    'unnamed',
    'unlisted',
    'unreasoned',
    'uncounted',
    'unrated',
    'unworded',
    'unheld',
    'otherStage',
    'silent',
    'unbound',
    'personal',
    'opinion',
    'foreign',
    'absent',
    'absentKey',
    'yesOfAbsent',
    'valueElsewhere',
    'unmatched',
  ],
};

/**
 * Logistic regression. Both answers weigh the same in all. What speaks for a belief may not speak against it because
 * of who wrote the questions, nor the reverse.
 */
function learn(
  { up, down }: Sides,
  right: readonly ConfidenceFeatures[],
  wrong: readonly ConfidenceFeatures[],
): Coefficients {
  const names: readonly (keyof ConfidenceFeatures)[] = ['bias', ...up, ...down];
  const examples = [
    ...right.map((ground) => ({ ground, y: 1, share: 0.5 / right.length })),
    ...wrong.map((ground) => ({ ground, y: 0, share: 0.5 / wrong.length })),
  ];
  const weights = climb({
    size: names.length,
    steps: 5000,
    rate: 0.02,
    gradient: (now) => {
      const sum = new Float64Array(names.length);
      for (const { ground, y, share } of examples) {
        const score = names.reduce((all, name, i) => all + now[i]! * ground[name], 0);
        const error = share * (y - 1 / (1 + Math.exp(-score)));
        names.forEach((name, i) => {
          sum[i]! += error * ground[name];
        });
      }
      return sum;
    },
    decay: (i) => (names[i] === 'bias' ? 0 : 1e-4),
    within: (value, i) =>
      names[i] === 'bias' ? value : down.includes(names[i]!) ? Math.min(0, value) : Math.max(0, value),
  });
  return Object.fromEntries(
    names.flatMap((name, i) => (Math.abs(weights[i]!) < 5e-4 ? [] : [[name, Math.round(weights[i]! * 1e3) / 1e3]])),
  );
}

const near = [...asked(nearSeed, seed), ...asked(nearLetters, letters), ...asked(nearLayouts, layouts)];
const rows = [...natural, ...near];
const ofKind = (some: readonly Row[], ...kinds: Row['kind'][]) =>
  some.filter(({ kind }) => kinds.includes(kind)).map(({ ground }) => ground);
const of = (...kinds: Row['kind'][]) => ofKind(rows, ...kinds);
const learnt = {
  // Questions written to share no word with the letter teach nothing of whether it is on the subject.
  about: learn(ABOUT, ofKind(natural, 'told', 'silent', 'spoken'), of('foreign')),
  told: learn(TOLD, of('told'), of('silent')),
};
writeFileSync(join(HOME, 'dialogs/decide/confidence.json'), `${JSON.stringify(learnt, null, 2)}\n`);
console.log(learnt);

for (const flag of TOLD.down) {
  const share = (kind: Row['kind']) => (100 * of(kind).filter((ground) => ground[flag] > 0).length) / of(kind).length;
  console.log(
    `${flag}: ${share('told').toFixed(1)} % of the told, ${share('silent').toFixed(1)} % of those the letter is silent on`,
  );
}
for (const name of ['about', 'told'] as const) {
  for (const threshold of [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]) {
    const share = (kind: Row['kind']) => {
      const set = of(kind);
      return (100 * set.filter((ground) => probabilityOf(learnt[name], ground) >= threshold).length) / set.length;
    };
    console.log(
      `${name} from ${threshold}: ${share('told').toFixed(1)} % of the told, ${share('silent').toFixed(1)} % of those ` +
        `the letter is silent on, ${share('foreign').toFixed(1)} % of the foreign`,
    );
  }
}
