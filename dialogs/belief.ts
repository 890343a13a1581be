import calibration from './belief.json';
import { match } from './match.js';
import type { Question } from './question.js';
import type { Hit } from './rank.js';
import type { Knowledge, Unit } from './unit.js';

/** What speaks for and against the best hit being about what was asked. */
export interface Ground {
  readonly bias: number;
  /** Coverage of the subject by the sentence, those beside it and the headings. */
  readonly subject: number;
  /** The same by whole words of the question alone, thesaurus and parts of words aside. */
  readonly literal: number;
  /** The same over the best twelve hits together. */
  readonly anywhere: number;
  /** Share of the subject's weight that its heaviest unmatched unit holds. */
  readonly unmatched: number;
  readonly phrasing: number;
  readonly bm25: number;
  readonly order: number;
  /** Weight of the subject, in units of 20, at most 1. */
  readonly weight: number;
  /** Weight of what is matched, in units of 10, at most 1: a long story is not all to the point. */
  readonly held: number;
  /** Share of the subject in things the thesaurus knows, of which the whole letter has not one name. */
  readonly absent: number;
  /** The same of words the thesaurus does not know. */
  readonly unheard: number;
  /** The turn leans on an earlier one that was answered. */
  readonly leans: number;
}

export const GROUNDS = [
  'bias',
  'subject',
  'literal',
  'anywhere',
  'unmatched',
  'phrasing',
  'bm25',
  'order',
  'weight',
  'held',
  'absent',
  'unheard',
  'leans',
] as const satisfies readonly (keyof Ground)[];

/** How well a letter must hold a unit to have heard of it. */
const HEARD = 0.3;

type Asked = Question & { readonly leansOn?: string };

export function groundOf(question: Asked, hits: readonly Hit[], { index }: Pick<Knowledge, 'index'>): Ground {
  const [best] = hits;
  const units = question.units.filter(({ asks }) => !asks);
  const total = units.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const textOf = ({ passage, at }: Hit) =>
    passage.sentences
      .slice(Math.max(0, at - 1), at + 2)
      .map(({ folded }) => folded)
      .join('') + passage.foldedPath;
  const around = best ? textOf(best) : '';
  const all = hits.slice(0, 12).map(textOf).join('\n');
  const held = units.map((unit) => match(unit, around));
  const unmatched = units.map((unit, i) => (held[i]! < 0.3 ? unit.weight : 0));
  const letter = best ? index.lettersText(best.passage.replyId) : '';
  const missing = (of: (unit: Unit) => boolean) =>
    units.filter((unit) => of(unit) && match(unit, letter) < HEARD).reduce((sum, { weight }) => sum + weight, 0) /
    total;
  return {
    bias: 1,
    subject: units.reduce((sum, { weight }, i) => sum + weight * held[i]!, 0) / total,
    literal: units.reduce((sum, { weight, text }) => sum + (around.includes(text) ? weight : 0), 0) / total,
    anywhere: units.reduce((sum, unit) => sum + unit.weight * match(unit, all), 0) / total,
    unmatched: Math.max(0, ...unmatched) / total,
    phrasing: best?.why.phrasing ?? 0,
    bm25: best?.why.bm25OfPossible ?? 0,
    order: best?.why.order ?? 0,
    weight: Math.min(1, total / 20),
    held: Math.min(1, units.reduce((sum, { weight }, i) => sum + weight * held[i]!, 0) / 10),
    absent: missing((unit) => unit.synonyms.length > 1),
    unheard: missing((unit) => unit.synonyms.length <= 1),
    leans: Number(question.leansOn !== undefined),
  };
}

/**
 * How far the best hit is believed to speak of what was asked, [0, 1]: logistic regression over the grounds. Its
 * numbers come from `npm run calibrate`: questions whose reply is there against the same questions asked of others.
 */
export function belief(question: Asked, hits: readonly Hit[], knowledge: Pick<Knowledge, 'index'>): number {
  const ground = groundOf(question, hits, knowledge);
  const sum = GROUNDS.reduce((all, name) => all + calibration[name] * ground[name], 0);
  return 1 / (1 + Math.exp(-sum));
}
