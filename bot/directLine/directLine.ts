import type { TurnContext } from 'botbuilder';
import type { Access } from '../http/access.js';
import type { Failed } from '../http/failure.js';
import type { Unsent } from '../http/unsent.js';
import type { DirectLineAdapter } from './adapter.js';
import type { Conversations } from './conversation.js';
import type { Tokens } from './token.js';

/** What the routes and sockets of Direct Line depend on. */
export interface DirectLine {
  readonly adapter: DirectLineAdapter;
  readonly conversations: Conversations;
  readonly tokens: Tokens;
  /** The bot's turn. */
  readonly logic: (context: TurnContext) => Promise<void>;
  readonly access: Access;
  readonly unsent: Unsent;
  /** Counts a client that was turned away, by reason. */
  readonly refused: (reason: string) => void;
  /** Reports an error that no request waits for. */
  readonly failed: Failed;
}

/** Path under which all of Direct Line stands. */
export const BASE = '/v3/directline';
