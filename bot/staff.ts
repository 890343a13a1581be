import { type Activity, type ConversationReference, TurnContext } from 'botbuilder';
import { wording } from '../dialogs/render/wording.js';
import { conversationOf, type Staff } from '../dialogs/turn/handOff.js';
import type { Tickets } from './storage/tickets.js';

/** Posts words into a conversation that was spoken in before. */
export type Speak = (reference: Partial<ConversationReference>, words: string) => Promise<void>;

export interface StaffSetting {
  /** The Teams conversation in which staff read; default nobody does. */
  readonly conversation?: string;
  readonly tickets: Tickets;
  readonly speak: Speak;
  /** Counts a request of a peer. @returns whether it is one too many */
  readonly isTooMany: (peer: string) => Promise<boolean>;
  /** Told in Chinese what could not be delivered. */
  readonly report: (message: string) => void;
}

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
export function createStaff({
  conversation,
  tickets,
  speak,
  isTooMany,
  report,
}: StaffSetting): Staff & { heard(activity: Activity): void } {
  const room = conversation && conversationOf(conversation);
  const readsIn = (id: string) => room !== undefined && conversationOf(id) === room;
  return {
    readsIn,
    heard(activity) {
      if (!readsIn(activity.conversation?.id ?? '')) return;
      const { activityId: _thread, ...reference } = referenceWithoutPerson(
        TurnContext.getConversationReference(activity),
      );
      tickets.keepStaff(room!, { ...reference, conversation: { ...reference.conversation!, id: room! } });
    },
    async ask(request, asker, peer) {
      const reference = room === undefined ? undefined : tickets.staffOf(room);
      if (!reference) return { kind: 'absent' };
      const from = asker.conversation!.id;
      const before = tickets.openOf(from);
      if (before) return { kind: 'alreadyAsked', ticket: before };
      if (await isTooMany(peer)) return { kind: 'tooMany' };
      const ticket = tickets.open(from, referenceWithoutPerson(asker));
      if (!ticket) return { kind: 'absent' };
      try {
        await speak(reference, request(ticket));
        return { kind: 'asked', ticket };
      } catch (error) {
        tickets.close(ticket);
        report(`转人工未送达:${(error as Error).message}`);
        return { kind: 'absent' };
      }
    },
    async reply(ticket, words) {
      const asker = tickets.askerOf(ticket);
      if (!asker) return false;
      await speak(asker, wording.staff.from(words));
      tickets.close(ticket);
      return true;
    },
  };
}
