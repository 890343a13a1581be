import { randomInt } from 'node:crypto';
import { type Activity, type ConversationReference, TurnContext } from 'botbuilder';
import { conversationOf, type Staff } from '../dialogs/turn/handOff.js';
import { wording } from '../dialogs/wording.js';
import type { OpenLedger } from './ledger.js';

/** Posts words into a conversation that was spoken in before. */
export type Speak = (reference: Partial<ConversationReference>, words: string) => Promise<void>;

/** Letters of a ticket: none that is read for another. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const ticketOf = (): string => Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** What is needed to write into a conversation, and nothing of who spoke there. */
function referenceWithoutPerson(activity: Partial<ConversationReference>): Partial<ConversationReference> {
  const { channelId, serviceUrl, bot, activityId, conversation } = activity;
  const { id, conversationType, tenantId } = conversation!;
  return {
    channelId: channelId!,
    serviceUrl: serviceUrl!,
    bot: { id: bot!.id, name: bot!.name },
    activityId: activityId!,
    conversation: { id, conversationType, tenantId } as ConversationReference['conversation'],
  };
}

/**
 * The people behind the bot, reached through one conversation of Teams. Its reference is kept when the bot first
 * hears from it; a request keeps the asker's, so that staff's answer finds the way back.
 */
export function createStaff(
  conversation: string | undefined,
  ledger: OpenLedger,
  speak: Speak,
  report: (message: string) => void,
): Staff & { heard(activity: Activity): void } {
  const room = conversation && conversationOf(conversation);
  const key = `staff ${room}`;
  const readsIn = (id: string) => room !== undefined && conversationOf(id) === room;
  return {
    readsIn,
    heard(activity) {
      if (!readsIn(activity.conversation?.id ?? '')) return;
      const { activityId: _thread, ...reference } = referenceWithoutPerson(
        TurnContext.getConversationReference(activity),
      );
      ledger.keepReference(key, { ...reference, conversation: { ...reference.conversation!, id: room! } });
    },
    async ask(request, asker) {
      const reference = room === undefined ? undefined : ledger.referenceOf(key);
      if (!reference) return undefined;
      const ticket = ticketOf();
      ledger.keepReference(`ticket ${ticket}`, referenceWithoutPerson(asker));
      try {
        await speak(reference, request(ticket));
        return ticket;
      } catch (error) {
        report(`转人工未送达:${(error as Error).message}`);
        return undefined;
      }
    },
    async reply(ticket, words) {
      const asker = ledger.referenceOf(`ticket ${ticket}`);
      if (!asker) return false;
      await speak(asker, wording.staff.from(words));
      return true;
    },
  };
}
