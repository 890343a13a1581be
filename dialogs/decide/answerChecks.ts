import { namesOf } from '../../indexer/names.js';
import type { Segmenter } from '../../indexer/segment.js';
import type { Hit } from '../retrieve/hit.js';
import { isRow, leadsOn, sentenceShadow, shadowAround, textAround } from '../retrieve/sentenceWindow.js';
import { type MembersAsk, type NameAsk, OF_BODY, OF_PLACE, type ToldInWords } from '../understand/narrowAsk.js';
import type { Knowledge } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';

/** What is asked narrowly and a text leaves open. */
export const CHECKS = ['name', 'members', 'reason', 'count', 'rate', 'words'] as const;
export type Check = (typeof CHECKS)[number];

/** The text in which an answer is looked for: the hit's sentence, those beside it and the headings above, as rules read them. */
interface CheckedText {
  readonly text: string;
  /** With quotation marks, and what the sentence leads into. */
  readonly shadow: string;
  /** The sentence alone. A row of a table with those beside it, a sentence that leads on with what it leads into. */
  readonly sentence: string;
}

/** One row each: whether a text leaves open what a question asks; examples in answerChecks.spec.txt. */
const LEAVES_OPEN: Readonly<Record<Check, (question: Question, text: CheckedText, segmenter: Segmenter) => boolean>> = {
  name: ({ narrow: { name }, focusMentions, kind }, { sentence }, segmenter) =>
    name !== undefined && kind !== 'yesno' && lacksName(name, sentence, focusMentions, segmenter),
  members: ({ narrow: { members }, focusMentions }, { shadow }) =>
    members !== undefined && lacksMembers(members, shadow, focusMentions),
  reason: ({ narrow: { reason } }, { text }) =>
    reason !== undefined && !REASON.test(text) && !(reason.byPurpose && PURPOSE.test(text)),
  count: ({ narrow: { measures } }, { text }) => measures !== undefined && !countsBy(measures, text),
  rate: ({ narrow: { rate }, kind }, { text }) => rate !== undefined && kind !== 'list' && !tellsBy(rate, text),
  words: ({ narrow: { inWords } }, { text }) => inWords.some((told) => !IN_WORDS[told].test(text)),
};

/** What a question asks narrowly and a hit leaves open. */
export function openChecks(
  question: Question,
  hit: Hit,
  { index, segmenter }: Pick<Knowledge, 'index' | 'segmenter'>,
): ReadonlySet<Check> {
  const shadow = shadowAround(hit, index.replies);
  const text: CheckedText = {
    text: textAround(hit),
    shadow,
    sentence: isRow(hit) || leadsOn(hit.sentence) ? shadow : sentenceShadow(hit, index.replies),
  };
  return new Set(CHECKS.filter((check) => LEAVES_OPEN[check](question, text, segmenter)));
}

const PURPOSE = /为了?|以便|旨在|目标|避免|防止|从而|进而/;
const REASON =
  /因|由于|原因|鉴于|基于|考虑到?|导致|使得|受.{1,14}(影响|限制|制约|所限)|不足|不够|不具备|没有|尚未|难以|无法|无权|不符|不宜|缺(乏|少|口)|困难|矛盾|限于|权限|所致|低于|属于|涉及|集中|偏小|造成|卡在/;

/** What a text that tells it has. */
const IN_WORDS: Readonly<Record<ToldInWords, RegExp>> = {
  papers: /材料|资料|证件|证明|[户份住营驾执残]证|户口|凭|书面|承诺书|申请[书表]|发票|复印|合同|免交|免证/,
  application:
    /窗口|大厅|平台|网站|小程序|app|公众号|热线|电话|拨打|扫码|二维码|[线网]上|微信|登录|现场|凭|填|提交|(向|到|在|由|经|通过)[^,。;]{2,16}(申请|申报|提出|报名|登记|反映|办理|领取|受理|审核|审批|推荐|预约|投诉|举报)/,
  punishment: /罚|处分|处理|处置|拘|吊销|取消|追究|移[送交]|清退|通报|警告|没收|责令|停业|约谈|判|刑|扣/,
  payer: /由|承担|负担|出资|投入|安排|财政|自筹|自理|负责|经费|资金|赔|分担|各出/,
};

const QUOTED = /《([^《》]{2,40})》|“([^“”]{2,30})”/g;
/** Words that make a noun no name: `第三方机构`, `担保公司`. */
const GENERIC =
  /^(有关|相关|各|本|该|我|全|主管|职能|上级|基层|社会|专业|科研|金融|第三方|服务|企业|中介|融资性?|担保|民营|国有|高新技术|科技型?|中小型?|小微|重点|部分|多|若干|物业|收运|开发|建设|施工|承办|主办|定点|医疗|公立|老旧|住宅|城市|农村|试点|其他|外地|跨境|本地|龙头|骨干|研究|监管|监督|评估|检测|检验|培训|养老|转移|投资|咨询|设计|代理|管理|执法|运营|承包|委托|合作|等|的|和|与|及|由|向|对|在|将|到|[一二两三四五六七八九十几数\d][家个所名]?)+$/;

const BODY_OR_PLACE = new RegExp(`\\p{sc=Han}{2}(?:${OF_BODY}|${OF_PLACE})`, 'u');
const ANY_BODY = /(?:局|委|委员会|厅|中心|研究院|研究所|大学|学院|集团|[中小]学|政府|支队|法院)$/;
const ANY_PLACE = /(?:市|区|县|镇|乡|村|街道|小区|社区|路|园)$/;

/** A name is asked for and the sentence has none of that kind which the question lacks. */
function lacksName(
  { of, noun, several: asksSeveral }: NameAsk,
  text: string,
  mentions: Question['mentions'],
  segmenter: Segmenter,
): boolean {
  const isNew = (word: string) => !mentions(word);
  const names = namesOf(text, segmenter).filter(({ word }) => isNew(word));
  const quoted = [...text.matchAll(QUOTED)].some((match) => isNew((match[1] ?? match[2])!));
  const masked = /[\p{sc=Han}]某/u.test(text);
  // `鑫达石料厂` has a name, `科研机构` only says what it is.
  const hasOwn = (kind: RegExp) =>
    segmenter.cut(text).some((word, i, words) => {
      const found = kind.exec(word);
      const name = found && (found.index > 0 ? word.slice(0, found.index) : (words[i - 1] ?? ''));
      return Boolean(name) && /\p{sc=Han}$/u.test(name!) && isNew(name!) && !GENERIC.test(name!);
    });
  const own = (kind: string) => hasOwn(new RegExp(`${kind}$`));
  // Several may be told by what they have in common: `车站、码头等处`.
  const several = asksSeveral && (membersIn(text, mentions) > 1 || BODY_OR_PLACE.test(text));
  switch (of) {
    case 'person':
      return !names.some((name) => name.of === 'person') && !masked;
    case 'body':
      return !names.some((name) => name.of === 'body') && !quoted && !own(noun!) && !hasOwn(ANY_BODY) && !several;
    case 'place':
      return !names.some((name) => name.of === 'place') && !own(noun!) && !hasOwn(ANY_PLACE) && !several;
    case 'one':
      return (
        !names.some((name) => name.of !== 'place') &&
        !quoted &&
        !hasOwn(ANY_BODY) &&
        !own('(?:公司|厂|店|合作社)') &&
        !masked
      );
    case 'any':
      return names.length === 0 && !quoted && !hasOwn(ANY_BODY) && !several;
  }
}

/** The mark of an item: its `、` parts no members. */
const MARK = /(?<=^|[\n。;])\s{0,9}[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.]/g;

/** Most members of one list that the question does not name itself: parted by `、`, in quotation marks, numbered, or the rows of a table. */
function membersIn(text: string, mentions: Question['mentions']): number {
  let most = 0;
  for (const clause of text.replace(MARK, '').split(/[,。;:!]/)) {
    const members = clause.split(/[、—–]/);
    if (members.length > 1) most = Math.max(most, members.filter((one) => !mentions(one.slice(-4))).length);
  }
  for (const run of text.match(/(?:“[^“”]{1,30}”[、,和与及]?){2,99}/g) ?? [])
    most = Math.max(most, (run.match(/“[^“”]+”/g) ?? []).filter((one) => !mentions(one.slice(1, -1))).length);
  const numbered = text.match(
    /[一二三四五六七八九]是|\(\d\)|[①-⑳]|(?<!\d)[1-9][.、](?!\d)|第[一二三四五六七八九],|首先|其次|再次|最后/g,
  );
  return Math.max(most, numbered?.length ?? 0, rowsOf(text));
}

/** Rows of a table below its head. */
const rowsOf = (text: string): number =>
  Math.max(0, text.split('\n').filter((line) => opensRow(line.trimStart())).length - 1);
const opensRow = (line: string): boolean => line.startsWith('|') && !/^\|\s*:?-/.test(line);

/** Fewer members in the text than the question counts; where it counts none, fewer than two. */
function lacksMembers({ count, numeral }: MembersAsk, text: string, mentions: Question['mentions']): boolean {
  if (count === undefined) return membersIn(text, mentions) < 2;
  // Members stand beside the number where the text counts the same: `…等6项工程`, `5个功能区:…`.
  const counted = new RegExp(
    `(?<![\\d一二三四五六七八九十])(?:${count}|${numeral}) ?(?:大|个|条|项|家|种|类|样|位|名|所|处)`,
  ).exec(text);
  const beside = counted ? text.slice(Math.max(0, counted.index - 60), counted.index + 60) : text;
  return Math.max(membersIn(beside, mentions), rowsOf(text)) < count;
}

const countsBy = (measures: readonly string[], text: string): boolean =>
  new RegExp(
    `[\\d一二两三四五六七八九十百千万亿几余多]\\)?(?:余|多)?(?:万|千|亿|百)?个?(?:${measures.join('|')})`,
  ).test(text);

function tellsBy(units: readonly string[], text: string): boolean {
  const any = `(?:${units.join('|')})`;
  return new RegExp(`[每按/一]个?${any}|${any}均|(?<![\\d今明即])${any}(?=[供产处接运发]|最[高大])|人均|单价`).test(
    text,
  );
}
