import type { ConversationReference, TurnContext } from 'botbuilder';
import { foldText } from '../../indexer/normalise.js';
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

/** What is typed to the bot itself, not asked of the letters. */
export type Command =
  | { readonly name: 'handOff' }
  | { readonly name: 'where' }
  | { readonly name: 'reply'; readonly ticket: string; readonly words: string };

export function commandOf(typed: string): Command | undefined {
  const words = foldText(typed.trim());
  if (
    /^(我(要|想)|请|帮我|麻烦)?(转|找|接|要)(到|个|一下)?(人工|真人|客服)(服务|客服|坐席)?(吧|呀|啊)?[。.!]*$/.test(
      words,
    )
  )
    return { name: 'handOff' };
  if (/^会话编号[。.?]*$/.test(words)) return { name: 'where' };
  const reply = /^回复\s*([A-Za-z0-9]{6})[\s::,,]+([\s\S]+)$/.exec(typed.trim());
  return reply ? { name: 'reply', ticket: reply[1]!.toUpperCase(), words: reply[2]! } : undefined;
}

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
