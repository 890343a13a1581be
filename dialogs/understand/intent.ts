import type { Role } from '../../indexer/parse/reply.js';
import { readOrdinal } from '../../indexer/text/numeral.js';
import type { AnswerType } from './answerType.js';

/** What is wanted: a fact, all of several, an account, how far it is, a comparison, a yes or no. */
export type Kind = 'fact' | 'list' | 'explain' | 'status' | 'compare' | 'yesno';

export type Stage = 'done' | 'planned' | 'both';

/** Marks named in the question: `第二部分第三条` is part 2, item 3; 0 where a level is left open, -1 for the last. */
export interface Scope {
  readonly part: number;
  readonly section: number;
  readonly item: number;
}

/** The first row that fits decides; on folded questions. */
const KINDS: readonly [Kind, RegExp][] = [
  [
    'compare',
    /比一?比|对比|对照|区别|不同|变化|差别|摆(在)?一(块|起)|(去年|已经|之前|以前|前面).{0,100}(现在|今后|下一?步|接下来|以后|后面|打算)/,
  ],
  [
    'status',
    /进展|进度|走到哪|到哪(一)?步|到什么(程度|地步|阶段)|(办|做|弄|搞|建|修|装|干|定|批|落实|实现|完成|出台|上线|开通|执行|实施|落地|投用|启用|开工|动工|开始|启动)(好|成|完|下来|出来)?了?(吗|没有?|没|么)[?]?$|(已经|是).{0,12}(还是|只是).{0,8}(计划|打算|没|要|准备|光|说说)|落实了|办了没|定下来|有(结果|下文|动静)/,
  ],
  [
    'list',
    /哪些|哪几|哪[两三四五六七八九仨俩]|分别|都有(啥|什么|谁|哪)|有(哪|什么|啥)|(列|罗列|数)(一下|一列|出|个|全)|几(大|方面)|都是(啥|什么|哪)|(包括|包含|涵盖)了?些?(啥|什么|哪)|逐(条|项|个)|全部|所有的?|(办法|措施|举措|招|方面|领域|项目|活动)(都)?(是|有)(什么|啥)/,
  ],
  [
    'yesno',
    /([能会可让给要行算管收开用够该])不\1|是不是|是否|有没有|能否|可否|有无|(吗|不|没有?|(?<![什怎这那多])么|吧)[?。]?$/,
  ],
  [
    'explain',
    /怎么|咋|如何|怎样|为什么|为啥|为何|什么意思|(是|指)(什么|啥)|介绍|说说|讲讲|展开|详细|解释|支持|帮|办法|措施|打算|思路|安排|干(啥|什么)|做(啥|什么)/,
  ],
  ['yesno', /(\p{sc=Han})[不没]\1(?!得)|(?:也|还)(?:能|可以|会|算|要|得|用|够)[^哪谁什啥怎咋多几]{0,100}[?]$/u],
];

/** What is wanted, on the asking part of a folded question. */
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
  /下一?步|拟(?=从|在|采|开|怎|如|于|定)|下阶段|下一阶段|接下来|今后|以后|将来|未来|打算|准备(再|怎|咋|干|做|搞|怎么|从)|计划(?!项|书|单|管)|往后|后面(还|要|会|怎)|日后|(还|会)要|将(会|要)?|要(怎么|咋|干|做|搞|推|建|弄)|想(怎么|咋|干|做|搞)|明年|来年|什么时候(能|会|才)|啥时候(能|会|才)|(会不会|会|要)再/;
const DONE =
  /去年|20\d\d年?|已经|已(?!知)|目前|现在(有|是)|以前|过去|之前|(做|干|搞|办|取得|完成|建|出|发|拿|得|投|设|引进|签|办成|落户|上线|参加|帮|给|花|用|开|采取|推出|出台|实施)(成|好|完|到)?了(?!吗|没|么)|成果|成绩|成效|现状|做过|搞过|有过|累计|至今|截至|到目前/;

/** Whether what is done or what is planned is asked for. */
export function stageOf(folded: string): Stage | undefined {
  const planned = PLANNED.test(folded);
  const done = DONE.test(folded);
  if (planned && done) return 'both';
  return planned ? 'planned' : done ? 'done' : undefined;
}

const NUMERAL = '([一二三四五六七八九十]{1,3}|\\d{1,2})';
const PART = new RegExp(
  `第${NUMERAL}(?:大|个)?(?:部分|块|章|大段|大块|大点)|^${NUMERAL}[、(](?=[(一二三四五六七八九十\\d])|(前半|上半)(?:部分|截|段|篇)?|(后半|下半|最后一?)(?:部分|截|段|篇|块)`,
);
const SECTION = new RegExp(`\\(${NUMERAL}\\)|第${NUMERAL}(?:个)?(?:小?节|小?标题|方面|大项)`);
const ITEM = new RegExp(
  `第${NUMERAL}(?:个|大)?(?:条|项|点|款|招|新|类|个)|${NUMERAL}是(?=[^\\p{sc=Han}]|讲|说|什么|啥|怎|$)|(?:最后|末)一?(个|条|项|点|款)`,
  'u',
);

/** The marks that a folded question names. */
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

/** Whether a role is of the stage asked for. */
export const isOfStage = (role: Role, stage: Stage | undefined): boolean =>
  stage === undefined || stage === 'both' || role === stage || (stage === 'planned' && role === 'other');
