import type { Role } from '../../indexer/parse/reply.js';
import { readOrdinal } from '../../indexer/text/numeral.js';
import { INSIDE, MEASURE, REPLY, SEVERAL, WHAT } from './vocabulary.js';

/** What a question says of the list it asks for. */
export interface ListAsk {
  /** How many are asked for: 3 of `哪三条`. */
  readonly count?: number;
  /** It asks for requests or for problems. */
  readonly role?: ListedRole;
  /** It asks for the parts of the whole letter. */
  readonly parts: boolean;
  /** It asks which bodies speak, each in a block of its own. */
  readonly bodies: boolean;
  /** It asks for all of several things. */
  readonly all: boolean;
  /** It asks what a thing is: `…是什么`. */
  readonly whatItIs: boolean;
  /** It names the letter. */
  readonly namesLetter: boolean;
  /** Matches where a folded letter prints the things that the question counts: `六项工程` or `6项重点工程`. */
  readonly counted?: RegExp;
}

export type ListedRole = Extract<Role, 'problem' | 'request'>;

/** Asks for the parts of the whole letter. */
const SHAPE = new RegExp(
  `(?:${REPLY}|正文|全文|通篇)${INSIDE}{0,8}(?:几|(?<!第)${SEVERAL})[大个]?(?:点|条|块|项|方面|部分)(?!建议)|(?:哪?几|哪些|哪${SEVERAL})[大个]?(?:部分|章)|分[成为]?哪?几[大个]?(?:块|方面)|(?:全文|通篇|整[封篇份])${INSIDE}{0,8}[讲说写分]|${REPLY}${INSIDE}{0,6}(?:结构|框架|提纲|概括|大意|主要(?:内容|讲|说))|(?:总结|概括|归纳)${INSIDE}{0,6}${REPLY}`,
);
/** Asks which bodies speak, each in a block of its own. */
const BODIES = /(?:单位|部门|局|家)[^,。]{0,8}(?:分头|分别|各)|(?:分头|分别|各)[^,。]{0,10}(?:单位|部门)/;

/** Words that ask for items of a role, whatever the heading calls them. */
const OF_ROLE: readonly [ListedRole, RegExp][] = [
  ['problem', /问题|困难|毛病|难[处点题]|短板|不足|原因|瓶颈|诉.{0,2}苦|没[做办弄]好|不到位/],
  ['request', /请求|要求|诉求|希望|想要|求了|提[了出]|反映/],
];

/** How many are asked for: `哪三条`, `办了哪四件事`. */
const COUNTS: readonly RegExp[] = [
  new RegExp(`哪(${SEVERAL})`),
  new RegExp(`(?<!第)(${SEVERAL})${MEASURE}${INSIDE}{0,8}[是有叫](?:${WHAT}|哪)`),
  new RegExp(`(?<!第)(${SEVERAL})${MEASURE}${INSIDE}{0,2}(?:分别|都|各)`),
];
const ALL_ASKED = new RegExp(
  `[几多]少?(?:[大个项条点类种]|方面)|哪[几些]|分别|名[字称]|都有${WHAT}|包[括含]了?些?(?:哪|${WHAT})`,
);

function countAsked(folded: string): number | undefined {
  const numeral = COUNTS.map((rule) => rule.exec(folded)?.[1]).find(Boolean);
  return numeral ? readOrdinal(numeral) : undefined;
}

const COUNTED = new RegExp(`(?<!第)(${SEVERAL})${MEASURE}(\\p{sc=Han}{2})`, 'u');

/** Matches where a folded letter prints the things that the question counts: `六项工程` or `6项重点工程`. */
function countedThing(folded: string): RegExp | undefined {
  const counted = COUNTED.exec(folded);
  return counted === null
    ? undefined
    : new RegExp(`(?:${counted[1]}|${readOrdinal(counted[1]!)})${MEASURE}${INSIDE}{0,6}${counted[2]}`);
}

const WHAT_IT_IS = new RegExp(`[是指]${WHAT}[?]?$`);
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
