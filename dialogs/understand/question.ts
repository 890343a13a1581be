// Understanding: typed text in, a Question out. Nobody after this room reads what was typed.
import type { AnswerType } from './answerType.js';
import type { FineAsk } from './fineAsk.js';
import type { FollowUp } from './followUp.js';
import type { IsOfPlace } from './foreignPlace.js';
import type { Kind, Scope, Stage } from './intent.js';
import type { LetterheadAsk } from './letterheadAsk.js';
import type { ListAsk } from './listAsk.js';
import type { NarrowAsk } from './narrowAsk.js';
import type { OutOfScope } from './outOfScope.js';
import type { Phrase } from './phrase.js';
import type { QueryTerm } from './queryTerm.js';
import type { ReplyListAsk } from './replyListAsk.js';

export type { Kind, Scope, Stage } from './intent.js';
export { isOfStage } from './intent.js';

/** A question as understood (提问): all that later rooms need of it. */
export interface Question {
  /** Characters that were read. */
  readonly length: number;
  readonly terms: readonly QueryTerm[];
  readonly kind: Kind;
  /** Kinds of value asked for, the narrowest first. */
  readonly answerTypes: readonly AnswerType[];
  /** Asked outright for a number, whatever else is asked; asked who is entitled, or how one applies. */
  readonly asksHowMuch: boolean;
  readonly asksEntitlement: boolean;
  readonly stage?: Stage;
  readonly scope?: Scope;
  /** The words around the interrogative. */
  readonly phrase: Phrase;
  /** What is asked for more narrowly, and in finer kinds. */
  readonly narrow: NarrowAsk;
  readonly fine: readonly FineAsk[];
  readonly years: readonly string[];
  readonly designators: readonly string[];
  /** Numbers of figures that are put, to be confirmed. */
  readonly figures: readonly string[];
  /** Asked of the deputy, not of the suggestion. */
  readonly ofDeputy: boolean;
  /** Asked as of something that was not granted. */
  readonly asksRefusal: boolean;
  /** Whether something has come about: `出台了吗`. */
  readonly asksComeAbout: boolean;
  /** Asked outright for what is next. */
  readonly asksNext: boolean;
  /** Fields of the letterhead, a list, letters, sections: what it asks for if it does not ask for the substance. */
  readonly letterhead: LetterheadAsk;
  readonly list: ListAsk;
  readonly listsReplies?: ReplyListAsk;
  readonly asksWhereSaid: boolean;
  /** An item of what was shown, counted from 0, -1 for the last: `第二条`. */
  readonly ordinal?: number;
  /** The noun that an ordinal counts: `计划` of `第四个计划`. */
  readonly countedNoun?: string;
  /** The year of the letters meant: `2023年的答复里…`. */
  readonly letterYear?: string;
  /** Letters to deputies, or to committee members, are meant. */
  readonly addresseeKind?: 'npc' | 'cppcc';
  /** Of each place of the map that it names, whether a letter is of it. */
  readonly placesOfMap: readonly IsOfPlace[];
  readonly outOfScope?: OutOfScope;
  readonly followUp: FollowUp;
  /** Whether it has these folded words; and whether the part of it that asks has. */
  readonly mentions: (words: string) => boolean;
  readonly focusMentions: (words: string) => boolean;
  /** The earlier question it leans on; absent when it stands alone. */
  readonly leansOn?: string;
  /** It asks for nothing but what was left out: `还有吗`. */
  readonly asksForMore?: boolean;
}
