import { figuresOf } from '../../indexer/text/figure.js';
import { foldText } from '../../indexer/text/normalise.js';
import { answerTypesOf, asksEntitlement, asksHowMuch } from './answerType.js';
import { standardise } from './dialect.js';
import { asksOfDeputy, designatorsOf, fineAsksOf, yearsOf } from './fineAsk.js';
import { followUpOf } from './followUp.js';
import { placesOfMap } from './foreignPlace.js';
import { kindOf, scopeOf, stageOf } from './intent.js';
import { letterheadAskOf } from './letterheadAsk.js';
import { listAskOf } from './listAsk.js';
import { narrowAskOf } from './narrowAsk.js';
import { outOfScopeOf } from './outOfScope.js';
import { phraseOf } from './phrase.js';
import { readPinyin } from './pinyin.js';
import { type Knowledge, type QueryTerm, queryTermsOf } from './queryTerm.js';
import type { Question } from './question.js';
import { askedPart, withNarrative } from './questionFocus.js';
import { replyListAskOf } from './replyListAsk.js';
import {
  addresseeKindOf,
  asksComeAbout,
  asksNext,
  asksRefusal,
  asksWhereSaid,
  countedNounOf,
  letterYearOf,
  ordinalOf,
} from './signs.js';
import { typosOf } from './spelling.js';

/** Most characters and terms of a question that are read; what lies beyond says nothing new. */
export const MOST_READ = 500;
export const MOST_TERMS = 32;

/** Reads a question once: all that is asked of it later stands in what this gives. */
export function understand(typed: string, knowledge: Knowledge): Question {
  const folded = readPinyin(standardise(foldText(typed.slice(0, MOST_READ))), knowledge);
  const focus = askedPart(folded);
  const answerTypes = answerTypesOf(focus);
  const kind = kindOf(focus, answerTypes);
  return {
    length: folded.length,
    terms: heaviestTerms(withNarrative(queryTermsOf(folded, knowledge, typosOf(folded, knowledge)), focus)),
    kind,
    answerTypes,
    asksHowMuch: asksHowMuch(focus),
    asksEntitlement: asksEntitlement(focus),
    stage: stageOf(focus),
    scope: scopeOf(folded),
    phrase: phraseOf(focus, knowledge.segmenter),
    narrow: narrowAskOf(focus, knowledge.segmenter),
    fine: fineAsksOf(focus),
    years: yearsOf(focus),
    designators: designatorsOf(focus),
    figures: magnitudesOf(folded),
    ofDeputy: asksOfDeputy(folded),
    asksRefusal: asksRefusal(focus),
    asksComeAbout: asksComeAbout(focus),
    asksNext: asksNext(focus),
    letterhead: letterheadAskOf(folded),
    list: listAskOf(folded),
    listsReplies: replyListAskOf(folded),
    asksWhereSaid: asksWhereSaid(folded),
    ordinal: ordinalOf(folded),
    countedNoun: countedNounOf(folded),
    letterYear: letterYearOf(folded),
    addresseeKind: addresseeKindOf(folded),
    placesOfMap: placesOfMap(folded),
    outOfScope: outOfScopeOf(folded),
    followUp: followUpOf(folded),
    mentions: (words) => folded.includes(words),
    focusMentions: (words) => focus.includes(words),
  };
}

/** The terms that are read, in their order. */
function heaviestTerms(terms: readonly QueryTerm[]): readonly QueryTerm[] {
  if (terms.length <= MOST_TERMS) return terms;
  const read = new Set([...terms].sort((a, b) => b.weight - a.weight).slice(0, MOST_TERMS));
  return terms.filter((term) => read.has(term));
}

/** Of a figure, what must stand in a letter: what it counts may be called otherwise, `73个` and `73项`. */
const MAGNITUDE = /\d[\d.]*(?:[百千]?[万亿]+)?/;

const magnitudesOf = (folded: string): readonly string[] =>
  figuresOf(folded).flatMap(({ start, end }) => MAGNITUDE.exec(folded.slice(start, end))?.[0] ?? []);
