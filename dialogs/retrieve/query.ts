import { type Name, namesOf } from '../../indexer/names.js';
import { gramsOf, wordsOf } from '../../indexer/terms.js';
import { SYNONYM } from './termMatch.js';
import type { Slot } from '../understand/answerType.js';
import { idf, type Knowledge, runsOf, type Unit } from '../understand/queryTerm.js';

/** What of a question the evidence is measured against, made once a question. */
export interface Probe {
  readonly units: readonly Unit[];
  /** The question without courtesies, folded: order and runs are measured on it. */
  readonly core: string;
  readonly slots: readonly Slot[];
  readonly grams: ReadonlyMap<string, number>;
  readonly left: string;
  readonly right: string;
  /** All letters and figures before the interrogative, and after it. */
  readonly before: string;
  readonly after: string;
  readonly trigrams: readonly string[];
  /** All words but the interrogative, each with its rarity. */
  readonly words: ReadonlyMap<string, number>;
  readonly numbers: readonly string[];
  readonly latin: readonly string[];
  readonly folded: string;
  /** The units next to the interrogative. */
  readonly leftUnit?: Unit;
  readonly rightUnit?: Unit;
  /** The heaviest unit. */
  readonly key?: Unit;
  namesOf(text: string): readonly Name[];
}

export const INTERROGATIVE =
  /什么时候|啥时候|什么|多少|几|哪一?[个些里年位家种类项]?|谁|为什么|怎么样?|怎样|如何|何时|何|啥|多[久大长高]/;

/** @param telling the units whose characters and order count; default all */
export function probeOf(
  folded: string,
  units: readonly Unit[],
  slots: readonly Slot[],
  knowledge: Knowledge,
  telling: readonly Unit[] = units,
): Probe {
  const grams = new Map<string, number>();
  const add = (text: string, share: number) => {
    for (const gram of gramsOf(text)) grams.set(gram, Math.max(grams.get(gram) ?? 0, share * idf(gram, knowledge)));
  };
  for (const { synonyms } of telling) for (const { word, weight } of synonyms) add(word, SYNONYM * weight);
  for (const run of runsOf(telling)) add(run, 1);
  const asks = INTERROGATIVE.exec(folded);
  const end = asks ? asks.index + asks[0].length : 0;
  const core = telling.map(({ text }) => text).join('');
  return {
    folded,
    units,
    leftUnit: asks ? units.findLast(({ start }) => start < asks.index) : undefined,
    rightUnit: asks ? units.find(({ start }) => start >= end) : undefined,
    key: units.reduce<Unit | undefined>((best, unit) => (best && best.weight >= unit.weight ? best : unit), undefined),
    namesOf: (text) => namesOf(text, knowledge.segmenter),
    core,
    trigrams: [...new Set([...core].slice(2).map((_, i) => core.slice(i, i + 3)))],
    words: new Map(
      wordsOf(folded.replace(INTERROGATIVE, ' '), knowledge.segmenter).map((word) => [word, idf(word, knowledge)]),
    ),
    slots,
    grams,
    left: asks ? lastHan(folded.slice(0, asks.index)) : '',
    right: asks ? firstHan(folded.slice(end)) : '',
    before: asks ? lettersOf(folded.slice(0, asks.index)) : '',
    after: asks ? lettersOf(folded.slice(end)) : '',
    numbers: folded.match(/\d[\d.]*/g) ?? [],
    latin: folded.match(/[a-z]{2,}/g) ?? [],
  };
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
const lastHan = (text: string): string => /([\p{sc=Han}]{2})[^\p{sc=Han}]*$/u.exec(text)?.[1] ?? '';
const firstHan = (text: string): string => /^[^\p{sc=Han}]*([\p{sc=Han}]{2})/u.exec(text)?.[1] ?? '';
