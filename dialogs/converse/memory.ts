import type { Answer, Quote } from '../answer/answer.js';
import type { Talk } from '../answer/asked.js';
import type { QueryTerm } from '../understand/queryTerm.js';
import type { Question, Stage } from '../understand/question.js';

/** What a conversation remembers of its last turn; plain data, to be kept between turns. */
export interface Memory extends Talk {
  readonly terms: readonly QueryTerm[];
  readonly typed?: string;
  readonly kind?: Question['kind'];
  readonly stage?: Stage;
  readonly answerTypes?: Question['answerTypes'];
  /** Whether what was shown was a list. */
  readonly listed: boolean;
  /** The last question as it may be passed on, with what was quoted to it, however it ended. */
  readonly asked?: { readonly question: string; readonly quotes: readonly Quote[] };
}

export const START: Memory = { terms: [], shown: [], listed: false };

/** How much a word of the earlier turn counts beside those just typed. */
const LENT = 0.5;

/** Weight and characters up to which a question names no subject of its own. */
const LIGHT = 6.5;
const VERY_LIGHT = 3.5;
const SHORT = 12;

/**
 * A question that names little of its own and points back takes over the subject, the stage and the kind it lacks.
 *
 * @param counts whether a word is what a series of the corpus is counted by: `行动计划`; who asks for those asks anew
 * @param isSpokenOf whether a letter speaks of a thing; who names one of which the letter talked about does not, asks anew
 */
export function leanOn(
  question: Question,
  memory: Memory,
  counts: (word: string) => boolean,
  isSpokenOf: (term: QueryTerm, replyId: string) => boolean,
): Question {
  if (!memory.typed) return question;
  const { followUp, length, answerTypes } = question;
  const { refers } = followUp;
  if (!refers && question.terms.some(({ text }) => text.length > 2 && counts(text))) return question;
  if (followUp.more && memory.shown.length > 0) {
    return {
      ...question,
      terms: memory.terms,
      kind: memory.kind ?? question.kind,
      stage: memory.stage,
      answerTypes: [],
      leansOn: memory.typed,
      asksForMore: true,
    };
  }
  const own = question.terms.filter(({ text, asks }) => !asks && !VAGUE.test(text));
  // A bare name is a subject of its own: `专利`.
  const named = own.filter(({ text }) => text.length > 1);
  if (answerTypes.length === 0 && named.reduce((sum, { text }) => sum + text.length, 0) === length) return question;
  const { replyId } = memory;
  if (replyId !== undefined && !refers && named.length > 0 && !named.some((term) => isSpokenOf(term, replyId)))
    return question;
  const weight = own.reduce((sum, term) => sum + term.weight, 0);
  // Who begins with a question word points back only where at most one thing is named.
  const points = followUp.leans && (refers || !followUp.beginsByAsking || named.length < 2);
  // A few light words that ask for a value ask it of what was being talked about.
  const light = length <= SHORT && weight < (answerTypes.length > 0 ? LIGHT : VERY_LIGHT);
  const leans =
    own.length === 0 ||
    light ||
    (points && (own.length <= 2 || length <= 14)) ||
    (weight < 5 && length <= 10 && points);
  if (!leans) return question;
  const lent = memory.terms
    .filter((term) => !question.terms.some(({ text }) => text === term.text))
    .map((term) => ({ ...term, isNarrative: false, weight: term.weight * (own.length === 0 ? 1 : LENT) }));
  const ofAnother = followUp.ofAnother && answerTypes.length === 0;
  return {
    ...question,
    terms: [...question.terms, ...lent],
    stage: followUp.afterwards ? 'planned' : (question.stage ?? memory.stage),
    kind: ofAnother ? (memory.kind ?? question.kind) : question.kind,
    ...(ofAnother && { answerTypes: memory.answerTypes ?? [] }),
    leansOn: memory.typed,
  };
}

const VAGUE =
  /^(后来|之后|累计|合计|一共|总共|具体|详细|展开|继续|上面|刚才|前面|后面|其中|另外|现在|目前|以后|今后|将来|未来|下一?步|下步|接下来|后续|原因|进展|时间|地点|部门|单位|人|钱|数|第.|[一二三四五六七八九十]条)$/;

/** @param typed the words as they were typed, to be named when a later question leans on them */
export function rememberTurn(
  typed: string,
  question: Question,
  answer: Answer,
  shown: readonly Quote[],
  before: Memory,
): Memory {
  if (answer.outcome === 'out_of_scope') return before;
  if (answer.outcome !== 'answered' && answer.outcome !== 'not_stated')
    return { ...before, typed, terms: question.terms.length > 0 ? question.terms : before.terms };
  const listed = answer.outcome === 'answered' && answer.blocks.some(({ lead }) => lead?.kind === 'count');
  return {
    terms: question.terms,
    typed: question.asksForMore ? before.typed! : typed,
    kind: question.kind,
    stage: question.stage,
    answerTypes: question.answerTypes,
    shown: question.asksForMore ? [...before.shown, ...shown] : shown,
    listed,
    replyId: shown[0]?.replyId ?? before.replyId,
  };
}
