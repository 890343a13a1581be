import type { AnswerType } from './answerType.js';
import { DEPUTY, END, PERSON, WHAT, WHERE } from './vocabulary.js';

/** A kind of value narrower than an answer type: the holder of an office, a hospital, a day, a clock time. */
export type FineKind =
  | 'holder'
  | 'hospital'
  | 'school'
  | 'bank'
  | 'city'
  | 'month'
  | 'day'
  | 'clock'
  | 'district'
  | 'street'
  | 'village'
  | 'compound'
  | 'location'
  | 'route'
  | 'superlative';

/** Which of several things: `哪几所`. */
const WHICH = '哪[一几两些]?[个家所座条]?';
const MOST = '最[大多高快早长贵好强小少低差]';

/** How each kind is asked for, on the asking part of a folded question, with its answer type; the first untold row is the one reported. */
const FINE: readonly { readonly kind: FineKind; readonly type: AnswerType; readonly asked: RegExp }[] = [
  {
    kind: 'holder',
    type: 'person',
    asked: new RegExp(
      `${PERSON}(?:是谁|是哪位|叫${WHAT}|名字)|哪(?:一?个|位)(?:${PERSON}|领导)|叫${WHAT}名字|姓${WHAT}`,
    ),
  },
  { kind: 'hospital', type: 'agency', asked: new RegExp(`${WHICH}医院`) },
  { kind: 'school', type: 'agency', asked: new RegExp(`${WHICH}(?:大学|高校|学校)`) },
  { kind: 'bank', type: 'agency', asked: new RegExp(`${WHICH}银行`) },
  { kind: 'city', type: 'place', asked: new RegExp(`${WHICH}城市`) },
  { kind: 'month', type: 'date', asked: /哪一?个?月|几月/ },
  { kind: 'day', type: 'date', asked: /哪一?天|几[号日](?![楼线])|具体日期/ },
  { kind: 'clock', type: 'date', asked: /几点(?=[钟开关到收起?\u3002]|$)/ },
  { kind: 'district', type: 'place', asked: new RegExp(`${WHICH}区(?![域别])`) },
  { kind: 'street', type: 'place', asked: new RegExp(`${WHICH}街(?!道)|哪一?条路(?!线)`) },
  { kind: 'village', type: 'place', asked: new RegExp(`${WHICH}(?:村|镇|乡|街道|县)`) },
  { kind: 'compound', type: 'place', asked: new RegExp(`${WHICH}(?:小区|社区)`) },
  // `卡在哪` and `差距在哪` do not ask for a place.
  {
    kind: 'location',
    type: 'place',
    asked: new RegExp(`(?<![卡出差距题因别点])在${WHERE}(?=${END}|[呀啊呢])|地址|${WHAT}位置`),
  },
  { kind: 'route', type: 'number', asked: /[几哪]路(?:车|公交)/ },
  { kind: 'superlative', type: 'rank', asked: new RegExp(`(?:谁|哪).{0,8}${MOST}|${MOST}的是(?:谁|哪)`) },
];

/** A finer kind of value asked for, with the answer type it is of. */
export interface FineAsk {
  readonly kind: FineKind;
  readonly type: AnswerType;
}

export const fineAsksOf = (focus: string): readonly FineAsk[] =>
  FINE.filter(({ asked }) => asked.test(focus)).map(({ kind, type }) => ({ kind, type }));

/** Years named: `2018年`. */
export const yearsOf = (focus: string): readonly string[] => focus.match(/20\d\d(?=年)/g) ?? [];

/** Numbers that name one of several things: `19路`, `第三批`, `二期`. */
export const designatorsOf = (focus: string): readonly string[] =>
  focus.match(/(?:\d{1,6}|[一二三四五六七八九十]{1,6})(?:路|号[线楼]|期|届|(?<=第[一二三四五六七八九十])批)/g) ?? [];

/** Asks about the deputy as a person, not about the suggestion. */
const OF_DEPUTY = new RegExp(`${DEPUTY}(?:本人)?(?:是(?:哪|做|${WHAT})|在哪|多大)`);

/** Whether a folded question asks about the deputy as a person, not about the suggestion. */
export const asksOfDeputy = (folded: string): boolean => OF_DEPUTY.test(folded);
