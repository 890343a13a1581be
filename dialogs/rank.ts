import type { Passage } from '../indexer/passage.js';
import { gramsOf } from '../indexer/terms.js';
import { type Candidate, EVIDENCE, type Evidence, evidenceOf } from './evidence.js';
import { coverageOf, SYNONYM } from './match.js';
import { probeOf } from './probe.js';
import type { Question } from './question.js';
import { type Knowledge, runsOf, type Unit, unitsOf } from './unit.js';
import { weights } from './weights.js';

/** A sentence found (命中), and why it stands where it stands. */
export interface Hit extends Candidate {
  readonly score: number;
  readonly why: Evidence & Structure;
}

/** Evidence that running text has none of: the letter's headings, staff's phrasings, the stage, the talk so far. */
export interface Structure {
  /** What the headings above add to the sentence's coverage. */
  readonly heading: number;
  /** Coverage of the subject by the passage's own heading: it is about that. */
  readonly topic: number;
  /** Likeness to the nearest phrasing of the passage. */
  readonly phrasing: number;
  /** 1 of the stage asked for, -1 of the other, 0 when none is asked. */
  readonly stage: number;
  /** How much of the question its letter speaks of at all, relative to the best: which letter is meant. */
  readonly letter: number;
  /** 1 in the passages just talked about, 0.5 beside them. */
  readonly context: number;
  /** A refusal, where the question asks why something is not done. */
  readonly refusal: number;
  /** A sentence that only names or leads in. */
  readonly leadIn: number;
}

/** Set by hand, as no public set has headings or stages; in units of the learnt score. */
const STRUCTURE: { readonly [name in keyof Structure]: number } = {
  heading: 3,
  topic: 2,
  phrasing: 7,
  stage: 0.9,
  letter: 3,
  context: 1.2,
  refusal: 2,
  leadIn: -1,
};

/** Passages handed over by the index for ranking. */
const CANDIDATES = 80;

/** What earlier turns lend to the ranking. */
export interface Context {
  /** Passages quoted last, by id. */
  readonly passages: ReadonlySet<string>;
  readonly replyId?: string;
}

const NO_CONTEXT: Context = { passages: new Set() };

/** Parts of the ranking that an ablation switches off. */
export interface Switches {
  readonly phrasings: boolean;
  readonly thesaurus: boolean;
  readonly learning: boolean;
}

export const ALL_ON: Switches = { phrasings: true, thesaurus: true, learning: true };

/** The sentences that may answer, best first. */
export function rank(
  question: Question,
  knowledge: Knowledge,
  context: Context = NO_CONTEXT,
  switches: Switches = ALL_ON,
): Hit[] {
  const units = switches.thesaurus ? question.units : question.units.map((unit) => ({ ...unit, synonyms: [] }));
  const subject = units.filter(({ asks }) => !asks);
  const probe = probeOf(question.folded, units, question.slots, knowledge);
  const passages = candidates(units, knowledge);
  const phrasing = new Map<Passage, number>();
  const letters = letterCoverage(units, passages, knowledge);
  const hits: Hit[] = [];
  for (const [candidate, evidence] of evidenceOf(probe, passages, knowledge.index.averageLength)) {
    const { passage, sentence } = candidate;
    if (!phrasing.has(passage))
      phrasing.set(passage, switches.phrasings ? phrasingLikeness(units, passage, knowledge) : 0);
    const structure: Structure = {
      heading: coverageOf(units, sentence.folded + passage.foldedPath) - evidence.coverage,
      topic: coverageOf(subject, passage.foldedHeading),
      phrasing: phrasing.get(passage)!,
      stage: stageAgreement(question, sentence.role),
      letter: letters.get(passage.replyId) ?? 0,
      context: contextOf(passage, context, knowledge),
      refusal: Number(sentence.role === 'other' && REFUSED.test(question.folded)),
      leadIn: Number(/[::]$/.test(sentence.folded) || sentence.folded === passage.foldedPath),
    };
    const why = { ...evidence, ...structure };
    hits.push({ ...candidate, why, score: scoreOf(why, switches) });
  }
  return hits.sort((a, b) => b.score - a.score || a.sentence.start - b.sentence.start);
}

function scoreOf(why: Evidence & Structure, { learning }: Switches): number {
  let score = learning ? 0 : 10 * why.bm25;
  if (learning) for (const name of EVIDENCE) score += weights[name] * why[name];
  for (const name of Object.keys(STRUCTURE) as (keyof Structure)[]) score += STRUCTURE[name] * why[name];
  return score;
}

/** Passages by the index: the user's own terms, and the thesaurus's at a discount. */
function candidates(units: readonly Unit[], { index }: Knowledge) {
  const grams = new Map<string, number>();
  const words = new Map<string, number>();
  const raise = (map: Map<string, number>, term: string, weight: number) =>
    map.set(term, Math.max(weight, map.get(term) ?? 0));
  for (const run of runsOf(units)) for (const gram of gramsOf(run)) raise(grams, gram, 1);
  for (const { text, synonyms } of units) {
    raise(words, text, 1);
    for (const { word, weight } of synonyms) {
      for (const gram of gramsOf(word))
        if (gram.length > 1 || word.length === 1) raise(grams, gram, (SYNONYM * weight) / 2);
      raise(words, word, SYNONYM * weight);
    }
  }
  const list = (map: Map<string, number>) => [...map].map(([term, weight]) => ({ term, weight }));
  return index.search(list(grams), list(words), CANDIDATES);
}

const phrasingUnits = new WeakMap<object, Map<string, readonly Unit[]>>();

/**
 * How much of the question a phrasing holds, and how much of the phrasing the question holds, as their F-measure
 * with the question counting twice (van Rijsbergen 1979, beta 2): a short question may ask the same.
 */
function phrasingLikeness(units: readonly Unit[], passage: Passage, knowledge: Knowledge): number {
  const known = phrasingUnits.get(knowledge.index) ?? new Map<string, readonly Unit[]>();
  phrasingUnits.set(knowledge.index, known);
  let best = 0;
  const typed = units.map(({ text }) => text).join(' ');
  const meant = units.flatMap(({ synonyms }) => synonyms.map(({ word }) => word)).join(' ');
  for (const phrasing of knowledge.index.phrasingsOf(passage)) {
    let asked = known.get(phrasing);
    if (!asked) {
      asked = unitsOf(phrasing, knowledge);
      known.set(phrasing, asked);
    }
    const held = coverageOf(units, phrasing);
    if (held <= best / 2) continue;
    const back = Math.max(coverageOf(asked, typed), 0.9 * coverageOf(asked, `${typed} ${meant}`));
    best = Math.max(best, held + back > 0 ? (5 * held * back) / (held + 4 * back) : 0);
  }
  return best;
}

/** For each letter among the candidates, its coverage of the question by title, agency and text; the best is 1. */
function letterCoverage(
  units: readonly Unit[],
  passages: readonly { passage: Passage }[],
  { index }: Knowledge,
): Map<string, number> {
  if (index.replies.size < 2) return new Map();
  const ids = [...new Set(passages.map(({ passage }) => passage.replyId))];
  const coverages = ids.map((id) => {
    const { title, leadAgency } = index.replies.get(id)!.frame;
    return (
      coverageOf(units, index.lettersText(id)) + coverageOf(units, `${title?.value ?? ''}${leadAgency?.value ?? ''}`)
    );
  });
  const best = Math.max(...coverages, 1e-9);
  return new Map(ids.map((id, i) => [id, coverages[i]! / best]));
}

/** Asked as of something that was not granted. */
const REFUSED =
  /(为什么|为啥|为何|咋|怎么|凭什么|凭啥)(就)?(还)?(不|没)|不行|不给|不让|不同意|没(答应|同意|批|戏|采纳)|拒绝|驳回|(答应|同意|采纳|批准)了?(吗|没|么)/;

function stageAgreement({ stage }: Question, role: string): number {
  if (!stage || stage === 'both' || (role !== 'done' && role !== 'planned')) return 0;
  return role === stage ? 1 : -1;
}

function contextOf(passage: Passage, context: Context, { index }: Knowledge): number {
  if (context.passages.has(passage.id)) return 1;
  const beside = [...context.passages].some((id) => {
    const other = index.passages.find((one) => one.id === id);
    return (
      other && other.replyId === passage.replyId && other.path.slice(0, -1).join() === passage.path.slice(0, -1).join()
    );
  });
  if (beside) return 0.6;
  return context.replyId === passage.replyId && index.replies.size > 1 ? 0.5 : 0;
}
