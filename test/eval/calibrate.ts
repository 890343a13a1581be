/**
 * Learns when to believe a hit: `npm run calibrate` writes dialogs/belief.json. Own gold questions asked of the
 * replies they were written on, against the same questions asked of the others, where nothing answers them.
 * Logistic regression with an L2 penalty, by Newton-free gradient ascent.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GROUNDS, type Ground, groundOf } from '../../dialogs/belief.js';
import { converse, START } from '../../dialogs/conversation.js';
import { leanOn } from '../../dialogs/memory.js';
import { understand } from '../../dialogs/question.js';
import { rank } from '../../dialogs/rank.js';
import { type Library, openLibrary } from '../../indexer/library.js';

const HOME = join(__dirname, '../../..');
const KNOWLEDGE = join(HOME, 'corpus');
const seed = openLibrary({ corpus: KNOWLEDGE, knowledge: KNOWLEDGE });
const bare = openLibrary({ corpus: KNOWLEDGE, knowledge: KNOWLEDGE });
const made = openLibrary({ corpus: join(HOME, 'test/replies'), knowledge: KNOWLEDGE });
// The client's reply as other replies are: without phrasings.
const unphrased: Library = { ...bare, index: { ...bare.index, phrasingsOf: () => [] } };

interface Gold {
  readonly question: string;
  readonly type: string;
  readonly turns?: readonly string[];
  readonly answerable: boolean;
}
const gold = (name: string): Gold[] =>
  readFileSync(join(HOME, 'test/gold', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Gold);

/** Questions about the letter itself are answered whatever is believed. */
const ofSubstance = ({ type }: Gold) =>
  !['who', 'when', 'contact', 'structure', 'chitchat', 'unanswerable'].includes(type);

function grounds(questions: readonly Gold[], library: Library): Ground[] {
  return questions.map(({ question, turns = [] }) => {
    const memory = turns.reduce((known, typed) => converse(typed, known, library).memory, START);
    const asked = leanOn(understand(question, library), memory);
    return groundOf(asked, rank(asked, library, { passages: new Set(), replyId: memory.replyId }), library);
  });
}

const seedGold = gold('seed.jsonl').filter(ofSubstance);
const madeGold = gold('made-replies.jsonl').filter(ofSubstance);
const alone = (questions: readonly Gold[]) => questions.filter(({ turns = [] }) => turns.length === 0);
const rows = [
  ...[...grounds(seedGold, seed), ...grounds(seedGold, unphrased), ...grounds(madeGold, made)].map((ground) => ({
    ground,
    right: 1,
  })),
  ...[...grounds(alone(seedGold), made), ...grounds(alone(madeGold), seed), ...grounds(alone(madeGold), unphrased)].map(
    (ground) => ({ ground, right: 0 }),
  ),
];

const weights = new Float64Array(GROUNDS.length);
const chance = (ground: Ground) =>
  1 / (1 + Math.exp(-GROUNDS.reduce((sum, name, i) => sum + weights[i]! * ground[name], 0)));
for (let step = 0; step < 20_000; step++) {
  const gradient = new Float64Array(GROUNDS.length);
  for (const { ground, right } of rows) {
    const error = right - chance(ground);
    GROUNDS.forEach((name, i) => {
      gradient[i]! += error * ground[name];
    });
  }
  GROUNDS.forEach((name, i) => {
    weights[i]! += 0.5 * (gradient[i]! / rows.length - (name === 'bias' ? 0 : 5e-4 * weights[i]!));
  });
}
const rounded = Object.fromEntries(GROUNDS.map((name, i) => [name, Math.round(weights[i]! * 1e3) / 1e3]));
writeFileSync(join(HOME, 'dialogs/belief.json'), `${JSON.stringify(rounded, null, 2)}\n`);
console.log(rounded);
for (const threshold of [0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6]) {
  const share = (right: number) => {
    const set = rows.filter((row) => row.right === right);
    return (100 * set.filter(({ ground }) => chance(ground) >= threshold).length) / set.length;
  };
  console.log(
    `believed from ${threshold}: ${share(1).toFixed(1)} % of the answerable, ${share(0).toFixed(1)} % of the foreign`,
  );
}
