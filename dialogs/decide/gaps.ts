import { dayOf, type Reply } from '../../indexer/parse/reply.js';
import { foldText } from '../../indexer/text/normalise.js';
import type { Hit } from '../retrieve/hit.js';
import { textAround, wordsAround } from '../retrieve/sentenceWindow.js';
import { coverageOf, matchOf } from '../retrieve/termMatch.js';
import { type AnswerType, holdsValue } from '../understand/answerType.js';
import { checkedTypesOf } from '../understand/checkedTypes.js';
import type { FineKind } from '../understand/fineAsk.js';
import type { QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import type { Check } from './answerChecks.js';

/** What a reply leaves out of a thing that it mentions; `detail` where no narrower word fits. */
export type Missing = AnswerType | 'name' | 'stage' | 'more' | 'detail';

/** Share of the best coverage of the subject at which a hit still speaks of the thing asked about, (0, 1]. */
const SAME_SUBJECT = 0.85;
/** The same for the first hit, which has more than the subject to speak for it. */
const SUBJECT_OF_FIRST = 0.6;
/** Lead over the next passage, in points of score, from which the first hit is on the subject in any case. */
const LEADS_BY = 3;
/** Most hits on the subject, and how many points of score they may stand below the first. */
const MOST_ABOUT = 12;
const ABOUT_BELOW = 3;

/** What a text has that tells a kind of value; a row of a table tells the foremost by its figures. */
const VALUES: Readonly<Record<FineKind, RegExp>> = {
  holder: /\p{sc=Han}某|\p{sc=Han}{2,3}(?=教授|院士|局长|主任|书记|医生|同志)/u,
  hospital: /\p{sc=Han}{2}医院/u,
  school: /大学|学院|学校|[中小]学/,
  bank: /银行/,
  city: /城市|\p{sc=Han}{2}市(?![场民委政])/u,
  month: /\d{1,2}月|旬|季度/,
  day: /\d{1,2}[日月]|旬/,
  clock: /\d{1,2}(?:[时点]|:\d\d)/,
  district: /(?<![园地社小城校片景库辖新特])区(?![域别分内])/,
  street: /\p{sc=Han}[路街道巷](?![径线演])|地址/u,
  village: /\p{sc=Han}(?:[村镇乡县]|街道)(?![级域])/u,
  compound: /小区|社区/,
  location:
    /位于|坐落|地处|设在|\p{sc=Han}(?:[县镇乡村街巷桥站港园厂楼馆]|区(?![域别分间])|路(?![径线])|广场|大厅)|门口|院内|旧址/u,
  route: /\d路/,
  superlative: /最(?![后近终])|首位|第一(?![,、批次期步条项])|居[第首前全]|冠|领先|前列|\|\d/,
};

/** Kinds that are told by naming one: the sentence must at least mention one. */
const NAMED: ReadonlySet<FineKind> = new Set(['holder', 'hospital', 'school', 'bank', 'city']);

/**
 * The type of what is asked for and not told by any hit on the subject: a year, a named body, a designator or a finer
 * kind of value.
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

/** The answer type asked for, unless a hit on the subject holds a value of one; values of other subjects do not count. */
export function unboundType(question: Question, about: readonly Hit[]): AnswerType | undefined {
  const checked = checkedTypesOf(question);
  return checked.some((type) => about.some((hit) => holdsValue(type, wordsAround(hit)))) ? undefined : checked[0];
}

/** What the letter leaves out, in one word, given that it does not answer. */
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

/** What the whole letter is about; a sentence need not repeat it. */
const subjectOfLetter = ({ letterhead }: Reply): string => foldText(letterhead.title?.value ?? '');

/** How well a text must hold the key word of the question, [0, 1]. */
const HOLDS_KEY = 0.5;

/** The hits that cover the subject about as well as the best does, with its key word: the rarest that any of them has. */
export function hitsAbout(
  question: Question,
  hits: readonly Hit[],
  replies: ReadonlyMap<string, Reply>,
): readonly Hit[] {
  const terms = question.terms.filter(({ asks }) => !asks);
  const looked = hits.slice(0, MOST_ABOUT).map((hit) => {
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
  const leads = !keyElsewhere && (!next || hits[0]!.score - next.score >= LEADS_BY);
  const most = Math.max(...looked.map(({ subject }) => subject));
  return looked
    .filter(({ hit, text, subject }, i) => {
      if (!(i === 0 && leads) && key && matchOf(key, text + hit.passage.folded) <= HOLDS_KEY) return false;
      const enough = subject >= (i === 0 ? SUBJECT_OF_FIRST : SAME_SUBJECT) * most || (i === 0 && leads);
      return enough && hit.score >= hits[0]!.score - ABOUT_BELOW;
    })
    .map(({ hit }) => hit);
}
