import { createEngine, type Engine } from '../../dialogs/turn/engine.js';
import type { Library } from '../../indexer/library.js';
import { chatPage } from '../web/page.js';
import { readMark, repliesPage, replyPage, replyPath } from '../web/replyPage.js';

/** What the letters are shown as. */
export type PageAsked =
  /** The chat with the outlines beside it; `nonce` is what its content security policy allows. */
  | { readonly kind: 'chat'; readonly nonce: string }
  | { readonly kind: 'replies' }
  /** One letter; `mark` is `<start>-<end>`, the words to be marked. */
  | { readonly kind: 'reply'; readonly id: string; readonly mark?: string };

/** How much was read. */
export interface Holdings {
  readonly replies: number;
  readonly passages: number;
  readonly segmenter: string;
  /** SHA-256 of the corpus. */
  readonly corpus: string;
}

/** Everything that needs the letters: answers, and pages as HTML. */
export interface BotEngine extends Engine {
  /** `undefined` where there is no such letter. */
  page(asked: PageAsked): Promise<string | undefined>;
  readonly holdings: Holdings;
  /** How many times the letters were taken anew. */
  readonly generation: number;
  close(): void;
}

/** Answers in this process, from a library that stays as it is. */
export function createLocalEngine(library: Library): BotEngine {
  const replies = () => [...library.index.replies.values()];
  return {
    ...createEngine(library, (quote) => replyPath(quote.replyId, quote)),
    async page(asked) {
      if (asked.kind === 'chat') return chatPage(asked.nonce, replies());
      if (asked.kind === 'replies') return repliesPage(replies());
      const reply = library.index.replies.get(asked.id);
      return reply && replyPage(reply, readMark(asked.mark, reply));
    },
    holdings: {
      replies: library.index.replies.size,
      passages: library.index.passages.length,
      segmenter: library.segmenter.name,
      corpus: library.corpus.fingerprint,
    },
    generation: 0,
    close() {},
  };
}
