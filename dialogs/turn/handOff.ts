import type { ConversationReference, TurnContext } from 'botbuilder';
import type { Memory } from '../converse/memory.js';
import { placeOf } from '../render/render.js';
import { wording } from '../render/wording.js';

/** What became of a request for a person (转人工). */
export type HandOff =
  | { readonly kind: 'asked'; readonly ticket: string }
  /** The conversation has an open request: one is enough. */
  | { readonly kind: 'alreadyAsked'; readonly ticket: string }
  /** More requests came from whoever asks than are passed on. */
  | { readonly kind: 'tooMany' }
  /** Staff cannot be reached. */
  | { readonly kind: 'absent' };

/** The people behind the bot (人工). */
export interface Staff {
  /** Whether a conversation is the one staff read. */
  readsIn(conversation: string): boolean;
  /**
   * Posts a request to staff.
   *
   * @param request the words for staff, given the number
   * @param peer who asks, as far as requests are counted: an address, or a person of Teams
   */
  ask(request: (ticket: string) => string, asker: Partial<ConversationReference>, peer: string): Promise<HandOff>;
  /** Carries an answer of staff to whoever asked; resolves with `false` when the number is unknown. */
  reply(ticket: string, words: string): Promise<boolean>;
}

/** Nobody is behind the bot. */
export const NO_STAFF: Staff = {
  readsIn: () => false,
  ask: async () => ({ kind: 'absent' }),
  reply: async () => false,
};

const PEER = Symbol('peer');
/** Notes in a turn the address it came from. */
export const setPeer = (context: TurnContext, address: string): void => void context.turnState.set(PEER, address);
/** Whoever a turn came from, as far as requests are counted. */
export const peerOf = ({ turnState, activity }: TurnContext): string =>
  (turnState.get(PEER) as string | undefined) ?? activity.from?.id ?? '';

/** A Teams conversation without the thread a message of it is in. */
export const conversationOf = (id: string): string => id.split(';messageid=', 1)[0]!;

/** Quotes passed on to staff. */
const MOST_PASSED = 3;

/** What staff are told: the question, and what was found to it. */
export function requestOf({ asked }: Memory, ticket: string): string {
  const found = (asked?.quotes ?? [])
    .slice(0, MOST_PASSED)
    .map((quote) => `${placeOf(quote).join(' › ')}\n${quote.text}`);
  return [
    wording.staff.request(ticket),
    wording.staff.question(asked?.question ?? wording.staff.noQuestion),
    found.length > 0 ? `${wording.staff.found}\n${found.join('\n')}` : wording.staff.notFound,
    wording.staff.how(ticket),
  ].join('\n\n');
}
