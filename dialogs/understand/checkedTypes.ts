import type { AnswerType } from './answerType.js';
import type { Question } from './question.js';

/** Kinds of value whose absence makes an answer `not_stated`: their values can be told from plain words. */
const CHECKED: ReadonlySet<AnswerType> = new Set([
  'money',
  'percent',
  'rank',
  'date',
  'duration',
  'count',
  'number',
  'phone',
  'condition',
  'procedure',
]);

/** Kinds of value that several things, or a way, may be asked for by name: `有什么条件`. */
const TOLD_IN_WORDS: ReadonlySet<AnswerType> = new Set(['condition', 'procedure']);

/** Of the kinds of value asked for, those whose absence makes an answer `not_stated`. */
export function checkedTypesOf(
  question: Pick<Question, 'kind' | 'answerTypes' | 'asksHowMuch' | 'asksEntitlement'>,
): readonly AnswerType[] {
  const { kind, answerTypes } = question;
  // Who asks for a way or for several things tells of sums and times only to say why.
  const several = (kind === 'list' || kind === 'explain') && !question.asksHowMuch;
  return answerTypes.filter(
    (type) => CHECKED.has(type) && (!several || (TOLD_IN_WORDS.has(type) && question.asksEntitlement)),
  );
}
