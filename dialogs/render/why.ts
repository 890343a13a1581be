import { ROUTES, type Routed } from '../answer/route.js';
import { contributionsToTold } from '../decide/confidence.js';
import type { Decision } from '../decide/decide.js';
import { contributionsOf } from '../retrieve/rank.js';
import type { Question } from '../understand/question.js';
import { missingWords, wording } from './wording.js';

const { why } = wording;

/** Hits told of, contributions of each, and terms' other names. */
const HITS = 5;
const CARRIED = 4;
const NAMES = 4;
/** Contributions below this are not worth a word. */
const LEAST = 0.05;

/** How an answer came about, in Chinese: how the question was read, which letters, which hits and why, which route. */
export function explain({ route, asked }: Routed): string {
  const { question, meant, replies } = asked;
  const letters = meant().map(({ letterhead, id }) => letterhead.title?.value ?? id);
  const at = ROUTES.findIndex(({ name }) => name === route);
  const skipped = ROUTES.slice(0, at).map(({ name }) => `  ${why.routes[name][0]}:${why.routes[name][1]}`);
  return [
    ...readingOf(question),
    why.letters(letters, replies.length),
    ...decisionOf(asked.decision()),
    why.route(why.routes[route][0]),
    ...(skipped.length > 0 ? [why.skipped, ...skipped] : []),
  ].join('\n');
}

function readingOf({ kind, stage, answerTypes, terms, leansOn }: Question): string[] {
  const signs = [
    why.kind[kind],
    ...(stage ? [why.stage[stage]] : []),
    ...(answerTypes.length > 0 ? [why.asks(answerTypes.map((type) => wording.answerType[type]))] : []),
    ...(leansOn ? [why.leansOn(leansOn)] : []),
  ];
  const named = terms.map(({ text, weight, synonyms }) => {
    const names = synonyms.slice(0, NAMES).map(({ word }) => word);
    return `  ${text} ${weight.toFixed(1)}${names.length > 0 ? ` ${names.join('、')}` : ''}`;
  });
  return [`${why.read}${signs.join(';')}`, why.terms, ...named];
}

function decisionOf({ hits, about, told, missing, features }: Decision): string[] {
  const shown = hits.slice(0, HITS).map((hit) => {
    const carried = contributionsOf(hit)
      .filter(([, points]) => Math.abs(points) >= LEAST)
      .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
      .slice(0, CARRIED)
      .map(([name, points]) => `${why.ranking[name]} ${signed(points)}`);
    return `  ${hit.score.toFixed(1)} ${hit.passage.path.join(' › ')}\n      ${hit.sentence.folded}\n      ${carried.join(';')}`;
  });
  const weighed = contributionsToTold(features).filter(([, logits]) => Math.abs(logits) >= LEAST);
  const of = (side: (logits: number) => boolean) =>
    weighed
      .filter(([, logits]) => side(logits))
      .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
      .map(([name, logits]) => `${why.confidence[name]} ${signed(logits)}`)
      .join(';');
  return [
    why.hits,
    ...shown,
    why.decision(percent(about), percent(told), missingWords(missing)),
    `  ${why.speaksFor}${of((logits) => logits > 0)}`,
    `  ${why.speaksAgainst}${of((logits) => logits < 0)}`,
  ];
}

const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(1)}`;
const percent = (share: number): string => `${Math.round(100 * share)}%`;
