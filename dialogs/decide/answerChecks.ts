import { namesOf } from '../../indexer/names.js';
import { readOrdinal } from '../../indexer/numeral.js';
import type { Segmenter } from '../../indexer/segment.js';
import type { Hit } from '../retrieve/rank.js';
import { isRow, leadsOn, sentenceShadow, shadowAround, textAround } from '../retrieve/sentenceWindow.js';
import { insideWords, type Knowledge } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';

/** What a question asks for more narrowly than its kind of value, and whether a text tells it; on folded text. */
export interface Told {
  /** A name is asked (`叫什么`, `哪家`, `哪位`) and the text adds none to the question's. */
  readonly unnamed: boolean;
  /** Members of a set are asked (`是哪八条`) and the text lists none. */
  readonly unlisted: boolean;
  /** A reason is asked and the text gives none. */
  readonly unreasoned: boolean;
  /** A number of one kind of thing is asked (`几辆`) and the text counts none of that kind. */
  readonly uncounted: boolean;
  /** A sum by the month, the head or the piece is asked and the text has none by it. */
  readonly unrated: boolean;
  /** A way to apply, papers, a punishment or a payer is asked and the text has no word of such. */
  readonly unworded: boolean;
}

const OF_PERSON = '(?:专家|教授|老师|医生|主任|局长|科长|处长|负责人|律师|院士|(?<=[个位名])人)';
const OF_BODY =
  '(?:公司|企业|单位|机构|部门|医院|学校|[中小]学|大学|高校|银行|协会|团队|工程队|施工队|处室|科室?|场馆|馆|店|厂|设计院|研究[院所]|合作社|商场|超市|消纳场|服务商|平台|软件|品牌|牌子|人家|老板|东家)';
const OF_PLACE = '(?:国家|城市|地方|市|区|县|镇|乡|村|街道|小区|社区)';
const HOW_MANY = '(?:[一二两三四五六七八九十几俩仨]|\\d{1,3})?(?:家|位|名|所|间|座|支|个|些)?';
const BODY_OR_PLACE = new RegExp(`\\p{sc=Han}{2}(?:${OF_BODY}|${OF_PLACE})`, 'u');
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
const PURPOSE = /为了?|以便|旨在|目标|避免|防止|从而|进而/;
const REASON =
  /因|由于|原因|鉴于|基于|考虑到?|导致|使得|受.{1,14}(影响|限制|制约|所限)|不足|不够|不具备|没有|尚未|难以|无法|无权|不符|不宜|缺(乏|少|口)|困难|矛盾|限于|权限|所致|低于|属于|涉及|集中|偏小|造成|卡在/;

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

/** What is told in words of its own, whatever it is of: how people ask for it, and the words that a text telling it has. */
const WORDED: readonly { readonly asked: RegExp; readonly told: RegExp }[] = [
  // Papers.
  {
    asked:
      /(什么|啥|哪些|哪几[样种份]|[几多]少?份)的?(材料|证件|证明|手续|单据|资料|凭证|票据)|(带|交|揣|备|准备|(?<![推召公离展])开)(齐|好|上|着|些)?(什么|啥|哪些|哪几)(?!时|都|玩笑)|(拿|凭)(什么|啥|哪些)(证|去|来)(?=办|领|申|报|弄|登)/,
    told: /材料|资料|证件|证明|[户份住营驾执残]证|户口|凭|书面|承诺书|申请[书表]|发票|复印|合同|免交|免证/,
  },
  // Where and how one applies.
  {
    asked:
      /(在|去|上|到|往)(哪里?|哪儿|什么地方|啥地方|哪个(窗口|部门|地方))(能|可以|去|才能)?(报名|申请|申报|登记|办|领|投诉|举报|预约|弄|交钱|缴)|(怎么|咋|如何|怎样)(个)?(才能|能|可以|去)?(报名|申请|申报|登记|领(?!导|先)|预约|投诉|举报|入会|加入|申领)|走(什么|啥|哪些)(流程|程序|手续)/,
    told: /窗口|大厅|平台|网站|小程序|app|公众号|热线|电话|拨打|扫码|二维码|[线网]上|微信|登录|现场|凭|填|提交|(向|到|在|由|经|通过)[^,。;]{2,16}(申请|申报|提出|报名|登记|反映|办理|领取|受理|审核|审批|推荐|预约|投诉|举报)/,
  },
  // How it is punished.
  {
    asked:
      /(怎么|咋|如何|怎样)(个)?(罚|处罚|处理|治他|收拾|发落|追究)|(什么|啥)(处罚|后果|下场)|判(了)?(几年|多久|什么|啥)/,
    told: /罚|处分|处理|处置|拘|吊销|取消|追究|移[送交]|清退|通报|警告|没收|责令|停业|约谈|判|刑|扣/,
  },
  // Who bears it.
  {
    asked: /(谁|哪个|哪家)(来)?(赔|补|掏|出钱|承担|负担|买单|兜底|给钱|付钱)|算(在)?谁(的|头上)|归谁(出|赔|掏|管)/,
    told: /由|承担|负担|出资|投入|安排|财政|自筹|自理|负责|经费|资金|赔|分担|各出/,
  },
];

export const NOTHING_MISSING: Told = {
  unnamed: false,
  unlisted: false,
  unreasoned: false,
  uncounted: false,
  unrated: false,
  unworded: false,
};

/** Looks into the hit's sentence, those beside it and the headings above. */
export function toldIn(
  { asked, kind }: Question,
  hit: Hit,
  { index, segmenter }: Pick<Knowledge, 'index' | 'segmenter'>,
): Told {
  const text = textAround(hit);
  const shadow = shadowAround(hit, index.replies);
  return {
    // A row of a table is read with those beside it, a sentence that leads on with what it leads into.
    unnamed:
      kind !== 'yesno' &&
      isUnnamed(asked, isRow(hit) || leadsOn(hit) ? shadow : sentenceShadow(hit, index.replies), segmenter),
    unlisted: isListShort(asked, shadow),
    unreasoned: isUnreasoned(asked, text),
    uncounted: isUncounted(asked, text, segmenter),
    unrated: kind !== 'list' && isUnrated(asked, text),
    unworded: WORDED.some(({ asked: asks, told }) => asks.test(asked) && !told.test(text)),
  };
}

const QUOTED = /《([^《》]{2,40})》|“([^“”]{2,30})”/g;
/** Words that make a noun no name: `第三方机构`, `担保公司`. */
const GENERIC =
  /^(有关|相关|各|本|该|我|全|主管|职能|上级|基层|社会|专业|科研|金融|第三方|服务|企业|中介|融资性?|担保|民营|国有|高新技术|科技型?|中小型?|小微|重点|部分|多|若干|物业|收运|开发|建设|施工|承办|主办|定点|医疗|公立|老旧|住宅|城市|农村|试点|其他|外地|跨境|本地|龙头|骨干|研究|监管|监督|评估|检测|检验|培训|养老|转移|投资|咨询|设计|代理|管理|执法|运营|承包|委托|合作|等|的|和|与|及|由|向|对|在|将|到|[一二两三四五六七八九十几数\d][家个所名]?)+$/;

/** A name is asked for and the sentence has none of that kind which the question lacks. */
function isUnnamed(question: string, text: string, segmenter: Segmenter): boolean {
  const isNew = (word: string) => !question.includes(word);
  const names = namesOf(text, segmenter).filter(({ word }) => isNew(word));
  const quoted = [...text.matchAll(QUOTED)].some((match) => isNew((match[1] ?? match[2])!));
  if (PERSON_ASKED.test(question)) return !names.some(({ of }) => of === 'person') && !/[\p{sc=Han}]某/u.test(text);
  const noun = (rule: RegExp) => rule.exec(question)?.slice(1).find(Boolean);
  // `鑫达石料厂` has a name, `科研机构` only says what it is.
  const hasOwn = (kind: RegExp) =>
    segmenter.cut(text).some((word, i, words) => {
      const noun = kind.exec(word);
      const name = noun && (noun.index > 0 ? word.slice(0, noun.index) : (words[i - 1] ?? ''));
      return Boolean(name) && /\p{sc=Han}$/u.test(name!) && isNew(name!) && !GENERIC.test(name!);
    });
  const own = (kind: string) => hasOwn(new RegExp(`${kind}$`));
  // Several may be told by what they have in common: `车站、码头等处`.
  const several = SEVERAL_ASKED.test(question) && (membersOf(question, text) > 1 || BODY_OR_PLACE.test(text));
  const body = noun(BODY_ASKED);
  if (body) return !names.some(({ of }) => of === 'body') && !quoted && !own(body) && !hasOwn(ANY_BODY) && !several;
  const place = noun(PLACE_ASKED);
  if (place) return !names.some(({ of }) => of === 'place') && !own(place) && !hasOwn(ANY_PLACE) && !several;
  if (ONE_ASKED.test(question))
    return (
      !names.some(({ of }) => of !== 'place') &&
      !quoted &&
      !hasOwn(ANY_BODY) &&
      !own('(?:公司|厂|店|合作社)') &&
      !/[\p{sc=Han}]某/u.test(text)
    );
  if (NAME_ASKED.test(question)) return names.length === 0 && !quoted && !hasOwn(ANY_BODY) && !several;
  return false;
}

const SEVERAL_ASKED =
  /哪些|哪几|哪[两二三四五六七八九十俩仨\d]|都|分别|名单|[两二三四五六七八九十俩仨几\d](?:家|个|所|位|名|处|座|条|种)/;

const ANY_BODY = /(?:局|委|委员会|厅|中心|研究院|研究所|大学|学院|集团|[中小]学|政府|支队|法院)$/;
const ANY_PLACE = /(?:市|区|县|镇|乡|村|街道|小区|社区|路|园)$/;

function isUnreasoned(question: string, text: string): boolean {
  if (!REASON_ASKED.test(question)) return false;
  return !REASON.test(text) && !(PURPOSE_ASKED.test(question) && PURPOSE.test(text));
}

/** The mark of an item: its `、` parts no members. */
const MARK = /(?<=^|[\n。;])\s{0,9}[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.]/g;

/** Most members of one list that the question does not name itself: parted by `、`, in quotation marks, numbered, or the rows of a table. */
function membersOf(question: string, text: string): number {
  let most = 0;
  for (const clause of text.replace(MARK, '').split(/[,。;:!]/)) {
    const members = clause.split(/[、—–]/);
    if (members.length > 1) most = Math.max(most, members.filter((one) => !question.includes(one.slice(-4))).length);
  }
  for (const run of text.match(/(?:“[^“”]{1,30}”[、,和与及]?){2,99}/g) ?? [])
    most = Math.max(most, (run.match(/“[^“”]+”/g) ?? []).filter((one) => !question.includes(one.slice(1, -1))).length);
  const numbered = text.match(
    /[一二三四五六七八九]是|\(\d\)|[①-⑳]|(?<!\d)[1-9][.、](?!\d)|第[一二三四五六七八九],|首先|其次|再次|最后/g,
  );
  return Math.max(most, numbered?.length ?? 0, rowsOf(text));
}

/** Rows of a table below its head. */
const rowsOf = (text: string): number =>
  Math.max(0, text.split('\n').filter((line) => opensRow(line.trimStart())).length - 1);
const opensRow = (line: string): boolean => line.startsWith('|') && !/^\|\s*:?-/.test(line);

/** Fewer members in the text than the question counts. */
function isListShort(question: string, text: string): boolean {
  const numeral = LIST_ASKED.map((rule) => rule.exec(question)?.[1]).find(Boolean);
  if (!numeral) return NAMES_ASKED.test(question) && membersOf(question, text) < 2;
  const count = readOrdinal(numeral.replace('俩', '二').replace('仨', '三'));
  // Members stand beside the number where the text counts the same: `…等6项工程`, `5个功能区:…`.
  const counted = new RegExp(
    `(?<![\\d一二三四五六七八九十])(?:${count}|${numeral}) ?(?:大|个|条|项|家|种|类|样|位|名|所|处)`,
  ).exec(text);
  const beside = counted ? text.slice(Math.max(0, counted.index - 60), counted.index + 60) : text;
  return Math.max(membersOf(question, beside), rowsOf(text)) < count;
}

function isUncounted(question: string, text: string, segmenter: Segmenter): boolean {
  const asked = COUNT_ASKED.exec(question);
  if (!asked) return false;
  const measure = asked[1]!;
  const end = asked.index + asked[0].length;
  // `多少本地企业` asks for no books.
  const inside = insideWords(question, segmenter);
  if (inside.has(end) && !inside.has(end - measure.length)) return false;
  const same = COUNTED.find((group) => group.includes(measure)) ?? [measure];
  return !new RegExp(
    `[\\d一二两三四五六七八九十百千万亿几余多]\\)?(?:余|多)?(?:万|千|亿|百)?个?(?:${same.join('|')})`,
  ).test(text);
}

function isUnrated(question: string, text: string): boolean {
  if (/几成|百分/.test(question)) return false;
  const asked = RATE_ASKED.exec(question);
  const term = asked?.[1] ?? asked?.[2];
  if (term === undefined) return false;
  const same = SAME_UNITS.find((group) => group.includes(term)) ?? [term];
  const any = `(?:${same.join('|')})`;
  return !new RegExp(`[每按/一]个?${any}|${any}均|(?<![\\d今明即])${any}(?=[供产处接运发]|最[高大])|人均|单价`).test(
    text,
  );
}

/** Units that are said for each other. */
const SAME_UNITS: readonly (readonly string[])[] = [
  ['天', '日'],
  ['人', '名', '位'],
  ['平米', '平方', '平方米'],
  ['户', '家'],
  ['小时', '时'],
];
