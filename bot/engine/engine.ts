import { createEngine, type Engine } from '../../dialogs/turn/engine.js';
import type { Library } from '../../indexer/index/library.js';
import type { Holdings } from '../http/health.js';
import { chatPage } from '../web/page.js';
import type { PageAsked } from '../web/pageAsked.js';
import { readMark, repliesPage, replyPage, replyPath } from '../web/replyPage.js';

/** Everything that needs the replies: answers, and pages as HTML. */
export interface BotEngine extends Engine {
  /** The HTML of a page; `undefined` when there is no such reply. */
  page(asked: PageAsked): Promise<string | undefined>;
  readonly holdings: Holdings;
  /** Number of times a changed corpus has been taken into use. */
  readonly generation: number;
  close(): void;
}

/** An engine in this process, over a library that does not change. */
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
