import type { Answer, Quote } from '../answer/answer.js';
import type { QueryTerm } from '../understand/queryTerm.js';
import type { Question, Stage } from '../understand/question.js';

/** What a conversation remembers of its last turn; plain data, to be kept between turns. */
export interface Memory {
  readonly terms: readonly QueryTerm[];
  readonly typed?: string;
  readonly kind?: Question['kind'];
  readonly stage?: Stage;
  readonly answerTypes?: Question['answerTypes'];
  /** What was quoted last, in the order shown: `第二条` is the second. */
  readonly shown: readonly Quote[];
  /** Whether what was shown was a list. */
  readonly listed: boolean;
  readonly replyId?: string;
  /** The last question as it may be passed on, with what was quoted to it, however it ended. */
  readonly asked?: { readonly question: string; readonly quotes: readonly Quote[] };
}

export const START: Memory = { terms: [], shown: [], listed: false };

/** A question with what it takes over from earlier turns. */
export interface LeaningQuestion extends Question {
  /** The earlier question it leans on; absent when it stands alone. */
  readonly leansOn?: string;
  /** It asks for nothing but what was left out: `还有吗`. */
  readonly asksForMore?: boolean;
}

/** What is said to the last answer before more is asked: `知道了,`. */
const ACKNOWLEDGED = /^(?:(?:知道|明白|了解|懂|好|行|嗯|哦|噢|可以|收到|对)[了的吧啦]*[,。])+/;

const QUESTION_WORDS = '多少|几|谁|哪|啥时候|什么时候|怎么|咋|如何|有没有|能不能|是不是|可以|为什么|为啥|为何';
const BEGINS_BY_ASKING = new RegExp(`^(?:${QUESTION_WORDS})`);
const LEANS = new RegExp(
  `^(?:那|还有|另外|再|它|他|她|这|其|上面|刚才|前面|其中|具体|展开|详细|继续|然后|接着|啥意思|什么意思|比如|例如|以后|后来|后面|现在|目前|去年|下一?步|接下来|今后|将来|未来|累计|合计|一共|总共|第|${QUESTION_WORDS})|(?:呢|哪)[??]?$|里面|里头|里边|当中|其中|这个|那个|这些|那些|这事|这条|那条|该|此|上述|它|他们|其`,
);

const MORE =
  /^(那|就)?(还有|另外还有|此外还有)?(吗|么|没有?|没了|别的|其他的?|其它的?|更多|哪些)?(了|吗|呢|么|没)?[??。]*$/;

/** How much a word of the earlier turn counts beside those just typed. */
const LENT = 0.5;

/** Weight and characters up to which a question names no subject of its own. */
const LIGHT = 6.5;
const VERY_LIGHT = 3.5;
const SHORT = 12;

/** What has become of a thing that was under way is asked for as what comes next. */
const AFTERWARDS = /^(那)?(后来|之后|然后|再往后)(呢|怎么样|咋样|怎样)?[?]?$/;

/** Said of what was said before. */
const REFERS =
  /^(那|还有|另外|再|它|他|她|这|其|上面|刚才|前面|其中|具体|展开|详细|继续)|呢[??]?$|(这|那)(个|些|条|几)|该|此|上述|其中|里面|里头|里边|当中/;

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
): LeaningQuestion {
  if (!memory.typed) return question;
  const said = question.folded.replace(ACKNOWLEDGED, '');
  const refers = REFERS.test(said);
  if (!refers && question.terms.some(({ text }) => text.length > 2 && counts(text))) return question;
  if (question.folded.length > 1 && MORE.test(question.folded) && memory.shown.length > 0) {
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
  if (
    question.answerTypes.length === 0 &&
    named.reduce((sum, { text }) => sum + text.length, 0) === question.folded.length
  )
    return question;
  const { replyId } = memory;
  if (replyId !== undefined && !refers && named.length > 0 && !named.some((term) => isSpokenOf(term, replyId)))
    return question;
  const weight = own.reduce((sum, term) => sum + term.weight, 0);
  // Who begins with a question word points back only where at most one thing is named.
  const points = LEANS.test(said) && (refers || !BEGINS_BY_ASKING.test(said) || named.length < 2);
  // A few light words that ask for a value ask it of what was being talked about.
  const light = question.folded.length <= SHORT && weight < (question.answerTypes.length > 0 ? LIGHT : VERY_LIGHT);
  const leans =
    own.length === 0 ||
    light ||
    (points && (own.length <= 2 || question.folded.length <= 14)) ||
    (weight < 5 && question.folded.length <= 10 && points);
  if (!leans) return question;
  const lent = memory.terms
    .filter((term) => !question.terms.some(({ text }) => text === term.text))
    .map((term) => ({ ...term, weight: term.weight * (own.length === 0 ? 1 : LENT) }));
  return {
    ...question,
    terms: [...question.terms, ...lent],
    stage: AFTERWARDS.test(question.folded) ? 'planned' : (question.stage ?? memory.stage),
    kind:
      /呢[??]?$/.test(question.folded) && question.answerTypes.length === 0
        ? (memory.kind ?? question.kind)
        : question.kind,
    answerTypes:
      question.answerTypes.length > 0 || !/呢[??]?$/.test(question.folded)
        ? question.answerTypes
        : (memory.answerTypes ?? []),
    leansOn: memory.typed,
  };
}

const VAGUE =
  /^(后来|之后|累计|合计|一共|总共|具体|详细|展开|继续|上面|刚才|前面|后面|其中|另外|现在|目前|以后|今后|将来|未来|下一?步|下步|接下来|后续|原因|进展|时间|地点|部门|单位|人|钱|数|第.|[一二三四五六七八九十]条)$/;

export function rememberTurn(
  question: LeaningQuestion,
  answer: Answer,
  shown: readonly Quote[],
  before: Memory,
): Memory {
  if (answer.outcome === 'out_of_scope') return before;
  if (answer.outcome !== 'answered' && answer.outcome !== 'not_stated')
    return { ...before, typed: question.typed, terms: question.terms.length > 0 ? question.terms : before.terms };
  const listed = answer.outcome === 'answered' && answer.blocks.some(({ lead }) => lead?.kind === 'count');
  return {
    terms: question.terms,
    typed: question.asksForMore ? before.typed! : question.typed,
    kind: question.kind,
    stage: question.stage,
    answerTypes: question.answerTypes,
    shown: question.asksForMore ? [...before.shown, ...shown] : shown,
    listed,
    replyId: shown[0]?.replyId ?? before.replyId,
  };
}
