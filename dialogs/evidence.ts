import type { Passage, Sentence } from '../indexer/passage.js';
import { gramsOf } from '../indexer/terms.js';
import { holds, type Slot } from './slot.js';
import { idf, type Knowledge, runsOf, type Unit } from './unit.js';

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

/** What of a question the evidence is measured against, made once a question. */
export interface Probe {
  readonly units: readonly Unit[];
  /** The question without courtesies, folded: order and runs are measured on it. */
  readonly core: string;
  readonly slots: readonly Slot[];
  readonly grams: ReadonlyMap<string, number>;
  readonly left: string;
  readonly right: string;
  readonly numbers: readonly string[];
  readonly latin: readonly string[];
}

const INTERROGATIVE =
  /什么时候|啥时候|什么|多少|几|哪[个些里年位家种类项]?|谁|为什么|怎么样?|怎样|如何|何时|何|啥|多[久大长高]/;

export function probeOf(folded: string, units: readonly Unit[], slots: readonly Slot[], knowledge: Knowledge): Probe {
  const grams = new Map<string, number>();
  const add = (text: string, share: number) => {
    for (const gram of gramsOf(text)) grams.set(gram, Math.max(grams.get(gram) ?? 0, share * idf(gram, knowledge)));
  };
  for (const { synonyms } of units) for (const { word, weight } of synonyms) add(word, SYNONYM * weight);
  for (const run of runsOf(units)) add(run, 1);
  const asks = INTERROGATIVE.exec(folded);
  const units_ = units.map(({ text }) => text);
  return {
    units,
    core: units_.join(''),
    slots,
    grams,
    left: asks ? lastHan(folded.slice(0, asks.index)) : '',
    right: asks ? firstHan(folded.slice(asks.index + asks[0].length)) : '',
    numbers: folded.match(/\d[\d.]*/g) ?? [],
    latin: folded.match(/[a-z]{2,}/g) ?? [],
  };
}

const lastHan = (text: string): string => /([\p{sc=Han}]{2})[^\p{sc=Han}]*$/u.exec(text)?.[1] ?? '';
const firstHan = (text: string): string => /^[^\p{sc=Han}]*([\p{sc=Han}]{2})/u.exec(text)?.[1] ?? '';

/** How much a thesaurus word counts beside the user's own. */
export const SYNONYM = 0.75;

/** How well a text holds a unit, [0, 1]: its own words, a word the thesaurus gives, or a part of a long one. */
export function match(unit: Unit, text: string): number {
  if (text.includes(unit.text)) return 1;
  let best = 0;
  for (const { word, weight } of unit.synonyms) if (weight > best && text.includes(word)) best = weight;
  if (best > 0) return SYNONYM * best;
  const length = unit.text.length;
  if (length < 3 || !/^\p{sc=Han}/u.test(unit.text)) return length === 2 && partly(unit.text, text) ? 0.1 : 0;
  let found = 0;
  for (let i = 0; i + 1 < length; i++) if (text.includes(unit.text.slice(i, i + 2))) found++;
  return 0.6 * (found / (length - 1));
}

const partly = (word: string, text: string): boolean => text.includes(word[0]!) || text.includes(word[1]!);

/** Share of the units' weight that a text holds. */
export function coverageOf(units: readonly Unit[], text: string, weights?: readonly number[]): number {
  let sum = 0;
  let held = 0;
  for (const [i, unit] of units.entries()) {
    const weight = weights?.[i] ?? unit.weight;
    sum += weight;
    held += weight * match(unit, text);
  }
  return sum > 0 ? held / sum : 0;
}

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

function covered(units: readonly Unit[], row: readonly number[], weights?: readonly number[]): number {
  let sum = 0;
  let held = 0;
  for (const [i, unit] of units.entries()) {
    const weight = unit.weight * (weights?.[i] ?? 1);
    sum += weight;
    held += weight * row[i]!;
  }
  return sum > 0 ? held / sum : 0;
}

function bm25Of(grams: ReadonlyMap<string, number>, text: string, averageLength: number): number {
  const k = 0.9;
  let score = 0;
  for (const [gram, weight] of grams) {
    let count = 0;
    for (let at = text.indexOf(gram); at >= 0 && count < 4; at = text.indexOf(gram, at + 1)) count++;
    if (count > 0) score += (weight * count * (k + 1)) / (count + k * (0.4 + 0.6 * (text.length / averageLength)));
  }
  return score;
}

/** Length of the longest common subsequence. */
function subsequence(a: string, b: string): number {
  let row = new Uint16Array(b.length + 1);
  for (const unit of a) {
    const next = new Uint16Array(b.length + 1);
    for (let j = 0; j < b.length; j++) next[j + 1] = b[j] === unit ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!);
    row = next;
  }
  return row[b.length]!;
}

/** Length of the longest common substring. */
function substring(a: string, b: string): number {
  let longest = 0;
  for (let i = 0; i < a.length; i++) {
    while (i + longest < a.length && b.includes(a.slice(i, i + longest + 1))) longest++;
  }
  return longest;
}

function places(units: readonly Unit[], text: string): number[] {
  return units
    .flatMap(({ text: word, synonyms }) => {
      const own = text.indexOf(word);
      if (own >= 0) return [own];
      const other = synonyms.map((synonym) => text.indexOf(synonym.word)).find((at) => at >= 0);
      return other === undefined ? [] : [other];
    })
    .sort((a, b) => a - b);
}

function proximityOf(units: readonly Unit[], text: string): number {
  const at = places(units, text);
  if (at.length < 2) return 0;
  return Math.min(1, (at.length * 4) / (at.at(-1)! - at[0]! + 4));
}

function nearValue(probe: Probe, text: string): boolean {
  return places(probe.units, text).some((at) => {
    const around = text.slice(Math.max(0, at - 12), at + 20);
    return probe.slots.some((slot) => holds(slot, around));
  });
}

const share = (asked: readonly string[], text: string): number =>
  asked.length > 0 ? asked.filter((one) => text.includes(one)).length / asked.length : 0;

/** For each sentence of a passage, the share of the question's grams it has, each by its rarity in the passage. */
function shareInPassage(grams: ReadonlyMap<string, number>, sentences: readonly string[]): number[] {
  const held = sentences.map(() => 0);
  let sum = 0;
  for (const [gram, weight] of grams) {
    const has = sentences.map((sentence) => sentence.includes(gram));
    const count = has.filter(Boolean).length;
    const rarity = Math.min(1, weight / 4) * Math.log(1 + sentences.length / (0.5 + count));
    sum += rarity;
    for (const [i, one] of has.entries()) if (one) held[i]! += rarity;
  }
  return held.map((one) => (sum > 0 ? one / sum : 0));
}

function gramShare(grams: ReadonlyMap<string, number>, text: string, length: number): number {
  let sum = 0;
  let held = 0;
  for (const [gram, weight] of grams) {
    if (gram.length !== length) continue;
    sum += weight;
    if (text.includes(gram)) held += weight;
  }
  return sum > 0 ? held / sum : 0;
}
