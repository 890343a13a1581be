import type { Storage } from 'botbuilder';
import { type ActivityLog, createActivityLog } from './activityLog.js';
import { closeDatabase, openDatabase } from './database.js';
import { createJournal } from './journal.js';
import { createLedger, type StoredLedger } from './ledger.js';
import { type Migrated, migrateFiles } from './migration.js';
import { createRetention, RETENTION_DAYS, type Retention } from './retention.js';
import { createStateStorage } from './state.js';
import { createTickets, type Tickets } from './tickets.js';

/** Everything the bot keeps between turns and across restarts, in one database. */
export interface OpenStorage {
  readonly ledger: StoredLedger;
  readonly conversations: ActivityLog;
  /** State of the conversations, for the SDK. */
  readonly state: Storage;
  readonly tickets: Tickets;
  readonly retention: Retention;
  /** What was taken over from an earlier release when the storage was opened. */
  readonly migrated: Migrated;
  /** Whether the last write failed: the disk may be full. */
  readonly failing: boolean;
  close(): void;
}

export interface StorageSetting {
  /** Data folder. Default none: everything is kept in memory. */
  readonly folder?: string;
  /** Days that everything is kept. Default `RETENTION_DAYS`. */
  readonly days?: number;
  /** Told of each write that failed; the turn goes on. Default ignores it. */
  readonly onFault?: (error: Error) => void;
  readonly now?: () => Date;
}

/** Opens the storage, creating it or taking it over from an earlier release where needed. */
export function openStorage(setting: StorageSetting = {}): OpenStorage {
  const { folder, days = RETENTION_DAYS, onFault, now } = setting;
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
