import type { Answer } from '../../dialogs/answer/answer.js';
import type { Rendered } from '../../dialogs/render/render.js';
import { normalise } from '../../indexer/text/normalise.js';

/** A question whose evidence is known (评测问题). */
export interface Gold {
  readonly id: string;
  readonly type: string;
  /** The letter it is asked of, where the set is of several. */
  readonly reply?: string;
  readonly question: string;
  /** The user's earlier turns, oldest first. */
  readonly turns?: readonly string[];
  readonly answerable: boolean;
  /** Verbatim words of the reply that answer. */
  readonly evidence: readonly string[];
  /** Strings that a right answer holds. */
  readonly answer: readonly string[];
}

export interface Verdict {
  readonly gold: Gold;
  readonly outcome: Answer['outcome'];
  readonly right: boolean;
  /** Every piece of evidence is quoted: 60 % of its character pairs. */
  readonly cited: boolean;
  readonly missing: readonly string[];
  readonly text: string;
}

const fold = (text: string) =>
  normalise(text)
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '');

function pairsOf(text: string): Set<string> {
  const units = [...fold(text)];
  return new Set(units.length < 2 ? units : units.slice(1).map((unit, i) => units[i]! + unit));
}

/** Shares of evidence quoted from which it counts as cited. */
const CITED = 0.6;

/** Whether words hold every piece of a question's evidence: 60 % of its character pairs. */
export function holdsEvidence({ evidence }: Pick<Gold, 'evidence'>, words: string): boolean {
  const held = pairsOf(words);
  return evidence.every((one) => {
    const pairs = [...pairsOf(one)];
    return pairs.filter((pair) => held.has(pair)).length >= CITED * pairs.length;
  });
}

/** An answerable question is right when it is answered with every string, and not by a dump of text. */
export function judge(gold: Gold, { outcome }: Answer, { text, citations }: Rendered): Verdict {
  const said = fold(text);
  const missing = gold.answer.filter((one) => !said.includes(fold(one)));
  const cited = holdsEvidence(gold, citations.map((citation) => citation.text).join('\n'));
  const dump = [...text].length > 400 + 2 * gold.evidence.join('').length;
  const right =
    gold.type === 'chitchat'
      ? ['smalltalk', 'out_of_scope', 'not_found'].includes(outcome)
      : gold.answerable
        ? outcome === 'answered' && missing.length === 0 && !dump
        : outcome !== 'answered';
  return { gold, outcome, right, cited, missing, text };
}

export interface Summary {
  readonly questions: number;
  readonly right: number;
  readonly cited: number;
  readonly refusedWrongly: number;
  readonly answeredWrongly: number;
  /** Median length of the answers to answerable questions, characters. */
  readonly median: number;
}

export function summarise(verdicts: readonly Verdict[]): Summary {
  const answerable = verdicts.filter(({ gold }) => gold.answerable);
  const unanswerable = verdicts.filter(({ gold }) => !gold.answerable && gold.type !== 'chitchat');
  const share = (set: readonly Verdict[], of: (verdict: Verdict) => boolean) =>
    set.length > 0 ? set.filter(of).length / set.length : 0;
  const lengths = answerable.map(({ text }) => [...text].length).sort((a, b) => a - b);
  return {
    questions: verdicts.length,
    right: share(answerable, ({ right }) => right),
    cited: share(answerable, ({ cited }) => cited),
    refusedWrongly: share(answerable, ({ outcome }) => outcome !== 'answered'),
    answeredWrongly: share(unanswerable, ({ right }) => !right),
    median: lengths[lengths.length >> 1] ?? 0,
  };
}
