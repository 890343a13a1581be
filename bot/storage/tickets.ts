import { randomInt } from 'node:crypto';
import type { ConversationReference } from 'botbuilder';
import type { Store } from './database.js';
import type { Journal } from './journal.js';

/** Requests for a person (工单), one open for a conversation, and the conversation in which staff read them. */
export interface Tickets {
  /** Opens one; `undefined` when it could not be written. @returns its number */
  open(conversation: string, asker: Partial<ConversationReference>): string | undefined;
  /** The number of the open one of a conversation. */
  openOf(conversation: string): string | undefined;
  /** Whom to answer; open or closed. */
  askerOf(number: string): Partial<ConversationReference> | undefined;
  close(number: string): void;
  keepStaff(room: string, reference: Partial<ConversationReference>): void;
  staffOf(room: string): Partial<ConversationReference> | undefined;
}

/** Letters of a number: none that is read for another. */
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
    // A request of an earlier release stands among the references.
    askerOf: (number) => read(find.get(number) ?? staff.get(`ticket ${number}`)),
    close: (number) => void surely(() => close.run(number)),
    keepStaff: (room, reference) => void surely(() => keep.run(`staff ${room}`, at(), JSON.stringify(reference))),
    staffOf: (room) => read(staff.get(`staff ${room}`)),
  };
}
