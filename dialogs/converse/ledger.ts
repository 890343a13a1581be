import type { Answer } from '../answer/answer.js';

/** One answer in the ledger (台账): the question without personal data and the outcome, never who asked. */
export interface LedgerEntry {
  readonly id: string;
  readonly channel: string;
  readonly question: string;
  readonly outcome: Answer['outcome'];
  /** What the reply does not state, or why the question is out of scope. */
  readonly lacking?: string;
  /** Ids of the letters quoted. */
  readonly replies: readonly string[];
  /** The corpus it was answered from, SHA-256. */
  readonly corpus: string;
}

export type Verdict = 'like' | 'dislike';

/** A verdict names the answer, or the message it was sent as. */
export interface Judgement {
  readonly of: { readonly answer: string } | { readonly message: string };
  readonly verdict: Verdict;
  /** What was written beside it, without personal data. */
  readonly note?: string;
}

/** Where answers and what people thought of them are kept. */
export interface Ledger {
  answered(entry: LedgerEntry): void;
  /** The channel's id of the message an answer was sent as. */
  sent(answer: string, message: string): void;
  judged(judgement: Judgement): void;
}

/** Keeps nothing. */
export const NO_LEDGER: Ledger = { answered() {}, sent() {}, judged() {} };

/** What an answer leaves out, in one word. */
export const lackingOf = (answer: Answer): string | undefined =>
  answer.outcome === 'not_stated' ? answer.missing : answer.outcome === 'out_of_scope' ? answer.why : undefined;
