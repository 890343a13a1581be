import { foldText } from '../../indexer/normalise.js';
import { dayOf, type Reply } from '../../indexer/reply.js';
import type { Hit } from '../retrieve/hit.js';
import { textAround, wordsAround } from '../retrieve/sentenceWindow.js';
import { coverageOf, matchOf } from '../retrieve/termMatch.js';
import { type AnswerType, holdsValue } from '../understand/answerType.js';
import { checkedTypesOf } from '../understand/checkedTypes.js';
import type { FineKind } from '../understand/fineAsk.js';
import type { QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import type { Check } from './answerChecks.js';

/** What a reply does not tell of a thing it speaks of; `detail` where no narrower word fits. */
export type Missing = AnswerType | 'name' | 'stage' | 'more' | 'detail';

/** Share of the best subject coverage at which a hit still speaks of the thing asked about. */
const SAME_SUBJECT = 0.85;
/** The same for the best hit, which has more than the subject to speak for it. */
const BEST_SUBJECT = 0.6;
/** Lead over the next passage's score from which the best hit is believed to be on the subject in any case. */
const LEAD = 3;
/** Hits looked at, and how far below the best one's score. */
const LOOKED_AT = 12;
const BELOW = 3;

/** What a text that tells it has; a table tells the foremost by its figures. */
const VALUES: Readonly<Record<FineKind, RegExp>> = {
  holder: /[\p{sc=Han}]某|[\p{sc=Han}]{2,3}(?=(教授|院士|局长|主任|书记|医生|同志))/u,
  hospital: /[\p{sc=Han}]{2}医院/u,
  school: /大学|学院|学校|[中小]学/,
  bank: /银行/,
  city: /城市|[\p{sc=Han}]{2}市(?!场|民|委|政)|北京|上海|河北|雄安/u,
  month: /\d{1,2}月|月[底初中]|旬|季度/,
  day: /\d{1,2}日|\d{1,2}月|旬|月底/,
  clock: /\d{1,2}(时|点|:\d\d)/,
  district: /(?<![园地社小城校片景库辖新特])区(?!域|别|分|内)/,
  street: /[\p{sc=Han}](路|街|道|巷)(?!径|线图|演)|地址/u,
  village: /[\p{sc=Han}](村|镇|乡|街道|县)(?!级|域)/u,
  compound: /小区|社区/,
  location:
    /位于|坐落|地处|设在|[\p{sc=Han}](区(?!域|别|分|间)|县|镇|乡|村|街道|路(?!径|线)|街|巷|桥|站|港|广场|大厦|大厅|校区|园|厂|楼|馆)|门口|[东南西北]部|院内|旧址/u,
  route: /\d路/,
  superlative: /最(?!后|近|终|低生活)|首位|榜首|第一(?![,、批次期步条项])|居(?=第|首|前|全|于|各)|冠|领先|前列|\|\d/,
};

/** Named persons and bodies: the sentence must at least speak of one. */
const NAMED: ReadonlySet<FineKind> = new Set(['holder', 'hospital', 'school', 'bank', 'city']);

/**
 * A year, a named body, a designator or a finer kind of value that is asked for and that no hit on the subject tells.
 *
 * @param about the hits on the subject
 */
export function silentOn(
  question: Question,
  about: readonly Hit[],
  hits: readonly Hit[],
  replies: ReadonlyMap<string, Reply>,
): AnswerType | undefined {
  const reply = replies.get(hits[0]!.passage.replyId)!;
  const told = (tells: (words: string) => boolean) => about.some((hit) => tells(wordsAround(hit)));

  // Of the deputy the letter prints the name.
  const deputy = reply.letterhead.addressees?.value.find((name) => question.mentions(foldText(name)));
  if (deputy && question.ofDeputy && !told((words) => words.includes(deputy))) return 'person';
  // A year that neither the words nor the letter's own date allow is not reported on.
  if (question.years.some((year) => !reported(year, reply) && !told((words) => words.includes(year)))) return 'date';
  const untold = question.fine.filter(({ kind }) => !told((words) => VALUES[kind].test(words)));
  const named = untold.find(({ kind }) => NAMED.has(kind));
  if (named) return named.type;

  // `19路` is not answered by what is said of `26路`; but a wrong number may be put to be set right.
  const stands = (one: string) => new RegExp(`(?<![\\d十])${one}`);
  if (question.kind !== 'yesno' && question.designators.some((one) => !told((words) => stands(one).test(words))))
    return question.answerTypes[0] ?? 'number';
  const several = question.kind === 'list' || question.kind === 'explain';
  return untold.find(({ kind, type }) => !NAMED.has(kind) && (!several || type === 'place'))?.type;
}

/** The kind of value asked for that no hit on the subject holds; a value that belongs to another subject is none. */
export function unboundType(question: Question, about: readonly Hit[]): AnswerType | undefined {
  const checked = checkedTypesOf(question);
  return checked.some((type) => about.some((hit) => holdsValue(type, wordsAround(hit)))) ? undefined : checked[0];
}

/** What the letter does not tell, in one word, where it is believed not to tell what was asked. */
export function missingOf(
  question: Question,
  best: Hit | undefined,
  open: ReadonlySet<Check>,
  silent: AnswerType | undefined,
  unbound: AnswerType | undefined,
): Missing {
  if (open.has('name') || open.has('members')) return 'name';
  if (open.has('reason')) return 'reason';
  if (open.has('count')) return 'count';
  if (open.has('rate')) return 'money';
  if (open.has('words')) return question.answerTypes[0] ?? 'detail';
  return (
    silent ??
    unbound ??
    (best && checkedTypesOf(question).find((type) => !holdsValue(type, textAround(best)))) ??
    question.answerTypes[0] ??
    (question.stage === 'planned' ? 'stage' : 'detail')
  );
}

/** The year a letter reports on: that of its signing, and the one before. */
function reported(year: string, { letterhead }: Reply): boolean {
  const signed = Number(dayOf(letterhead)?.slice(0, 4));
  return Number(year) === signed || Number(year) === signed - 1;
}

/** What the whole letter is about need not be said in every sentence. */
const subjectOfLetter = ({ letterhead }: Reply): string => foldText(letterhead.title?.value ?? '');

/** How well the text must hold the key word of the question. */
const HOLDS_KEY = 0.5;

/** The hits that speak of the subject as much as any does, its key word among it: the rarest that any of them has. */
export function hitsAbout(
  question: Question,
  hits: readonly Hit[],
  replies: ReadonlyMap<string, Reply>,
): readonly Hit[] {
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
