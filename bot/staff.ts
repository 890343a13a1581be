import { type Activity, type ConversationReference, TurnContext } from 'botbuilder';
import { wording } from '../dialogs/render/wording.js';
import { conversationOf, type Staff } from '../dialogs/turn/handOff.js';
import type { Tickets } from './storage/tickets.js';

/** Posts text into an earlier conversation. */
export type Speak = (reference: Partial<ConversationReference>, text: string) => Promise<void>;

export interface StaffSetting {
  /** Id of the Teams conversation that staff read. Default none: requests are declined. */
  readonly conversation?: string;
  readonly tickets: Tickets;
  readonly speak: Speak;
  /** Counts a request of a peer; resolves with whether it exceeds the limit. */
  readonly isTooMany: (peer: string) => Promise<boolean>;
  /** Told in Chinese what could not be delivered. */
  readonly report: (message: string) => void;
}

/** `Staff`, which is also shown every activity in order to learn where the staff's conversation is. */
export interface StaffDesk extends Staff {
  heard(activity: Activity): void;
}

/** The parts of a reference that are needed to write into its conversation; nobody's name or id. */
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
 * Staff who are reached in one conversation of Teams. Its reference is stored whenever the bot hears from it; a ticket
 * stores the asker's reference, by which the answer of staff is sent back.
 */
export function createStaff({ conversation, tickets, speak, isTooMany, report }: StaffSetting): StaffDesk {
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
