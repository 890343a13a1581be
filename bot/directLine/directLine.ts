import type { TurnContext } from 'botbuilder';
import type { Access } from '../http/access.js';
import type { Unsent } from '../http/unsent.js';
import type { DirectLineAdapter } from './adapter.js';
import type { Conversations } from './conversation.js';
import type { Tokens } from './token.js';

/** What Direct Line works with. */
export interface DirectLine {
  readonly adapter: DirectLineAdapter;
  readonly conversations: Conversations;
  readonly tokens: Tokens;
  /** The bot's turn. */
  readonly logic: (context: TurnContext) => Promise<void>;
  readonly door: Access;
  readonly unsent: Unsent;
  /** Told why somebody was turned away. */
  readonly refused: (reason: string) => void;
  /** Told what failed without anybody waiting for it. */
  readonly failed: (error: Error) => void;
  /** Origin browsers reach us at; default: the request's own host over HTTP. */
  readonly publicOrigin?: string;
}
