import { readOrdinal } from '../../indexer/numeral.js';
import type { Segmenter } from '../../indexer/segment.js';
import { insideWords } from './queryTerm.js';

/** What a question asks for more narrowly than its kinds of value. */
export interface NarrowAsk {
  /** A name: `叫什么`, `哪家公司`, `哪位`. */
  readonly name?: NameAsk;
  /** The members of a set: `是哪八条`. */
  readonly members?: MembersAsk;
  /** Why; `byPurpose` where a purpose tells it as well as a cause. */
  readonly reason?: { readonly byPurpose: boolean };
  /** A number of one kind of thing, `几辆`: the measure words that count it. */
  readonly measures?: readonly string[];
  /** A sum by the month, the head or the piece: the units it may be told by. */
  readonly rate?: readonly string[];
  /** What is told in words of its own. */
  readonly inWords: readonly ToldInWords[];
}

export interface NameAsk {
  /** Of a person; of a body or a place, by the noun that says what it is; of a person or body, whichever; of anything. */
  readonly of: 'person' | 'body' | 'place' | 'one' | 'any';
  readonly noun?: string;
  /** Several are asked for: they may be told by what they have in common. */
  readonly several: boolean;
}

export interface MembersAsk {
  /** How many the question counts, and the numeral as it was typed; absent where it leaves open how many. */
  readonly count?: number;
  readonly numeral?: string;
}

/** Papers to bring, where and how one applies, how it is punished, who bears it. */
export type ToldInWords = 'papers' | 'application' | 'punishment' | 'payer';

const OF_PERSON = '(?:专家|教授|老师|医生|主任|局长|科长|处长|负责人|律师|院士|(?<=[个位名])人)';
export const OF_BODY =
  '(?:公司|企业|单位|机构|部门|医院|学校|[中小]学|大学|高校|银行|协会|团队|工程队|施工队|处室|科室?|场馆|馆|店|厂|设计院|研究[院所]|合作社|商场|超市|消纳场|服务商|平台|软件|品牌|牌子|人家|老板|东家)';
export const OF_PLACE = '(?:国家|城市|地方|市|区|县|镇|乡|村|街道|小区|社区)';
const HOW_MANY = '(?:[一二两三四五六七八九十几俩仨]|\\d{1,3})?(?:家|位|名|所|间|座|支|个|些)?';
/** Names asked for by what they are of, and without. */
const PERSON_ASKED = new RegExp(
  `哪${HOW_MANY}[^,\\u3002?]{0,3}${OF_PERSON}(?!口|数|次|家)|姓(?:什么|啥|甚)|(?:是|派的是)(?:谁|哪位)(?!家|掏|出|付|承|负|管|牵|来|在|修|建|办|定|审|批|说了?算|做主|拍板)`,
);
const BODY_ASKED = new RegExp(
  `(?:什么|啥)(${OF_BODY})(?=$|[?,是在来的呀啊呢])|哪${HOW_MANY}[^,\\u3002?]{0,4}(${OF_BODY})|(?:那|这)${HOW_MANY}[^,\\u3002?]{0,8}(${OF_BODY})叫`,
);
const PLACE_ASKED = new RegExp(`哪${HOW_MANY}[^,\\u3002?]{0,2}(${OF_PLACE})(?!域|别)`);
const NAME_ASKED = /叫(什么|啥|哪个)(?!做|法)|(什么|啥)名(字|称)?|名单/;
/** A person or a body, whichever: `评了谁`. */
const ONE_ASKED =
  /(了|[颁评奖判包]给)(谁|哪位)(?=$|[?,。呀啊呢当做])|谁(执笔|写的?|设计|画|当选|拿了|得了|中标)|(是|找|向)谁家/;
const NUMERAL = '([两二三四五六七八九十俩仨]|\\d{1,2})';
/** So many members of a set asked for: `哪八条`, `那三项工程叫什么`; `哪几` and `哪些` leave open how many. */
const LIST_ASKED: readonly RegExp[] = [
  new RegExp(`哪${NUMERAL}(?:大|个|条|项|家|种|类|样|位|名|所|处|点|新|步|招|方面)?`),
  new RegExp(
    `(?:那|这|的|另外?|其余|其他|剩下的?)${NUMERAL}(?:个|条|项|家|种|类|样|位|名|所|处|门|份)[^,\\u3002]{0,12}(?:叫|是|有|教|指)(?:什么|啥|谁|哪)`,
  ),
];
/** Several named things asked for, however many: at least two must be named. */
const NAMES_ASKED =
  /哪[些几](?:个|家|所|种|座|条|处|样|份|项)?(?:话|方言|语言|公园|小区|单位|乡镇|村|馆|学校|企业|公司|医院|商场|路段|城市|国家|品种|工种|专业|科目|材料|证件|指标|名胜|景点|站点)|(?:列|念|报|点|数)(?:个|一|几个)?(?:列|念|报|点|数)?(?:品种|单位|具体)?名|(?:列一|列个|挨个|逐个|一一)(?:列|念|说|报|讲|清单|单子)|名单/;
const REASON_ASKED =
  /为什么|为啥|为何|咋不|咋没|怎么(就)?(不|没|还)|凭(什么|啥)|(什么|啥)(原因|缘故|理由)|原因(是|在)|理由(是|在)|图(什么|啥)|干嘛(不|非|要)|何以|卡在(哪|啥|什么)/;
/** Why a thing is as it is wants a cause; why it is done may be told by its purpose. */
const PURPOSE_ASKED = /(为什么|为啥|为何|图什么|图啥)(要|会|搞|做|办|设|建|推|选)/;
const SEVERAL_ASKED =
  /哪些|哪几|哪[两二三四五六七八九十俩仨\d]|都|分别|名单|[两二三四五六七八九十俩仨几\d](?:家|个|所|位|名|处|座|条|种)/;

/** Measure words that count the same kind of thing. */
const COUNTED: readonly (readonly string[])[] = [
  ['人', '名', '位', '人次', '口'],
  ['户', '家', '套'],
  ['栋', '幢', '座'],
  ['头', '只', '匹', '羽', '条'],
  ['棵', '株'],
  ['册', '本', '份'],
  ['辆', '台', '部', '艘', '架', '列'],
  ['亩', '公顷', '平方米', '平米', '平方公里', '平'],
  ['公里', '里', '米', '千米', '厘米'],
  ['吨', '公斤', '斤', '克', '立方米', '立方', '升'],
  ['岁', '周岁'],
  ['趟', '班', '次', '回', '场', '轮', '期', '批'],
  ['度', '千瓦', '千瓦时'],
];
const COUNT_ASKED =
  /(?:多少|几(?:十|百|千|万)?)(?:来|多)?(人次|平方米|平方公里|平米|千瓦时?|立方米?|公顷|公里|千米|厘米|公斤|周岁|人|名|位|口|户|辆|台|部|艘|架|列|亩|里|米|吨|斤|克|升|岁|趟|班|栋|幢|头|棵|册|本|千瓦)(?!钱|民|事|家|次|们|数|员|面|头)/;
const RATE_ASKED =
  /(?:每|一)个?(月|天|日|次|人|户|吨|度|平米|平方|亩|小时|晚|件|桶|趟|只|头|块(?!儿)|斤|台|辆|套|间|张|课时|公里|方)[^,。;]{0,10}(?:多少|几)(?:钱|块|元|万)?|(?:每|一)(年)[^,。;]{0,10}(?:多少|几)(?:钱|块|元|万)|(?:人均|月均|年均|单价)[^,。]{0,8}(?:多少|几)/;

const IN_WORDS: Readonly<Record<ToldInWords, RegExp>> = {
  papers:
    /(什么|啥|哪些|哪几[样种份]|[几多]少?份)的?(材料|证件|证明|手续|单据|资料|凭证|票据)|(带|交|揣|备|准备|(?<![推召公离展])开)(齐|好|上|着|些)?(什么|啥|哪些|哪几)(?!时|都|玩笑)|(拿|凭)(什么|啥|哪些)(证|去|来)(?=办|领|申|报|弄|登)/,
  application:
    /(在|去|上|到|往)(哪里?|哪儿|什么地方|啥地方|哪个(窗口|部门|地方))(能|可以|去|才能)?(报名|申请|申报|登记|办|领|投诉|举报|预约|弄|交钱|缴)|(怎么|咋|如何|怎样)(个)?(才能|能|可以|去)?(报名|申请|申报|登记|领(?!导|先)|预约|投诉|举报|入会|加入|申领)|走(什么|啥|哪些)(流程|程序|手续)/,
  punishment:
    /(怎么|咋|如何|怎样)(个)?(罚|处罚|处理|治他|收拾|发落|追究)|(什么|啥)(处罚|后果|下场)|判(了)?(几年|多久|什么|啥)/,
  payer: /(谁|哪个|哪家)(来)?(赔|补|掏|出钱|承担|负担|买单|兜底|给钱|付钱)|算(在)?谁(的|头上)|归谁(出|赔|掏|管)/,
};
/** Units that are said for each other. */
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
  if (numeral) return { numeral, count: readOrdinal(numeral.replace('俩', '二').replace('仨', '三')) };
  return NAMES_ASKED.test(focus) ? {} : undefined;
}

function measuresOf(focus: string, segmenter: Segmenter): readonly string[] | undefined {
  const asked = COUNT_ASKED.exec(focus);
  if (!asked) return undefined;
  const measure = asked[1]!;
  const end = asked.index + asked[0].length;
  // `多少本地企业` asks for no books.
  const inside = insideWords(focus, segmenter);
  if (inside.has(end) && !inside.has(end - measure.length)) return undefined;
  return COUNTED.find((group) => group.includes(measure)) ?? [measure];
}

function rateOf(focus: string): readonly string[] | undefined {
  if (/几成|百分/.test(focus)) return undefined;
  const asked = RATE_ASKED.exec(focus);
  const unit = asked?.[1] ?? asked?.[2];
  return unit === undefined ? undefined : (SAME_UNITS.find((group) => group.includes(unit)) ?? [unit]);
}
