import { namesOf } from '../indexer/names.js';
import { readOrdinal } from '../indexer/numeral.js';
import type { Segmenter } from '../indexer/segment.js';
import { isRow, leadsOn, sentenceShadow, shadowAround, textAround } from './around.js';
import type { Question } from './question.js';
import type { Hit } from './rank.js';
import type { Knowledge } from './unit.js';

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
}

const OF_PERSON = '(?:专家|教授|老师|医生|主任|局长|科长|处长|负责人|律师|院士|(?<=[个位名])人)';
const OF_BODY =
  '(?:公司|企业|单位|机构|部门|医院|学校|大学|高校|银行|协会|团队|处室|科室?|场馆|馆|消纳场|服务商|平台|软件|品牌)';
const OF_PLACE = '(?:国家|城市|地方|市|区|县|镇|乡|村|街道|小区|社区)';
const HOW_MANY = '(?:[一二两三四五六七八九十几俩仨]|\\d+)?(?:家|位|名|所|间|座|支|个|些)?';
/** Names asked for by what they are of, and without. */
const PERSON_ASKED = new RegExp(
  `哪${HOW_MANY}[^,\\u3002?]{0,3}${OF_PERSON}(?!口|数|次|家)|姓(?:什么|啥|甚)|(?:是|派的是)(?:谁|哪位)(?!家|掏|出|付|承|负|管|牵|来|在|修|建|办|定|审|批|说了?算|做主|拍板)`,
);
const BODY_ASKED = new RegExp(
  `哪${HOW_MANY}[^,\\u3002?]{0,4}(${OF_BODY})|(?:那|这)${HOW_MANY}[^,\\u3002?]{0,8}(${OF_BODY})叫`,
);
const PLACE_ASKED = new RegExp(`哪${HOW_MANY}[^,\\u3002?]{0,2}(${OF_PLACE})(?!域|别)`);
const NAME_ASKED = /叫(什么|啥|哪个)(?!做|法)|(什么|啥)名(字|称)?|名单/;
const NUMERAL = '([两二三四五六七八九十俩仨]|\\d{1,2})';
/** So many members of a set asked for: `哪八条`, `那三项工程叫什么`; `哪几` and `哪些` leave open how many. */
const LIST_ASKED: readonly RegExp[] = [
  new RegExp(`哪${NUMERAL}(?:大|个|条|项|家|种|类|样|位|名|所|处|点|新|步|招|方面)?`),
  new RegExp(
    `(?:那|这|另外?|其余|其他|剩下的?)${NUMERAL}(?:个|条|项|家|种|类|样|位|名|所|处)[^,\\u3002]{0,12}(?:叫|是|有)(?:什么|啥|谁|哪)`,
  ),
];
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
  ['家', '户', '个', '所', '间'],
  ['辆', '台', '部', '艘', '架', '列'],
  ['亩', '公顷', '平方米', '平米', '平方公里', '平'],
  ['公里', '里', '米', '千米', '厘米'],
  ['吨', '公斤', '斤', '克', '立方米', '立方', '升'],
  ['岁', '周岁'],
  ['趟', '班', '次', '回', '场', '轮', '期', '批'],
  ['度', '千瓦', '千瓦时'],
];
const COUNT_ASKED =
  /(?:多少|几(?:十|百|千|万)?)(?:来|多)?(人次|平方米|平方公里|平米|千瓦时?|立方米?|公顷|公里|千米|厘米|公斤|周岁|人|名|位|口|户|辆|台|部|艘|架|列|亩|里|米|吨|斤|克|升|岁|趟|班)(?!钱|民|事|家|次|们|数|员|面|头)/;
/** Words after `多少` or `几` that say what is counted even without a measure word. */
const RATE_ASKED =
  /(?:每|一)个?(月|天|日|次|人|户|吨|度|平米|平方|亩|小时|晚|件|桶|趟|只|头|块|斤|台|辆|套|间|张|课时|公里|方)[^,。;]{0,10}(?:多少|几)(?:钱|块|元|万)?|(?:每|一)(年)[^,。;]{0,10}(?:多少|几)(?:钱|块|元|万)|(?:人均|月均|年均|单价)[^,。]{0,8}(?:多少|几)/;

export const NOTHING_MISSING: Told = {
  unnamed: false,
  unlisted: false,
  unreasoned: false,
  uncounted: false,
  unrated: false,
};

/** Looks into the hit's sentence, those beside it and the headings above. */
export function toldIn(
  { asked }: Question,
  hit: Hit,
  { index, segmenter }: Pick<Knowledge, 'index' | 'segmenter'>,
): Told {
  const text = textAround(hit);
  const shadow = shadowAround(hit, index.replies);
  return {
    // A row of a table is read with those beside it, a sentence that leads on with what it leads into.
    unnamed: isUnnamed(asked, isRow(hit) || leadsOn(hit) ? shadow : sentenceShadow(hit, index.replies), segmenter),
    unlisted: isListShort(asked, shadow),
    unreasoned: isUnreasoned(asked, text),
    uncounted: isUncounted(asked, text),
    unrated: isUnrated(asked, text),
  };
}

const QUOTED = /《([^《》]{2,40})》|“([^“”]{2,30})”/g;
/** Words that make a noun no name: `第三方机构`, `担保公司`. */
const GENERIC =
  /^(有关|相关|各|本|该|我|全|主管|职能|上级|基层|社会|专业|科研|金融|第三方|服务|企业|中介|融资性?|担保|民营|国有|高新技术|科技型?|中小型?|小微|重点|部分|多|若干|物业|收运|开发|建设|施工|承办|主办|定点|医疗|公立|老旧|住宅|城市|农村|试点|其他|外地|跨境|本地|龙头|骨干|等|的|和|与|及|[一二两三四五六七八九十几数\d]+[家个所名]?)+$/;

/** A name is asked for and the sentence has none of that kind which the question lacks. */
function isUnnamed(question: string, text: string, segmenter: Segmenter): boolean {
  const isNew = (word: string) => !question.includes(word);
  const names = namesOf(text, segmenter).filter(({ word }) => isNew(word));
  const quoted = [...text.matchAll(QUOTED)].some((match) => isNew((match[1] ?? match[2])!));
  if (PERSON_ASKED.test(question)) return !names.some(({ of }) => of === 'person') && !/[\p{sc=Han}]某/u.test(text);
  const noun = (rule: RegExp) => rule.exec(question)?.slice(1).find(Boolean);
  const hasOwn = (kind: string) =>
    [...text.matchAll(new RegExp(`([\\p{sc=Han}]{2,8})${kind}`, 'gu'))].some(
      ([, name]) => isNew(name!.slice(-2)) && !GENERIC.test(name!),
    );
  const body = noun(BODY_ASKED);
  if (body)
    return (
      !names.some(({ of }) => of === 'body') &&
      !quoted &&
      !hasOwn(body) &&
      !hasOwn(ANY_BODY) &&
      membersOf(question, text) < 2
    );
  const place = noun(PLACE_ASKED);
  if (place)
    return (
      !names.some(({ of }) => of === 'place') && !hasOwn(place) && !hasOwn(ANY_PLACE) && membersOf(question, text) < 2
    );
  if (NAME_ASKED.test(question))
    return names.length === 0 && !quoted && !hasOwn(ANY_BODY) && membersOf(question, text) < 2;
  return false;
}

const ANY_BODY = '(?:局|委|委员会|厅|中心|研究院|研究所|大学|学院|集团|[中小]学|政府|支队|法院)';
const ANY_PLACE = '(?:市|区|县|镇|乡|村|街道|小区|社区|路|园)';

function isUnreasoned(question: string, text: string): boolean {
  if (!REASON_ASKED.test(question)) return false;
  return !REASON.test(text) && !(PURPOSE_ASKED.test(question) && PURPOSE.test(text));
}

/** Most members of one list that the question does not name itself: parted by `、`, in quotation marks, numbered, or the rows of a table. */
function membersOf(question: string, text: string): number {
  let most = 0;
  for (const clause of text.split(/[,。;:!]/)) {
    const members = clause.split(/[、—–]/);
    if (members.length > 1) most = Math.max(most, members.filter((one) => !question.includes(one.slice(-4))).length);
  }
  for (const run of text.match(/(?:“[^“”]{1,30}”[、,和与及]?){2,}/g) ?? [])
    most = Math.max(most, (run.match(/“[^“”]+”/g) ?? []).filter((one) => !question.includes(one.slice(1, -1))).length);
  const numbered = text.match(
    /[一二三四五六七八九]是|\(\d\)|[①-⑳]|(?<!\d)[1-9][.、](?!\d)|第[一二三四五六七八九],|首先|其次|再次|最后/g,
  );
  return Math.max(most, numbered?.length ?? 0, rowsOf(text));
}

/** Rows of a table below its head. */
const rowsOf = (text: string): number => Math.max(0, (text.match(/^\s*\|(?!\s*:?-)/gm)?.length ?? 0) - 1);

/** Fewer members in the text than the question counts. */
function isListShort(question: string, text: string): boolean {
  const numeral = LIST_ASKED.map((rule) => rule.exec(question)?.[1]).find(Boolean);
  if (!numeral) return false;
  const count = readOrdinal(numeral.replace('俩', '二').replace('仨', '三'));
  // Members stand beside the number where the text counts the same: `…等6项工程`, `5个功能区:…`.
  const counted = new RegExp(
    `(?<![\\d一二三四五六七八九十])(?:${count}|${numeral}) ?(?:大|个|条|项|家|种|类|样|位|名|所|处)`,
  ).exec(text);
  const beside = counted ? text.slice(Math.max(0, counted.index - 60), counted.index + 60) : text;
  return Math.max(membersOf(question, beside), rowsOf(text)) < count;
}

function isUncounted(question: string, text: string): boolean {
  const measure = COUNT_ASKED.exec(question)?.[1];
  if (!measure) return false;
  const same = COUNTED.find((group) => group.includes(measure)) ?? [measure];
  return !new RegExp(
    `[\\d一二两三四五六七八九十百千万亿几余多]\\)?(?:余|多)?(?:万|千|亿|百)?个?(?:${same.join('|')})`,
  ).test(text);
}

function isUnrated(question: string, text: string): boolean {
  const asked = RATE_ASKED.exec(question);
  const unit = asked?.[1] ?? asked?.[2];
  if (unit === undefined) return false;
  const same = SAME_UNITS.find((group) => group.includes(unit)) ?? [unit];
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
