// Answering: a Decision in, an Answer out by a table of routes; every word of it stands in a reply.
import type { Reply, Role } from '../../indexer/parse/reply.js';
import { type Span, slice } from '../../indexer/text/span.js';
import type { Missing } from '../decide/decide.js';
import type { AnswerType } from '../understand/answerType.js';
import type { LetterheadField } from '../understand/letterheadAsk.js';
import type { Topic } from '../understand/smalltalk.js';

/** A stretch of one reply: never a bare offset, which could be taken for a place of another. */
export interface Place extends Span {
  readonly replyId: string;
}

/** Verbatim words of a reply (引文) and where they stand. */
export interface Quote extends Place {
  /** Marks and headings from the outside in; empty for the letterhead. */
  readonly path: readonly string[];
  /** The field of the letterhead that is quoted; absent for words of the body. */
  readonly field?: LetterheadField;
  readonly role: Role;
  readonly text: string;
}

/** Quotes that are shown together. */
export interface Block {
  /** Why they stand together: a stage, or a heading of the reply whose items they are. */
  readonly lead?: Lead;
  /** The heading whose items they are, quoted. */
  readonly head?: Quote;
  readonly quotes: readonly Quote[];
}

export type Lead =
  | { readonly kind: 'stage'; readonly role: Role }
  | { readonly kind: 'also' }
  /** All items under a heading, or letters; `rule` says what was counted, `of` which letter each quote is of. */
  | {
      readonly kind: 'count';
      readonly count: number;
      readonly leftOut: number;
      readonly rule: 'sections' | 'items' | 'parts' | 'replies';
      readonly of?: readonly LetterName[];
    }
  /** `of` names the reply of each quote, where they come from several. */
  | { readonly kind: 'letterhead'; readonly field: LetterheadField; readonly of?: readonly LetterName[] };

/** What a letter is called beside others. */
export interface LetterName {
  readonly name: string;
  /** ISO 8601. */
  readonly date?: string;
}

/** How a question was read that leans on earlier turns. */
export interface Reading {
  readonly leansOn: string;
}

/** What the bot answers (回答). */
export type Answer =
  | {
      readonly outcome: 'answered';
      readonly blocks: readonly Block[];
      readonly reading?: Reading;
      readonly verdict?: StageVerdict;
      /** Of several kinds of value asked for, the one that no quote holds. */
      readonly untold?: AnswerType;
    }
  /** A letter mentions the subject and leaves out what is asked. */
  | {
      readonly outcome: 'not_stated';
      readonly missing: Missing | LetterheadField;
      readonly nearest: readonly Quote[];
      readonly contact?: Quote;
      readonly reading?: Reading;
    }
  | {
      readonly outcome: 'not_found';
      readonly nearest: readonly Quote[];
      readonly contact?: Quote;
      readonly offers: readonly string[];
    }
  | { readonly outcome: 'clarify'; readonly options: readonly Option[] }
  | { readonly outcome: 'smalltalk'; readonly topic: Topic }
  | { readonly outcome: 'out_of_scope'; readonly why: 'elsewhere' | 'opinion' | 'personal'; readonly contact?: Quote };

/** What is said before the quotes: which stages the letter tells, or that it has no such figure as the question names. */
export type StageVerdict = 'onlyDone' | 'onlyPlanned' | 'both' | 'noSuchFigure';

/** One of several letters that may be meant. */
export interface Option {
  readonly replyId: string;
  readonly label: string;
}

/** Cuts words out of a reply. */
export function quote(reply: Reply, span: Span, path: readonly string[], role: Role): Quote {
  return { replyId: reply.id, path, role, start: span.start, end: span.end, text: slice(reply.text, span) };
}

/** Cuts a field of the letterhead out of a reply. */
export const fieldQuote = (reply: Reply, span: Span, field: LetterheadField): Quote => ({
  ...quote(reply, span, [], 'other'),
  field,
});

/** All quotes of an answer, in the order shown. */
export function quotesOf(answer: Answer): readonly Quote[] {
  switch (answer.outcome) {
    case 'answered':
      return answer.blocks.flatMap(({ head, quotes }) => [...(head ? [head] : []), ...quotes]);
    case 'not_stated':
    case 'not_found':
      return [...answer.nearest, ...(answer.contact ? [answer.contact] : [])];
    case 'out_of_scope':
      return answer.contact ? [answer.contact] : [];
    default:
      return [];
  }
}

/** What an answer shows side by side, in its order and without headings: `第二条` opens the second. */
export const itemsOf = (answer: Answer): readonly Quote[] =>
  answer.outcome === 'answered' ? answer.blocks.flatMap(({ quotes }) => quotes) : quotesOf(answer);

/** A quote that is not in the letter where it says it is: a bug that must not reach anyone. */
export class ForgedQuoteError extends Error {
  override readonly name = 'ForgedQuoteError';
  constructor(readonly quote: Quote) {
    super(`A quote of ${quote.replyId} [${quote.start}, ${quote.end}) is not what stands there.`);
  }
}

/** @throws ForgedQuoteError unless every quote is the stored reply's own text, letter for letter */
export function prove(answer: Answer, replies: ReadonlyMap<string, Reply>): Answer {
  for (const one of quotesOf(answer)) {
    const reply = replies.get(one.replyId);
    if (!reply || one.text === '' || slice(reply.text, one) !== one.text) throw new ForgedQuoteError(one);
  }
  return answer;
}
