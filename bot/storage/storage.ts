import type { Storage } from 'botbuilder';
import { type ActivityLog, createActivityLog } from './activityLog.js';
import { closeDatabase, openDatabase } from './database.js';
import { createJournal } from './journal.js';
import { createLedger, type StoredLedger } from './ledger.js';
import { type Migrated, migrateFiles } from './migration.js';
import { createRetention, type Retention } from './retention.js';
import { createStateStorage } from './state.js';
import { createTickets, type Tickets } from './tickets.js';

/** Everything the bot keeps between turns and over restarts, in one database. */
export interface OpenStorage {
  readonly ledger: StoredLedger;
  readonly conversations: ActivityLog;
  readonly state: Storage;
  readonly tickets: Tickets;
  readonly retention: Retention;
  /** What was taken over from an earlier release. */
  readonly migrated: Migrated;
  /** Whether the last write failed: the disk may be full. */
  readonly failing: boolean;
  close(): void;
}

export interface StorageSetting {
  /** Default none: kept in memory. */
  readonly folder?: string;
  /** Days all is kept. Default 180. */
  readonly days?: number;
  /** Told what could not be written; the turn goes on. */
  readonly onFault?: (error: Error) => void;
  readonly now?: () => Date;
}

export function openStorage({ folder, days = 180, onFault, now }: StorageSetting = {}): OpenStorage {
  const database = openDatabase(folder);
  const migrated = folder ? migrateFiles(folder, database) : { conversations: 0, states: 0 };
  const journal = createJournal(onFault, now);
  return {
    ledger: createLedger(database, journal),
    conversations: createActivityLog(database, journal),
    state: createStateStorage(database, journal),
    tickets: createTickets(database, journal),
    retention: createRetention(database, days, journal),
    migrated,
    get failing() {
      return journal.failing;
    },
    close: () => closeDatabase(database),
  };
}
