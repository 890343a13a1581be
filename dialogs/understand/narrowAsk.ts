import type { Segmenter } from '../../indexer/language/segment.js';
import { readOrdinal } from '../../indexer/text/numeral.js';
import { insideWords } from './queryTerm.js';
import { BODY, HOW, INSIDE, MEASURE, PERSON, PLACE, SEVERAL, STOP, WHAT, WHERE, WHO, WHY } from './vocabulary.js';

/** What a question wants beyond an answer type: a name, so many members, a cause, a count of one kind of thing. */
export interface NarrowAsk {
  /** A name is asked for: `叫什么`, `哪家公司`, `哪位`. */
  readonly name?: NameAsk;
  /** The members of a set are asked for: `是哪八条`. */
  readonly members?: MembersAsk;
  /** A reason is asked for; with `byPurpose` a purpose answers as well as a cause. */
  readonly reason?: { readonly byPurpose: boolean };
  /** How many things of one kind, `几辆`: the measure words that may count them in a text. */
  readonly measures?: readonly string[];
  /** How much by the month, the head or the piece, `一吨多少钱`: the units that a text may use. */
  readonly rate?: readonly string[];
  /** What a text can tell only in certain words. */
  readonly inWords: readonly ToldInWords[];
}

export interface NameAsk {
  /** What bears the name; `one` is a person or a body, `any` may be anything. */
  readonly of: 'person' | 'body' | 'place' | 'one' | 'any';
  readonly noun?: string;
  /** Several names are asked for: a text may also tell what their bearers have in common. */
  readonly several: boolean;
}

export interface MembersAsk {
  /** How many are asked for, and the numeral as it was typed; absent where the question says no number. */
  readonly count?: number;
  readonly numeral?: string;
}

/** Papers to bring, where and how to apply, how a thing is punished, who pays. */
export type ToldInWords = 'papers' | 'application' | 'punishment' | 'payer';

/** Things that are told by their names: `哪几种方言`. */
const NAMED_THING =
  '(?:话|方言|品种|工种|专业|科目|材料|证件|指标|单位|企业|公司|学校|医院|公园|馆|国家|城市|乡镇|村|小区|路段|站点|景点)';
/** What is done to get a thing from an office: `怎么申请`. */
const APPLY = '(?:报名|申请|申报|申领|登记|预约|投诉|举报|领(?![导先]))';

/** How a name is asked for, by what bears it; `NAME_ASKED` where the question does not say what that is. */
const PERSON_ASKED = new RegExp(`哪${INSIDE}{0,5}(?:${PERSON}|[个位名]人)|姓${WHAT}|是${WHO}(?=${STOP}|[的呀啊呢])`);
const BODY_ASKED = new RegExp(
  `${WHAT}(${BODY})(?=${STOP}|[是在来的呀啊呢])|哪${INSIDE}{0,6}(${BODY})|[那这]${INSIDE}{0,10}(${BODY})叫`,
);
const PLACE_ASKED = new RegExp(`哪${INSIDE}{0,4}(${PLACE})`);
const NAME_ASKED = new RegExp(`叫${WHAT}|${WHAT}名|名单`);
/** The name of a person or a body: `评了谁`. */
const ONE_ASKED = new RegExp(`了${WHO}(?=${STOP}|[呀啊呢当])|谁.{0,2}(?:写|设计|当选|中标)|[是找]谁家`);
/** A number of members is asked for: `哪八条`, `那三项工程叫什么`. */
const LIST_ASKED: readonly RegExp[] = [
  new RegExp(`哪(${SEVERAL})`),
  new RegExp(`(?:[那这的]|另外?|其[余他]|剩下的?)(${SEVERAL})${MEASURE}${INSIDE}{0,12}[叫是有教](?:${WHAT}|谁|哪)`),
];
/** Members are asked for without a number, by the names of several things; an answer names at least two. */
const NAMES_ASKED = new RegExp(`哪[些几]${MEASURE}?${NAMED_THING}|(?:挨个|逐个|一一)[列念说报讲]|名单`);
const REASON_ASKED = new RegExp(
  `${WHY}|咋[不没]|怎么就?[不没]|怎么还|凭${WHAT}|${WHAT}(?:原因|缘故|理由)|(?:原因|理由)[是在]|图${WHAT}|干嘛[不非要]|卡在(?:哪|${WHAT})`,
);
/** Why something is done: a purpose answers too. Why something is as it is wants a cause. */
const PURPOSE_ASKED = new RegExp(`${WHY}(?:要|[搞设建推选])`);
const SEVERAL_ASKED = new RegExp(`哪(?:[些几]|${SEVERAL})|都|分别|名单|(?:几|${SEVERAL})${MEASURE}`);

/**
 * Measure words that count the same kind of thing: those by which a number is asked for, `多少辆`, and those by which a
 * text may tell it as well.
 */
const COUNTED: readonly { readonly asked: readonly string[]; readonly also: readonly string[] }[] = [
  { asked: ['人次', '人', '名', '位', '口'], also: [] },
  { asked: ['户'], also: ['家', '套'] },
  { asked: ['栋', '幢'], also: ['座'] },
  { asked: ['头'], also: ['只', '匹', '羽', '条'] },
  { asked: ['棵'], also: ['株'] },
  { asked: ['册', '本'], also: ['份'] },
  { asked: ['辆', '台', '部', '艘', '架', '列'], also: [] },
  { asked: ['平方公里', '平方米', '平米', '公顷', '亩'], also: ['平'] },
  { asked: ['公里', '千米', '厘米', '米', '里'], also: [] },
  { asked: ['立方米', '公斤', '吨', '斤', '克', '升'], also: ['立方'] },
  { asked: ['周岁', '岁'], also: [] },
  { asked: ['趟', '班'], also: ['次', '回', '场', '轮', '期', '批'] },
  { asked: ['千瓦时', '千瓦'], also: ['度'] },
];
const COUNT_ASKED = new RegExp(
  `(?:多少|几[十百千万]?)[来多]?(${COUNTED.flatMap(({ asked }) => asked)
    .sort((a, b) => b.length - a.length)
    .join('|')})`,
);
/** The unit that a sum is asked by: `一吨多少钱`; the year only with money, since many other things are counted by the year. */
const RATE_ASKED =
  /[每一]个?(月|天|日|次|人|户|吨|度|平米|平方|亩|小时|晚|件|趟|只|头|斤|台|辆|套|间|张|公里)[^,\u3002;]{0,10}(?:多少|几)|[每一](年)[^,\u3002;]{0,10}(?:多少|几)[钱块元万]/;
const SHARE_ASKED = /几成|百分/;

const IN_WORDS: Readonly<Record<ToldInWords, RegExp>> = {
  papers: new RegExp(
    `(?:${WHAT}|哪[些几][样种份]?|[几多]少?份)的?(?:材料|证件|证明|手续|资料)|[带交备](?:齐|好|上|些)?(?:${WHAT}|哪[些几])(?!时)`,
  ),
  application: new RegExp(
    `[在去上到](?:${WHERE}|哪个(?:窗口|部门))(?:能|可以|才能|去)?(?:${APPLY}|办|弄|缴|交钱)|${HOW}个?(?:才能|能|可以|去)?${APPLY}|走(?:${WHAT}|哪些)(?:流程|程序|手续)`,
  ),
  punishment: new RegExp(
    `${HOW}个?(?:处?罚|处理|收拾|发落|治[他她]|追究)|${WHAT}(?:处罚|后果)|判了?(?:几年|多久|${WHAT})`,
  ),
  payer: /谁来?(?:赔|补|掏|出钱|付钱|承担|负担|买单)|算在?谁(?:的|头上)/,
};
/** Units that stand for each other. */
const SAME_UNITS: readonly (readonly string[])[] = [
  ['天', '日'],
  ['人', '名', '位'],
  ['平米', '平方', '平方米'],
  ['户', '家'],
  ['小时', '时'],
];

/** Reads the asking part of a folded question. */
export function narrowAskOf(focus: string, segmenter: Segmenter): NarrowAsk {
  const name = nameAskOf(focus);
  const members = membersAskOf(focus);
  const measures = measuresOf(focus, segmenter);
  const rate = rateOf(focus);
  return {
    ...(name && { name }),
    ...(members && { members }),
    ...(REASON_ASKED.test(focus) && { reason: { byPurpose: PURPOSE_ASKED.test(focus) } }),
    ...(measures && { measures }),
    ...(rate && { rate }),
    inWords: (Object.keys(IN_WORDS) as ToldInWords[]).filter((told) => IN_WORDS[told].test(focus)),
  };
}

function nameAskOf(focus: string): NameAsk | undefined {
  const several = SEVERAL_ASKED.test(focus);
  const noun = (rule: RegExp) => rule.exec(focus)?.slice(1).find(Boolean);
  if (PERSON_ASKED.test(focus)) return { of: 'person', several };
  const body = noun(BODY_ASKED);
  if (body) return { of: 'body', noun: body, several };
  const place = noun(PLACE_ASKED);
  if (place) return { of: 'place', noun: place, several };
  if (ONE_ASKED.test(focus)) return { of: 'one', several };
  return NAME_ASKED.test(focus) ? { of: 'any', several } : undefined;
}

function membersAskOf(focus: string): MembersAsk | undefined {
  const numeral = LIST_ASKED.map((rule) => rule.exec(focus)?.[1]).find(Boolean);
  if (numeral) return { numeral, count: readOrdinal(numeral) };
  return NAMES_ASKED.test(focus) ? {} : undefined;
}

function measuresOf(focus: string, segmenter: Segmenter): readonly string[] | undefined {
  const asked = COUNT_ASKED.exec(focus);
  if (!asked) return undefined;
  const measure = asked[1]!;
  const end = asked.index + asked[0].length;
  // The measure word may be the beginning of another word: `多少本地企业` asks for no books.
  const inside = insideWords(focus, segmenter);
  if (inside.has(end) && !inside.has(end - measure.length)) return undefined;
  const group = COUNTED.find(({ asked: words }) => words.includes(measure))!;
  return [...group.asked, ...group.also];
}

function rateOf(focus: string): readonly string[] | undefined {
  if (SHARE_ASKED.test(focus)) return undefined;
  const asked = RATE_ASKED.exec(focus);
  const unit = asked?.[1] ?? asked?.[2];
  return unit === undefined ? undefined : (SAME_UNITS.find((group) => group.includes(unit)) ?? [unit]);
}
