import type { Answer, Quote } from '../answer/answer.js';
import type { Talk } from '../answer/asked.js';
import type { QueryTerm } from '../understand/queryTerm.js';
import type { Question, Stage } from '../understand/question.js';
import { wordSet } from '../understand/vocabulary.js';

/** What a conversation remembers of its last turn: plain data that is stored between turns. */
export interface Memory extends Talk {
  readonly terms: readonly QueryTerm[];
  readonly typed?: string;
  readonly kind?: Question['kind'];
  readonly stage?: Stage;
  readonly answerTypes?: Question['answerTypes'];
  /** Whether what was shown was a list. */
  readonly listed: boolean;
  /** The last question without personal data and what was quoted to it, to be handed to staff, whatever the outcome. */
  readonly asked?: { readonly question: string; readonly quotes: readonly Quote[] };
}

export const START: Memory = { terms: [], shown: [], listed: false };

/** Factor of the weight of a word that is taken over from an earlier turn, beside words just typed. */
const TAKEN_OVER = 0.5;

/**
 * Weight of its words below which a short question names no subject of its own, where a value is asked for and where
 * none is; most characters of such a question. A rare word weighs about 8.
 */
const LIGHT_WITH_VALUE = 6.5;
const LIGHT = 3.5;
const SHORT = 12;
/** Most terms of its own, or else most characters, of a question that points back. */
const FEW_TERMS = 2;
const SHORT_POINTING = 14;

/**
 * A question that names little of its own and points back takes over the subject, the stage and the kind it lacks.
 *
 * @param counts whether a series of the corpus is counted by a word, such as `行动计划`: a question with one stands alone
 * @param isSpokenOf whether a letter mentions a term: a question whose terms the current letter does not mention stands
 *   alone
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
    const { terms, kind = question.kind, stage, typed } = memory;
    return { ...question, terms, kind, stage, answerTypes: [], leansOn: typed, asksForMore: true };
  }
  const own = question.terms.filter(({ text, asks }) => !asks && !VAGUE.has(text) && !ITEM_WORD.test(text));
  // A question that is just a name, `专利`, has its own subject.
  const named = own.filter(({ text }) => text.length > 1);
  if (answerTypes.length === 0 && named.reduce((sum, { text }) => sum + text.length, 0) === length) return question;
  const { replyId } = memory;
  if (replyId !== undefined && !refers && named.length > 0 && !named.some((term) => isSpokenOf(term, replyId)))
    return question;
  if (!leansBack(question, own)) return question;
  const lent = memory.terms
    .filter((term) => !question.terms.some(({ text }) => text === term.text))
    .map((term) => ({ ...term, isNarrative: false, weight: term.weight * (own.length === 0 ? 1 : TAKEN_OVER) }));
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

/** Whether a question needs the turn before it, judged by its own terms. */
function leansBack({ followUp, length, answerTypes }: Question, own: readonly QueryTerm[]): boolean {
  if (own.length === 0) return true;
  // A few light words that ask for a value ask it of what was being talked about.
  const weight = own.reduce((sum, term) => sum + term.weight, 0);
  if (length <= SHORT && weight < (answerTypes.length > 0 ? LIGHT_WITH_VALUE : LIGHT)) return true;
  // A question that begins with a question word points back only where it names at most one thing.
  const named = own.filter(({ text }) => text.length > 1);
  const points = followUp.leans && (followUp.refers || !followUp.beginsByAsking || named.length < 2);
  return points && (own.length <= FEW_TERMS || length <= SHORT_POINTING);
}

/** Words that say when, how or how much, and name no subject. */
const VAGUE = wordSet(
  '后来 之后 现在 目前 以后 今后 将来 未来 下一步 下步 接下来 后续 时间 进展',
  '具体 详细 展开 继续 累计 合计 一共 总共 上面 刚才 前面 后面 其中 另外',
  '原因 地点 部门 单位 人 钱 数',
);
/** A word that names an item by its number: `第二`, `三条`. */
const ITEM_WORD = /^(?:第.|[一二三四五六七八九十]条)$/;

/** @param typed the words as they were typed; an answer that leans on them later shows them */
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
