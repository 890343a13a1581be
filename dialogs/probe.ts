import { gramsOf } from '../indexer/terms.js';
import { SYNONYM } from './match.js';
import type { Slot } from './slot.js';
import { idf, type Knowledge, runsOf, type Unit } from './unit.js';

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
