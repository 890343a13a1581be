import { foldText } from '../../indexer/normalise.js';
import { dayOf, type Reply } from '../../indexer/reply.js';
import type { Missing } from '../answer/answer.js';
import type { Hit } from '../retrieve/rank.js';
import { textAround, wordsAround } from '../retrieve/sentenceWindow.js';
import { coverageOf, matchOf } from '../retrieve/termMatch.js';
import { type AnswerType, CHECKED, holdsValue } from '../understand/answerType.js';
import type { Knowledge, QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import { toldIn } from './answerChecks.js';

/** Share of the best subject coverage at which a hit still speaks of the thing asked about. */
const SAME_SUBJECT = 0.85;
/** The same for the best hit, which has more than the subject to speak for it. */
const BEST_SUBJECT = 0.6;
/** Lead over the next passage's score from which the best hit is believed to be on the subject in any case. */
const LEAD = 3;
/** Hits looked at, and how far below the best one's score. */
const LOOKED_AT = 12;
const BELOW = 3;

/** A year, a named body, a designator or a finer kind of value that is asked for and that no hit on the subject tells. */
export function silentByRule(
  question: Question,
  hits: readonly Hit[],
  replies: ReadonlyMap<string, Reply>,
): AnswerType | undefined {
  const about = hitsAbout(question, hits, replies);
  const reply = replies.get(hits[0]!.passage.replyId)!;
  const told = (tells: (words: string) => boolean) => about.some((hit) => tells(wordsAround(hit)));

  // Of the deputy the letter prints the name.
  const deputy = reply.letterhead.addressees?.value.find((name) => question.folded.includes(foldText(name)));
  if (deputy && OF_THE_DEPUTY.test(question.folded) && !told((words) => words.includes(deputy))) return 'person';
  // A year that neither the words nor the letter's own date allow is not reported on.
  const years = question.asked.match(/20\d\d(?=年)/g) ?? [];
  if (years.some((year) => !reported(year, reply) && !told((words) => words.includes(year)))) return 'date';
  for (const { slot, asked, value } of NAMES)
    if (asked.test(question.asked) && !told((words) => value.test(words))) return slot;

  // `19路` is not answered by what is said of `26路`; but a wrong number may be put to be set right.
  const designators =
    question.asked.match(
      /(\d{1,6}|[一二三四五六七八九十]{1,6})(路|号线|号楼|栋|期|(?<=第[一二三四五六七八九十])批|届)(?!人|次)/g,
    ) ?? [];
  const stands = (one: string) => new RegExp(`(?<![\\d十])${one}`);
  if (question.kind !== 'yesno' && designators.some((one) => !told((words) => stands(one).test(words))))
    return question.answerTypes[0] ?? 'number';
  const several = question.kind === 'list' || question.kind === 'explain';
  for (const { slot, asked, value } of FINER) {
    if ((!several || slot === 'place') && asked.test(question.asked) && !told((words) => value.test(words)))
      return slot;
  }
  return undefined;
}

/** Asked of the person, not of the suggestion. */
const OF_THE_DEPUTY =
  /(代表|委员|本人|自己)(本人|自己)?(是(?!关于|对)|在|哪|多大|什么时候当|今年|的(?!建议|提案|答复|意见))/;

/** The answerTypes of a question whose values must be there. */
export function checkedSlots({ answerTypes, kind, asked }: Question): AnswerType[] {
  // Who asks for a way or for several things tells of sums and times only to say why.
  const several = (kind === 'list' || kind === 'explain') && !HOW_MUCH.test(asked);
  return answerTypes.filter(
    (slot) => CHECKED.has(slot) && (!several || (TOLD_IN_WORDS.has(slot) && ENTITLED.test(asked))),
  );
}

/** Asks outright for a number, whatever else is asked. */
const HOW_MUCH = /多少|几[成块毛年月天号日时]|多[大高久长远]/;

/** The kind of value asked for that no hit on the subject holds; a value that belongs to another subject is none. */
export function unboundSlot(
  question: Question,
  hits: readonly Hit[],
  replies: ReadonlyMap<string, Reply>,
): AnswerType | undefined {
  const checked = checkedSlots(question);
  if (checked.length === 0) return undefined;
  const about = hitsAbout(question, hits, replies);
  return checked.some((slot) => about.some((hit) => holdsValue(slot, wordsAround(hit)))) ? undefined : checked[0];
}

/** What the letter does not tell, in one word, where it is believed not to tell what was asked. */
export function missingOf(
  question: Question,
  hits: readonly Hit[],
  { index, segmenter }: Pick<Knowledge, 'index' | 'segmenter'>,
): Missing {
  const { unnamed, unlisted, unreasoned, unrated, uncounted, unworded } = toldIn(question, hits[0]!, {
    index,
    segmenter,
  });
  if (unnamed || unlisted) return 'name';
  if (unreasoned) return 'reason';
  if (uncounted) return 'count';
  if (unrated) return 'money';
  if (unworded) return question.answerTypes[0] ?? 'detail';
  return (
    silentByRule(question, hits, index.replies) ??
    unboundSlot(question, hits, index.replies) ??
    checkedSlots(question).find((slot) => !holdsValue(slot, textAround(hits[0]!))) ??
    question.answerTypes[0] ??
    (question.stage === 'planned' ? 'stage' : 'detail')
  );
}

/** Slots that several things, or a way, may be asked for by name: `有什么条件`. */
const TOLD_IN_WORDS: ReadonlySet<AnswerType> = new Set(['condition', 'procedure']);

const ENTITLED = /条件|资格|门槛|申请|申报|报名|材料|手续/;

/** The year a letter reports on: that of its signing, and the one before. */
function reported(year: string, { letterhead }: Reply): boolean {
  const signed = Number(dayOf(letterhead)?.slice(0, 4));
  return Number(year) === signed || Number(year) === signed - 1;
}

/** Named persons and bodies, asked for by what they are: the sentence must at least speak of one. */
const NAMES: readonly { readonly slot: AnswerType; readonly asked: RegExp; readonly value: RegExp }[] = [
  {
    slot: 'person',
    asked:
      /(局长|主任|书记|市长|县长|处长|科长|校长|院长|负责人|医生|专家|教授|老师|经理|老板)(是谁|叫什么|叫啥|姓什么|名字|是哪位)|哪一?个(医生|专家|教授|老师|领导)|哪位(医生|专家|教授|老师|领导)|叫什么名字|姓什么/,
    value: /[\p{sc=Han}]某|[\p{sc=Han}]{2,3}(?=(教授|院士|局长|主任|书记|医生|同志))/u,
  },
  { slot: 'agency', asked: /哪(一|几|两)?[家个所]?医院/, value: /[\p{sc=Han}]{2}医院/u },
  { slot: 'agency', asked: /哪(一|几|两)?[家个所]?(大学|高校|学校)(?!生)/, value: /大学|学院|学校|[中小]学/ },
  { slot: 'agency', asked: /哪(一|几|两)?[家个]?银行/, value: /银行/ },
  {
    slot: 'place',
    asked: /哪(一|几|两|些)?[个座]?城市/,
    value: /城市|[\p{sc=Han}]{2}市(?!场|民|委|政)|北京|上海|河北|雄安/u,
  },
];

/** Kinds of value finer than the answerTypes: what is asked for, and what tells it. */
const FINER: readonly { readonly slot: AnswerType; readonly asked: RegExp; readonly value: RegExp }[] = [
  { slot: 'date', asked: /哪一?个?月|几月/, value: /\d{1,2}月|月[底初中]|旬|季度/ },
  { slot: 'date', asked: /哪一?天|几[号日](?![楼线])|具体日期/, value: /\d{1,2}日|\d{1,2}月|旬|月底/ },
  { slot: 'date', asked: /[从到至]?几点(钟|开|关|到|收|起)|几点(?=[?。]|$)/, value: /\d{1,2}(时|点|:\d\d)/ },
  { slot: 'place', asked: /哪一?个?区(?!域)/, value: /(?<![园地社小城校片景库辖新特])区(?!域|别|分|内)/ },
  {
    slot: 'place',
    asked: /哪一?(条|个)?(路|街)(?!线)|什么路|门牌|地址/,
    value: /[\p{sc=Han}](路|街|道|巷)(?!径|线图|演)|地址/u,
  },
  { slot: 'place', asked: /哪一?(个|些|几个)?(村|镇|乡|街道|县)/, value: /[\p{sc=Han}](村|镇|乡|街道|县)(?!级|域)/u },
  { slot: 'place', asked: /哪(一|些|几|两)?个?(小区|社区)/, value: /小区|社区/ },
  {
    slot: 'place',
    asked:
      /(?<!问题|原因|差距?|[区分]别|不同|[难重亮特]点|关键|卡|短板|不足|优势|道理|意义|依据|[好难]处|根子?)(都)?(建|设|放|开|布)?在(哪|哪里|哪儿|什么地方|啥地方)(?=[?。呀啊呢]|$)|地址|什么位置/,
    value:
      /位于|坐落|地处|设在|[\p{sc=Han}](区(?!域|别|分|间)|县|镇|乡|村|街道|路(?!径|线)|街|巷|桥|站|港|广场|大厦|大厅|校区|园|厂|楼|馆)|门口|[东南西北]部|院内|旧址/u,
  },
  { slot: 'number', asked: /几路(车|公交)|哪路车/, value: /\d路/ },
  {
    slot: 'rank',
    asked:
      /(谁|哪).{0,8}最(大|多|高|快|早|长|贵|好|强|小|少|低|差)|最(大|多|高|快|早|长|贵|好|强|小|少|低|差)的是(谁|哪)|数第一|哪(家|个|位)第一/,
    // A table tells it by its figures.
    value: /最(?!后|近|终|低生活)|首位|榜首|第一(?![,、批次期步条项])|居(?=第|首|前|全|于|各)|冠|领先|前列|\|\d/,
  },
];

/** What the whole letter is about need not be said in every sentence. */
const subjectOfLetter = ({ letterhead }: Reply): string => foldText(letterhead.title?.value ?? '');

/** How well the text must hold the key word of the question. */
const HOLDS_KEY = 0.5;

/** The hits that speak of the subject as much as any does, its key word among it: the rarest that any of them has. */
function hitsAbout(question: Question, hits: readonly Hit[], replies: ReadonlyMap<string, Reply>): readonly Hit[] {
  const terms = question.terms.filter(({ asks }) => !asks);
  const looked = hits.slice(0, LOOKED_AT).map((hit) => {
    const text = wordsAround(hit) + hit.passage.foldedPath + subjectOfLetter(replies.get(hit.passage.replyId)!);
    return { hit, text, subject: coverageOf(terms, text) };
  });
  const known = terms.filter((term) => looked.some(({ text }) => matchOf(term, text) > HOLDS_KEY));
  const key = known.reduce<QueryTerm | undefined>(
    (best, term) => (best && best.weight >= term.weight ? best : term),
    undefined,
  );
  const next = hits.find(({ passage }) => passage !== hits[0]!.passage);
  // However far it leads, it is not on the subject when another has the key word as it was typed.
  const keyElsewhere =
    key !== undefined && !looked[0]!.text.includes(key.text) && looked.some(({ text }) => text.includes(key.text));
  const leads = !keyElsewhere && (!next || hits[0]!.score - next.score >= LEAD);
  const most = Math.max(...looked.map(({ subject }) => subject));
  return looked
    .filter(({ hit, text, subject }, i) => {
      if (!(i === 0 && leads) && key && matchOf(key, text + hit.passage.folded) <= HOLDS_KEY) return false;
      const enough = subject >= (i === 0 ? BEST_SUBJECT : SAME_SUBJECT) * most || (i === 0 && leads);
      return enough && hit.score >= hits[0]!.score - BELOW;
    })
    .map(({ hit }) => hit);
}
