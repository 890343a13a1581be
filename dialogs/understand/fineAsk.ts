import type { AnswerType } from './answerType.js';

/** Kinds of value finer than an answer type; named persons and bodies are asked for by what they are. */
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

/** How each is asked for, on the asking part of a folded question, and of which answer type it is; in the order asked. */
const FINE: readonly { readonly kind: FineKind; readonly type: AnswerType; readonly asked: RegExp }[] = [
  {
    kind: 'holder',
    type: 'person',
    asked:
      /(局长|主任|书记|市长|县长|处长|科长|校长|院长|负责人|医生|专家|教授|老师|经理|老板)(是谁|叫什么|叫啥|姓什么|名字|是哪位)|哪一?个(医生|专家|教授|老师|领导)|哪位(医生|专家|教授|老师|领导)|叫什么名字|姓什么/,
  },
  {
    kind: 'hospital',
    type: 'agency',
    asked: /哪(一|几|两)?[家个所]?医院/,
  },
  {
    kind: 'school',
    type: 'agency',
    asked: /哪(一|几|两)?[家个所]?(大学|高校|学校)(?!生)/,
  },
  {
    kind: 'bank',
    type: 'agency',
    asked: /哪(一|几|两)?[家个]?银行/,
  },
  {
    kind: 'city',
    type: 'place',
    asked: /哪(一|几|两|些)?[个座]?城市/,
  },
  {
    kind: 'month',
    type: 'date',
    asked: /哪一?个?月|几月/,
  },
  {
    kind: 'day',
    type: 'date',
    asked: /哪一?天|几[号日](?![楼线])|具体日期/,
  },
  {
    kind: 'clock',
    type: 'date',
    asked: /[从到至]?几点(钟|开|关|到|收|起)|几点(?=[?。]|$)/,
  },
  {
    kind: 'district',
    type: 'place',
    asked: /哪一?个?区(?!域)/,
  },
  {
    kind: 'street',
    type: 'place',
    asked: /哪一?(条|个)?(路|街)(?!线)|什么路|门牌|地址/,
  },
  {
    kind: 'village',
    type: 'place',
    asked: /哪一?(个|些|几个)?(村|镇|乡|街道|县)/,
  },
  {
    kind: 'compound',
    type: 'place',
    asked: /哪(一|些|几|两)?个?(小区|社区)/,
  },
  {
    kind: 'location',
    type: 'place',
    asked:
      /(?<!问题|原因|差距?|[区分]别|不同|[难重亮特]点|关键|卡|短板|不足|优势|道理|意义|依据|[好难]处|根子?)(都)?(建|设|放|开|布)?在(哪|哪里|哪儿|什么地方|啥地方)(?=[?。呀啊呢]|$)|地址|什么位置/,
  },
  {
    kind: 'route',
    type: 'number',
    asked: /几路(车|公交)|哪路车/,
  },
  {
    kind: 'superlative',
    type: 'rank',
    asked:
      /(谁|哪).{0,8}最(大|多|高|快|早|长|贵|好|强|小|少|低|差)|最(大|多|高|快|早|长|贵|好|强|小|少|低|差)的是(谁|哪)|数第一|哪(家|个|位)第一/,
  },
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

/** What tells one of a kind from the others by its number: `19路`, `第三批`, `二期`. */
export const designatorsOf = (focus: string): readonly string[] =>
  focus.match(
    /(\d{1,6}|[一二三四五六七八九十]{1,6})(路|号线|号楼|栋|期|(?<=第[一二三四五六七八九十])批|届)(?!人|次)/g,
  ) ?? [];

/** Asked of the person, not of the suggestion. */
const OF_DEPUTY =
  /(代表|委员|本人|自己)(本人|自己)?(是(?!关于|对)|在|哪|多大|什么时候当|今年|的(?!建议|提案|答复|意见))/;

/** Whether a folded question asks of the person, not of the suggestion. */
export const asksOfDeputy = (folded: string): boolean => OF_DEPUTY.test(folded);
