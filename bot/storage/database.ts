import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

/** The SQLite database of answers, judgements, conversations, their state, and tickets. */
export type Store = Database.Database;

const FILE = 'dafutong.db';
/** File of earlier releases, which had only the answers in a database. */
const LEDGER = 'ledger.db';

/** Milliseconds a statement waits for the lock of another process, such as an operator's command. */
const PATIENCE = 40;

const TABLES = `
create table if not exists answer (
  id text primary key, at text not null, channel text not null, question text not null, outcome text not null,
  lacking text, replies text not null, corpus text not null, message text
);
create index if not exists answer_message on answer (message);
create index if not exists answer_at on answer (at);
create table if not exists judgement (answer text primary key, at text not null, verdict text not null, note text);
create table if not exists reference (key text primary key, at text not null, reference text not null);
create table if not exists ticket (
  number text primary key, at text not null, conversation text not null, reference text not null, closed integer not null
);
create index if not exists ticket_conversation on ticket (conversation);
create index if not exists ticket_at on ticket (at);
create table if not exists activity (
  conversation text not null, n integer not null, at text not null, client text, body text not null,
  resumed integer not null default 0, primary key (conversation, n)
) without rowid;
create unique index if not exists activity_client on activity (conversation, client) where client is not null;
create index if not exists activity_at on activity (at);
create table if not exists state (key text primary key, at text not null, body text not null);
create index if not exists state_at on state (at);
create table if not exists setting (name text primary key, value text not null);
`;

/**
 * Opens the database and creates what is missing. With a write-ahead log, no finished write is lost when the process is
 * killed. Why libsql: its registry package contains the binary; better-sqlite3 13 crashes on Node 20, node:sqlite needs
 * Node 22, and WebAssembly builds have no write-ahead log.
 *
 * @param folder data folder; default none, the database is then in memory
 */
export function openDatabase(folder?: string): Store {
  if (folder) {
    mkdirSync(folder, { recursive: true });
    takeOver(folder);
  }
  const database = new Database(folder ? join(folder, FILE) : ':memory:');
  database.pragma('journal_mode = WAL');
  // A power cut may lose the last entries, but never damages the file.
  database.pragma('synchronous = NORMAL');
  database.pragma(`busy_timeout = ${PATIENCE}`);
  // Overwrites what is deleted.
  database.pragma('secure_delete = ON');
  database.exec(TABLES);
  return database;
}

/** Renames the database of an earlier release, after its write-ahead log has been merged into it. */
function takeOver(folder: string): void {
  const old = join(folder, LEDGER);
  if (!existsSync(old) || existsSync(join(folder, FILE))) return;
  const ledger = new Database(old);
  ledger.pragma('wal_checkpoint(TRUNCATE)');
  ledger.close();
  renameSync(old, join(folder, FILE));
}

/** Merges the write-ahead log into the database, so that nothing deleted stays in it, and closes. */
export function closeDatabase(database: Store): void {
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}
