import { readOrdinal } from '../../indexer/numeral.js';
import type { Role } from '../../indexer/reply.js';

/** What the asking itself says of a list wanted: of its items, or of the series that they make. */
export interface ListAsk {
  /** How many are asked for: 3 of `哪三条`. */
  readonly count?: number;
  /** Requests or problems are asked for. */
  readonly role?: ListedRole;
  /** The parts of the whole letter are asked for. */
  readonly parts: boolean;
  /** The bodies that speak, each in a block of its own. */
  readonly bodies: boolean;
  /** All of several are asked for. */
  readonly all: boolean;
  /** It asks what a thing is: `…是什么`. */
  readonly whatItIs: boolean;
  /** It speaks of the letter itself. */
  readonly namesLetter: boolean;
  /** What is asked for by its number, `六项工程`, as a folded letter may print it. */
  readonly counted?: RegExp;
}

export type ListedRole = Extract<Role, 'problem' | 'request'>;

/** Asks for the parts of the whole letter. */
const SHAPE =
  /(?:正文|全文|通篇|回?信|答复|回复|复函|办复)[^,\u3002]{0,8}(?:几|[两三四五六七八九])(?:大|个)?(?:点|条|块|段|方面|部分|项)(?!建议|意见|要求|请求|问题)|几(大|个)(部分|块(?!钱)|章)|(分|讲|写|说|有)(成|为|了)?几(部分|块(?!钱)|章)|几部分|哪[几两三四五六七八些](大|个)?(部分|块)|哪[几两三四五六七八些](个|大)?方面.{0,4}(回应|答|写|说)|(回应|答复|答|说)了?哪[几两三四五六七八](个|大)?方面|(框架|结构|提纲|大纲|章节|层次)|(整体|全文|通篇|整封|整篇|全篇).{0,8}(讲|说|写|分|几)|分(成|为)?(哪?几|哪些)(大|个)?(部分|块(?!钱)|方面|章|条)|(总结|概括|归纳|概述|梗概|大意|主要(内容|讲|说|写)).{0,6}(信|答复|回复|全文|文件)|(信|答复|回复|全文|文件).{0,6}(总结|概括|归纳|概述|梗概|大意|主要(内容|讲|说|写))|逐[项条](回应|答|说)|分(头|别)(作|做)?(了|出)?说明|各(写|说|答)了?一?(块|段|部分)/;
/** Asks which bodies speak, each in a block of its own. */
const BODIES = /(单位|部门|局|家|公司)[^,。]{0,8}(分头|分别|各)|(分头|分别|各)[^,。]{0,10}(单位|部门|局|家)/;

/** Words that ask for items of a role, whatever the heading calls them. */
const OF_ROLE: readonly [ListedRole, RegExp][] = [
  [
    'problem',
    /问题|困难|毛病|难处|难点|难题|短板|不足|原因|症结|困境|病根|瓶颈|堵点|诉.{0,2}苦|苦处|没(做|办|弄)好|做得?不(好|够)|不到位/,
  ],
  ['request', /请求|要求|诉求|希望|求了|想要|提了|提出|反映/],
];

const NUMERAL = '([两二三四五六七八九十]|\\d{1,2})';
const CLASSIFIER = '(?:大|个|条|项|件|点|样|种|类|方面|块|部分|桩|招|步|家|处|句|道|仗|码|头)';
/** How many are asked for: `哪三条`, `办了哪四件事`. */
const COUNTS: readonly RegExp[] = [
  new RegExp(`哪${NUMERAL}${CLASSIFIER}?`),
  new RegExp(`(?<!第)${NUMERAL}${CLASSIFIER}[^,\\u3002]{0,8}(?:是|有|叫|指)(?:什么|啥|哪)`),
  new RegExp(
    `(?<!第)${NUMERAL}${CLASSIFIER}(?:事|实事|毛病|问题|难处|要求|请求|建议|意见|措施|工作|困难|原因)?(?:分别|都|各)`,
  ),
];
const ALL_ASKED =
  /[几多]少?(大|个|项|条|点|类|种|方面|招)|哪[几些]|分别|名字|名称|都有(啥|什么)|(包括|包含|涵盖)了?些?(哪|什么|啥)/;

function countAsked(folded: string): number | undefined {
  const numeral = COUNTS.map((rule) => rule.exec(folded)?.[1]).find(Boolean);
  return numeral ? readOrdinal(numeral) : undefined;
}

const COUNTED = new RegExp(`(?<!第)${NUMERAL}(${CLASSIFIER})(\\p{sc=Han}{2})`, 'u');

/** What is asked for by its number, `六项工程`, as a folded letter may print it. */
function countedThing(folded: string): RegExp | undefined {
  const counted = COUNTED.exec(folded);
  return counted === null
    ? undefined
    : new RegExp(`(?:${counted[1]}|${readOrdinal(counted[1]!)})${CLASSIFIER}[^,;\\u3002]{0,6}${counted[3]}`);
}

const WHAT_IT_IS = /(是|指)(什么|啥)[?]?$/;
const LETTER = /答复|回复|信|全文|文件/;

/** Reads a folded question. */
export function listAskOf(folded: string): ListAsk {
  const count = countAsked(folded);
  const role = OF_ROLE.find(([, words]) => words.test(folded))?.[0];
  const counted = countedThing(folded);
  return {
    ...(count !== undefined && { count }),
    ...(role && { role }),
    parts: SHAPE.test(folded),
    bodies: BODIES.test(folded),
    all: ALL_ASKED.test(folded),
    whatItIs: WHAT_IT_IS.test(folded),
    namesLetter: LETTER.test(folded),
    ...(counted && { counted }),
  };
}

/** Whether a word of a question asks for items of a role: `困难` for problems. */
export const namesRole = (role: ListedRole, word: string): boolean =>
  OF_ROLE.some(([one, words]) => one === role && words.test(word));
