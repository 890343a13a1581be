import { randomInt } from 'node:crypto';
import type { ConversationReference } from 'botbuilder';
import type { Store } from './database.js';
import type { Journal } from './journal.js';

/**
 * Requests for a person (工单), at most one open per conversation, and where staff read them. References are stored
 * without names and ids of people.
 */
export interface Tickets {
  /** Opens a ticket. @returns its number, 6 letters and digits; `undefined` when it could not be written */
  open(conversation: string, asker: Partial<ConversationReference>): string | undefined;
  /** The number of a conversation's open ticket. */
  openOf(conversation: string): string | undefined;
  /** Where to answer a ticket, open or closed; `undefined` for an unknown number. */
  askerOf(number: string): Partial<ConversationReference> | undefined;
  close(number: string): void;
  /** Stores where staff read. @param room id of their Teams conversation */
  keepStaff(room: string, reference: Partial<ConversationReference>): void;
  /** What `keepStaff` stored. */
  staffOf(room: string): Partial<ConversationReference> | undefined;
}

/** Characters of a ticket number, without those that are easily confused: 0, O, 1, I. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const newNumber = (): string => Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

export function createTickets(database: Store, { now, surely }: Journal): Tickets {
  const at = () => now().toISOString();
  const add = database.prepare('insert into ticket values (?, ?, ?, ?, 0)');
  const open = database.prepare('select number from ticket where conversation = ? and closed = 0');
  const find = database.prepare('select reference from ticket where number = ?');
  const close = database.prepare('update ticket set closed = 1 where number = ?');
  const keep = database.prepare('insert or replace into reference values (?, ?, ?)');
  const staff = database.prepare('select reference from reference where key = ?');
  const read = (found: unknown) =>
    found === undefined
      ? undefined
      : (JSON.parse((found as { reference: string }).reference) as Partial<ConversationReference>);
  return {
    open(conversation, asker) {
      const number = newNumber();
      return surely(() => add.run(number, at(), conversation, JSON.stringify(asker))) ? number : undefined;
    },
    openOf: (conversation) => (open.get(conversation) as { number: string } | undefined)?.number,
    // Earlier releases kept tickets among the references.
    askerOf: (number) => read(find.get(number) ?? staff.get(`ticket ${number}`)),
    close: (number) => void surely(() => close.run(number)),
    keepStaff: (room, reference) => void surely(() => keep.run(`staff ${room}`, at(), JSON.stringify(reference))),
    staffOf: (room) => read(staff.get(`staff ${room}`)),
  };
}
