import type { Passage, Sentence } from '../indexer/passage.js';
import { covered, match, places, proximityOf } from './match.js';
import { bm25Of, gramShare, share, shareInPassage, subsequence, substring } from './overlap.js';
import type { Probe } from './probe.js';
import { holds, type Slot } from './slot.js';

/** The lexical evidence that a sentence answers a question; each in [0, 1] unless said otherwise. */
export interface Evidence {
  /** BM25 of the sentence over grams, relative to the best candidate. */
  readonly bm25: number;
  /** The same divided by what the question could reach at most. */
  readonly bm25OfPossible: number;
  /** The index's score of the passage, relative to the best. */
  readonly passage: number;
  /** Share of the question's units in the sentence, weighted by rarity. */
  readonly coverage: number;
  /** The same with the sentence before, and with the one after. */
  readonly coverageWithPrevious: number;
  readonly coverageWithNext: number;
  /** Coverage with rarity measured inside the passage: what tells this sentence from its neighbours. */
  readonly coverageInPassage: number;
  /** Coverage above the passage's best other sentence, [-1, 1]. */
  readonly coverageGap: number;
  /** Longest common subsequence over the question's length. */
  readonly order: number;
  /** Longest common substring over the question's length. */
  readonly run: number;
  /** 1 when the matched units stand side by side, towards 0 when they are spread. */
  readonly proximity: number;
  /** The words left and right of the interrogative occur. */
  readonly left: number;
  readonly right: number;
  /** Share of the asked kinds of value that occur; 0 when none is asked. */
  readonly slot: number;
  /** A value of an asked kind within 12 characters of a matched unit. */
  readonly slotNear: number;
  /** A kind of value is asked and the sentence holds none. */
  readonly slotMissing: number;
  /** Share of the question's numbers, and of its Latin words, that occur. */
  readonly numbers: number;
  readonly latin: number;
  /** Share of the question's bigrams, and of its characters, that occur, weighted by rarity. */
  readonly bigrams: number;
  readonly characters: number;
  /** Length in units of 100 characters, at most 3. */
  readonly length: number;
  /** Fewer than 12 characters. */
  readonly short: number;
  /** First in the passage. */
  readonly first: number;
  /** Coverage, order, run, bigrams and coverage in the passage, each over the best candidate's. */
  readonly coverageRelative: number;
  readonly orderRelative: number;
  readonly runRelative: number;
  readonly bigramsRelative: number;
  readonly coverageInPassageRelative: number;
  /** Share of the question's grams, weighted by how few sentences of the passage have them; and over the best's. */
  readonly gramsInPassage: number;
  readonly gramsInPassageRelative: number;
  /** The same of the sentence with the one before it. */
  readonly gramsWithPrevious: number;
  readonly gramsWithPreviousRelative: number;
  /** A value of the asked kind in the sentence that tells the passage's own part of the question. */
  readonly slotInPassage: number;
  /** The best of its passage by coverage; of the index's first passage. */
  readonly bestInPassage: number;
  readonly firstPassage: number;
  /** A value of the asked kind, kind by kind; 0 when that kind is not asked. */
  readonly holdsDate: number;
  readonly holdsCount: number;
  readonly holdsMoney: number;
  readonly holdsPerson: number;
  readonly holdsPlace: number;
  readonly holdsAgency: number;
  readonly holdsReason: number;
  /** A number that the question does not have, where a number or a date is asked. */
  readonly newNumber: number;
  /** A sentence that says little but the question's own words. */
  readonly echoes: number;
}

/** Kinds of value with a weight of their own. */
const HOLDS: readonly [keyof Evidence, readonly Slot[]][] = [
  ['holdsDate', ['date', 'duration']],
  ['holdsCount', ['count', 'number', 'rank', 'percent']],
  ['holdsMoney', ['money']],
  ['holdsPerson', ['person']],
  ['holdsPlace', ['place']],
  ['holdsAgency', ['agency']],
  ['holdsReason', ['reason']],
];
const NUMERIC: ReadonlySet<Slot> = new Set([
  'date',
  'duration',
  'count',
  'number',
  'rank',
  'percent',
  'money',
  'phone',
]);

export const EVIDENCE = [
  'bm25',
  'bm25OfPossible',
  'passage',
  'coverage',
  'coverageWithPrevious',
  'coverageWithNext',
  'coverageInPassage',
  'coverageGap',
  'order',
  'run',
  'proximity',
  'left',
  'right',
  'slot',
  'slotNear',
  'slotMissing',
  'numbers',
  'latin',
  'bigrams',
  'characters',
  'length',
  'short',
  'first',
  'coverageRelative',
  'orderRelative',
  'runRelative',
  'bigramsRelative',
  'coverageInPassageRelative',
  'gramsInPassage',
  'gramsInPassageRelative',
  'gramsWithPrevious',
  'gramsWithPreviousRelative',
  'slotInPassage',
  'bestInPassage',
  'firstPassage',
  'holdsDate',
  'holdsCount',
  'holdsMoney',
  'holdsPerson',
  'holdsPlace',
  'holdsAgency',
  'holdsReason',
  'newNumber',
  'echoes',
] as const satisfies readonly (keyof Evidence)[];

/** A sentence that may answer, with the passage it stands in. */
export interface Candidate {
  readonly passage: Passage;
  /** Which of the passage's sentences. */
  readonly at: number;
  readonly sentence: Sentence;
}

/** The evidence for every candidate; passages in the index's order with its scores. */
export function evidenceOf(
  probe: Probe,
  passages: readonly { readonly passage: Passage; readonly score: number }[],
  averageLength: number,
): Map<Candidate, Evidence> {
  const best = passages[0]?.score || 1;
  const possible = [...probe.grams.values()].reduce((sum, weight) => sum + weight, 0) * 1.9 || 1;
  const found: [Candidate, Evidence][] = [];
  for (const { passage, score } of passages) {
    const sentences = passage.sentences;
    const matches = sentences.map(({ folded }) => probe.units.map((unit) => match(unit, folded)));
    const inPassage = probe.units.map((_, u) =>
      Math.log(1 + sentences.length / (0.5 + matches.filter((row) => row[u]! > 0.3).length)),
    );
    const gramsInPassage = shareInPassage(
      probe.grams,
      sentences.map(({ folded }) => folded),
    );
    const gramsWithPrevious = shareInPassage(
      probe.grams,
      sentences.map(({ folded }, i) => (sentences[i - 1]?.folded ?? '') + folded),
    );
    const coverages = matches.map((row) => covered(probe.units, row));
    for (const [at, sentence] of sentences.entries()) {
      const row = matches[at]!;
      const previous = matches[at - 1];
      const next = matches[at + 1];
      const others = Math.max(0, ...coverages.filter((_, i) => i !== at));
      const { folded } = sentence;
      const bm25 = bm25Of(probe.grams, folded, averageLength);
      const held = probe.slots.filter((slot) => holds(slot, folded)).length;
      found.push([
        { passage, at, sentence },
        {
          bm25,
          bm25OfPossible: bm25 / possible,
          passage: score / best,
          coverage: coverages[at]!,
          coverageWithPrevious: covered(
            probe.units,
            row.map((value, u) => Math.max(value, previous?.[u] ?? 0)),
          ),
          coverageWithNext: covered(
            probe.units,
            row.map((value, u) => Math.max(value, next?.[u] ?? 0)),
          ),
          coverageInPassage: covered(probe.units, row, inPassage),
          coverageGap: coverages[at]! - others,
          order: probe.core ? subsequence(probe.core, folded) / probe.core.length : 0,
          run: probe.core ? substring(probe.core, folded) / probe.core.length : 0,
          proximity: proximityOf(probe.units, folded),
          left: Number(probe.left !== '' && folded.includes(probe.left)),
          right: Number(probe.right !== '' && folded.includes(probe.right)),
          slot: probe.slots.length > 0 ? held / probe.slots.length : 0,
          slotNear: Number(held > 0 && nearValue(probe, folded)),
          slotMissing: Number(probe.slots.length > 0 && held === 0),
          numbers: share(probe.numbers, folded),
          latin: share(probe.latin, folded),
          bigrams: gramShare(probe.grams, folded, 2),
          characters: gramShare(probe.grams, folded, 1),
          length: Math.min(3, folded.length / 100),
          short: Number(folded.length < 12),
          first: Number(at === 0),
          ...NO_RELATIVES,
          gramsInPassage: gramsInPassage[at]!,
          gramsWithPrevious: gramsWithPrevious[at]!,
          slotInPassage: held > 0 ? gramsInPassage[at]! : 0,
          bestInPassage: Number(coverages[at]! > 0 && coverages[at] === Math.max(...coverages)),
          firstPassage: Number(passage === passages[0]!.passage),
          ...heldKinds(probe.slots, folded),
          newNumber: Number(
            probe.slots.some((slot) => NUMERIC.has(slot)) &&
              (folded.match(/\d[\d.]*/g) ?? []).some((one) => !probe.numbers.includes(one)),
          ),
          echoes: Number(probe.core.length > 0 && folded.length < 1.3 * probe.core.length),
        },
      ]);
    }
  }
  return withRelatives(found);
}

/** Evidence measured against the best candidate, with what it is measured from. */
const RELATIVES = [
  ['bm25', 'bm25'],
  ['coverageRelative', 'coverage'],
  ['orderRelative', 'order'],
  ['runRelative', 'run'],
  ['bigramsRelative', 'bigrams'],
  ['coverageInPassageRelative', 'coverageInPassage'],
  ['gramsInPassageRelative', 'gramsInPassage'],
  ['gramsWithPreviousRelative', 'gramsWithPrevious'],
] as const;
const NO_RELATIVES = {
  coverageRelative: 0,
  orderRelative: 0,
  runRelative: 0,
  bigramsRelative: 0,
  coverageInPassageRelative: 0,
  gramsInPassageRelative: 0,
  gramsWithPreviousRelative: 0,
};

function withRelatives(found: readonly [Candidate, Evidence][]): Map<Candidate, Evidence> {
  const tops = RELATIVES.map(([, from]) => Math.max(...found.map(([, evidence]) => evidence[from]), 1e-9));
  return new Map(
    found.map(([candidate, evidence]) => {
      const relative = Object.fromEntries(RELATIVES.map(([name, from], i) => [name, evidence[from] / tops[i]!]));
      return [candidate, { ...evidence, ...relative }];
    }),
  );
}

function heldKinds(
  slots: readonly Slot[],
  text: string,
): Pick<
  Evidence,
  'holdsDate' | 'holdsCount' | 'holdsMoney' | 'holdsPerson' | 'holdsPlace' | 'holdsAgency' | 'holdsReason'
> {
  const held = HOLDS.map(([name, kinds]) => [
    name,
    Number(slots.some((slot) => kinds.includes(slot) && holds(slot, text))),
  ]);
  return Object.fromEntries(held) as ReturnType<typeof heldKinds>;
}

function nearValue(probe: Probe, text: string): boolean {
  return places(probe.units, text).some((at) => {
    const around = text.slice(Math.max(0, at - 12), at + 20);
    return probe.slots.some((slot) => holds(slot, around));
  });
}
