import { namesOf } from '../../indexer/language/names.js';
import type { Segmenter } from '../../indexer/language/segment.js';
import type { Hit } from '../retrieve/hit.js';
import { isRow, leadsOn, sentenceShadow, shadowAround, textAround } from '../retrieve/sentenceWindow.js';
import type { MembersAsk, NameAsk, ToldInWords } from '../understand/narrowAsk.js';
import type { Knowledge } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import { BODY, MEASURE, PLACE } from '../understand/vocabulary.js';

/** What a question asks narrowly that a text may leave open. */
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

/** Whether a text leaves open what a question asks. The patterns have their examples in `answerChecks.examples.txt`. */
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

/** The checks that a hit does not pass. */
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

const PURPOSE = /为|以便|旨在|目标|避免|防止/;
const REASON =
  /因|由于|鉴于|考虑|导致|造成|受.{1,14}(?:影响|限制|制约)|不(?:足|够|具备|符|宜)|没有|尚未|难以|无[法权]|缺[乏少口]|困难|矛盾|权限|低于|属于|涉及|集中|卡在/;

/** What a text has that tells it. */
const IN_WORDS: Readonly<Record<ToldInWords, RegExp>> = {
  papers: /材料|资料|证[件明]|[户份住驾残]证|户口|凭|书面|承诺书|申请[书表]|发票|合同/,
  application:
    /窗口|大厅|平台|网站|小程序|公众号|微信|热线|电话|扫码|二维码|[线网]上|登录|现场|凭|填|提交|[向到在由经][^,。;]{2,16}(?:申请|申报|提出|报名|登记|反映|办理|领取|审批|推荐|预约|投诉)/,
  punishment: /罚|处[分理置]|拘|吊销|取消|追究|移[送交]|清退|通报|警告|没收|责令|约谈|判|扣/,
  payer: /由|承担|[负分]担|出资|投入|安排|财政|自[筹理]|负责|经费|资金|赔/,
};

const QUOTED = /《([^《》]{2,40})》|“([^“”]{2,30})”/g;
/** Words that only describe, so that a noun after them is no name: `第三方机构`, `担保公司`. */
const GENERIC_WORD =
  '(?:有关|相关|主管|职能|上级|基层|社会|专业|科研|金融|第三方|服务|企业|中介|融资|担保|民营|国有|高新技术|科技型?|中小型?|小微|重点|部分|物业|建设|施工|主办|承办|定点|医疗|公立|城市|农村|试点|其他|外地|本地|龙头|骨干|研究|监管|评估|检测|培训|养老|投资|咨询|设计|代理|管理|运营|合作)';
const GENERIC = new RegExp(
  `^(?:${GENERIC_WORD}|[各本该我全多等的和与及由向对在将到]|[一二两三四五六七八九十几数\\d][家个所名]?)+$`,
);

const BODY_OR_PLACE = new RegExp(`\\p{sc=Han}{2}(?:${BODY}|${PLACE})`, 'u');
const ANY_BODY = /(?:[局委厅院]|委员会|中心|研究所|大学|集团|[中小]学|政府|支队)$/;
const ANY_PLACE = /(?:[市区县镇乡村路园]|街道|小区|社区)$/;

/** Whether a sentence has no name of the kind asked for beyond those that the question itself has. */
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

/** The mark of an item, `三、`: its `、` does not separate members. */
const MARK = /(?<=^|[\n。;])\s{0,9}[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.]/g;

/**
 * The length of the longest list in a text, without what the question names itself: separated by `、`, in quotation marks,
 * numbered, or the rows of a table.
 */
function membersIn(text: string, mentions: Question['mentions']): number {
  let most = 0;
  for (const clause of text.replace(MARK, '').split(/[,。;:!]/)) {
    const members = clause.split(/[、—–]/);
    if (members.length > 1) most = Math.max(most, members.filter((one) => !mentions(one.slice(-4))).length);
  }
  for (const run of text.match(/(?:“[^“”]{1,30}”[、,和与及]?){2,99}/g) ?? [])
    most = Math.max(most, (run.match(/“[^“”]+”/g) ?? []).filter((one) => !mentions(one.slice(1, -1))).length);
  const numbered = text.match(
    /[一二三四五六七八九]是|\(\d\)|[①-⑳]|(?<!\d)[1-9][.、](?!\d)|第[一二三四五六七八九],|首先|[其再]次|最后/g,
  );
  return Math.max(most, numbered?.length ?? 0, rowsOf(text));
}

/** How many rows of a table stand below its head. */
const rowsOf = (text: string): number =>
  Math.max(0, text.split('\n').filter((line) => opensRow(line.trimStart())).length - 1);
const opensRow = (line: string): boolean => line.startsWith('|') && !/^\|\s*:?-/.test(line);

/** Whether a text has fewer members than the question asks for; fewer than two where it says no number. */
function lacksMembers({ count, numeral }: MembersAsk, text: string, mentions: Question['mentions']): boolean {
  if (count === undefined) return membersIn(text, mentions) < 2;
  // Members stand beside the number where the text counts the same: `…等6项工程`, `5个功能区:…`.
  const counted = new RegExp(`(?<![\\d一二三四五六七八九十])(?:${count}|${numeral}) ?${MEASURE}`).exec(text);
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
