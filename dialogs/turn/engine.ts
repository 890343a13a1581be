import type { Activity, MessagingExtensionResponse } from 'botbuilder';
import type { Library } from '../../indexer/index/library.js';
import { type Answer, type Quote, quotesOf } from '../answer/answer.js';
import { converse, type Memory, open } from '../converse/conversation.js';
import { lackingOf } from '../converse/ledger.js';
import { activityOf } from './activity.js';
import { searchResult } from './messageExtension.js';
import { startersOf } from './starters.js';

/** What the bot's turn asks of whoever holds the letters; plain data, so that it may be another process. */
export interface Engine {
  answer(asked: EngineQuestion): Promise<EngineAnswer>;
  /** What a new conversation is greeted with. */
  greeting(): Promise<Greeting>;
  /**
   * Answers `composeExtension/query` of Teams.
   *
   * @param origin where citations open; default nowhere
   */
  search(query: unknown, origin?: string): Promise<MessagingExtensionResponse>;
}

export interface EngineQuestion {
  /** What was typed, personal data taken out. */
  readonly typed: string;
  /** The same as it may be kept: words in the place of what was taken out. */
  readonly kept: string;
  /** The section pressed in an outline. */
  readonly opened?: { readonly replyId: string; readonly start: number };
  readonly memory: Memory;
  readonly channel: string;
  /** The answer's id, by which it is judged. */
  readonly id: string;
  /** Where citations open; default nowhere. */
  readonly origin?: string;
  /** Said before the answer. */
  readonly notice?: string;
}

export interface EngineAnswer {
  /** The answer as its channel shows it. */
  readonly activity: Partial<Activity>;
  readonly memory: Memory;
  readonly outcome: Answer['outcome'];
  /** What the reply does not state, or why the question is out of scope. */
  readonly lacking?: string;
  /** Ids of the letters quoted. */
  readonly replies: readonly string[];
  /** The corpus it was answered from, SHA-256. */
  readonly corpus: string;
}

export interface Greeting {
  /** Titles of all letters. */
  readonly titles: readonly string[];
  /** Questions to begin with. */
  readonly starters: readonly string[];
}

/** @param pathOf the path at which a quote opens in its letter, under the origin */
export function createEngine(library: Library, pathOf: (quote: Quote) => string): Engine {
  const linkAt = (origin: string | undefined) => (quote: Quote) => origin && origin + pathOf(quote);
  return {
    async answer({ typed, kept, opened, memory: before, channel, id, origin, notice }) {
      // A measure that was pressed is opened as it stands; anything else is a question.
      const turn = (opened && open(opened, typed, before, library)) ?? converse(typed, before, library);
      const { answer, memory } = turn;
      const quotes = quotesOf(answer);
      const lacking = lackingOf(answer);
      return {
        activity: activityOf(answer, library.index.replies, {
          channel,
          id,
          linkOf: linkAt(origin),
          typed,
          ...(notice && { notice }),
        }),
        memory: { ...memory, asked: { question: kept, quotes } },
        outcome: answer.outcome,
        ...(lacking && { lacking }),
        replies: [...new Set(quotes.map(({ replyId }) => replyId))],
        corpus: library.corpus.fingerprint,
      };
    },
    greeting: async () => ({
      titles: library.corpus.replies.map(({ letterhead, id }) => letterhead.title?.value ?? id),
      starters: startersOf(library),
    }),
    search: async (query, origin) => searchResult(query, library, linkAt(origin)),
  };
}
