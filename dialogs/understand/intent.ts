import type { Role } from '../../indexer/parse/reply.js';
import { readOrdinal } from '../../indexer/text/numeral.js';
import type { AnswerType } from './answerType.js';

/** What is wanted: a fact, a list, an explanation, how far a thing has come, a comparison, a yes or no. */
export type Kind = 'fact' | 'list' | 'explain' | 'status' | 'compare' | 'yesno';

export type Stage = 'done' | 'planned' | 'both';

/** Numbered places that a question names: `第二部分第三条` is part 2, item 3. 0 where none is named, -1 for the last. */
export interface Scope {
  readonly part: number;
  readonly section: number;
  readonly item: number;
}

/** How each kind is asked for, on the asking part of a folded question; the first row that matches decides. */
const KINDS: readonly [Kind, RegExp][] = [
  [
    'compare',
    /比一?比|对比|对照|[区差]别|不同|变化|(去年|已经|之前|以前|前面).{0,100}(现在|今后|下一?步|接下来|以后|后面|打算)/,
  ],
  [
    'status',
    /进展|进度|到哪(一?步|了)|到什么(程度|地步|阶段)|(办|做|弄|搞|建|修|装|干|定|批|落实|实现|完成|出台|上线|开通|执行|实施|落地|投用|启用|开工|动工|开始|启动)(好|成|完|下来|出来)?了?(吗|没有?|么)[?]?$|(已经|是).{0,12}(还是|只是).{0,8}(计划|打算|没|要|准备)|(落实|办)了(吗|没)|定下来|有(结果|下文)/,
  ],
  [
    'list',
    /哪[些几两三四五六七八九仨俩]|分别|都[有是](啥|什么|谁|哪)|有(哪|什么|啥)|[列数](一下|出|个|全)|几(大|方面)|(包括|包含|涵盖)了?些?(啥|什么|哪)|逐[条项个]|全部|所有|(办法|措施|举措)是(什么|啥)/,
  ],
  [
    'yesno',
    /([能会可让给要行算管收开用够该是])不\1|[是能可]否|有没有|有无|(吗|不|没有?|(?<![什怎这那多])么|吧)[?。]?$/,
  ],
  ['explain', /怎[么样]|咋|如何|为(什么|啥|何)|[是指干做](什么|啥)|介绍|说说|讲讲|解释|支持|帮|办法|措施|打算|安排/],
  ['yesno', /(\p{sc=Han})[不没]\1(?!得)|(?:也|还)(?:能|可以|会|算|要|得|用|够)[^哪谁什啥怎咋多几]{0,100}[?]$/u],
];

/** What the asking part of a folded question wants; `fact` where it asks for a kind of value and no row matches. */
export function kindOf(folded: string, answerTypes: readonly AnswerType[]): Kind {
  for (const [kind, rule] of KINDS) {
    if (!rule.test(folded)) continue;
    // `多少…了没` asks for the number first.
    if (kind === 'yesno' && answerTypes.some((slot) => slot === 'count' || slot === 'money')) return 'fact';
    return kind;
  }
  return answerTypes.length > 0 ? 'fact' : 'explain';
}

const PLANNED =
  /下一?(步|阶段)|接下来|[今以日往]后|未来|打算|准备(再|怎|咋|干|做|搞)|计划(?!项|书|单|管)|后面(还|要|会|怎)|[还会]要|将(?!近)|要(怎么|咋|干|做|搞|推|建|弄)|想(怎么|咋|干|做|搞)|明年|(什么|啥)时候(能|会|才)|[会要]再|(?<![模虚])拟/;
const DONE =
  /去年|20\d\d|已(?!知)|目前|现在[有是]|[以之]前|过去|(做|干|搞|办|完成|建|出|发|拿|得|投|设|引进|签|落户|上线|参加|帮|给|花|用|开|采取|出台|实施)[成好完到]?了(?!吗|没|么)|成[果绩效]|现状|[做搞办]过|累计|至今|截至/;

/** Whether what is done or what is planned is asked for; absent where the question does not say. */
export function stageOf(folded: string): Stage | undefined {
  const planned = PLANNED.test(folded);
  const done = DONE.test(folded);
  if (planned && done) return 'both';
  return planned ? 'planned' : done ? 'done' : undefined;
}

const NUMERAL = '([一二三四五六七八九十]{1,3}|\\d{1,2})';
const PART = new RegExp(
  `第${NUMERAL}(?:大|个)?(?:部分|块|章)|^${NUMERAL}[、(](?=[(一二三四五六七八九十\\d])|(前半|上半)(?:部分|截|段|篇)?|(后半|下半|最后一?)(?:部分|截|段|篇|块)`,
);
const SECTION = new RegExp(`\\(${NUMERAL}\\)|第${NUMERAL}(?:个)?(?:小?节|小?标题|方面)`);
const ITEM = new RegExp(
  `第${NUMERAL}(?:个|大)?(?:条|项|点|款|类|个)|${NUMERAL}是(?=讲|说|什么|啥|$)|(?:最后|末)一?(个|条|项|点|款)`,
  'u',
);

/** The numbered places that a folded question names; absent where it names none. */
export function scopeOf(folded: string): Scope | undefined {
  const read = (pattern: RegExp) => {
    const named = pattern.exec(folded)?.slice(1).find(Boolean);
    if (!named) return 0;
    if (/^[前上]/.test(named)) return 1;
    return /^[后下最末个条项点款]/.test(named) ? -1 : readOrdinal(named);
  };
  const scope = { part: read(PART), section: read(SECTION), item: read(ITEM) };
  return scope.part || scope.section || scope.item ? scope : undefined;
}

/** Whether a passage of that role belongs to the stage asked for; all do where no stage is asked for. */
export const isOfStage = (role: Role, stage: Stage | undefined): boolean =>
  stage === undefined || stage === 'both' || role === stage || (stage === 'planned' && role === 'other');
