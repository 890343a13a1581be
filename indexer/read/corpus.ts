// Reading: files and folders in, texts and a Corpus of Replies out.
import { createHash } from 'node:crypto';
import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EmptyCorpusError, type ReplyBotError } from '../errors.js';
import { parseReply } from '../parse/parse.js';
import type { Reply } from '../parse/reply.js';
import { decode } from './encoding.js';
import { readPhrasings } from './phrasings.js';

/** All replies with what is kept beside them (语料). */
export interface Corpus {
  readonly replies: readonly Reply[];
  /** By reply id, then by the marks of a measure, `二/(三)/三是`: how people ask for it. */
  readonly phrasings: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** By reply id: what is known of a letter and not printed in it. */
  readonly notes: ReadonlyMap<string, Note>;
  /** SHA-256 (hex) over the names and bytes of every reply and phrasing. */
  readonly fingerprint: string;
  /** Files that could not be read; the others are served. */
  readonly faults: readonly ReplyBotError[];
}

/** The file `<id>.json` beside a reply. Other fields of it are passed over. */
export interface Note {
  /** Address of the page it was published on. */
  readonly source?: string;
  /** Day of publication, ISO 8601. */
  readonly published?: string;
}

/**
 * Reads a folder of replies: `<id>.txt`, and beside it, where present, `<id>.phrasings.txt` and `<id>.json`.
 * Where the folder has a `replies/` inside, that is read in its place. Links are not followed.
 *
 * @param known an earlier reading of the folder; replies whose text is the same are taken from it, not parsed again
 * @throws EmptyCorpusError when no reply could be read
 */
export function loadCorpus(folder: string, known?: Corpus): Corpus {
  const inner = join(folder, 'replies');
  const root = existsSync(inner) ? inner : folder;
  const names = existsSync(root)
    ? readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    : [];
  const digest = createHash('sha256');
  const faults: ReplyBotError[] = [];
  const read = (name: string): string | undefined => {
    const bytes = readPlain(join(root, name));
    digest.update(`${name}\n${bytes.length}\n`).update(bytes);
    try {
      return decode(join(root, name), bytes);
    } catch (fault) {
      faults.push(fault as ReplyBotError);
      return undefined;
    }
  };

  const before = new Map(known?.replies.map((reply) => [reply.id, reply]));
  const replies: Reply[] = [];
  const phrasings = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const notes = new Map<string, Note>();
  for (const name of names.filter((one) => one.endsWith('.txt') && !one.endsWith('.phrasings.txt'))) {
    const id = basename(name, '.txt');
    const text = read(name);
    if (text === undefined) continue;
    const same = before.get(id);
    replies.push(same?.text === text ? same : parseReply(id, text));
    const asked = names.includes(`${id}.phrasings.txt`) ? read(`${id}.phrasings.txt`) : undefined;
    if (asked !== undefined) phrasings.set(id, readPhrasings(`${id}.phrasings.txt`, asked));
    const note = names.includes(`${id}.json`) ? read(`${id}.json`) : undefined;
    if (note !== undefined) notes.set(id, readNote(note));
  }
  if (replies.length === 0 && faults.length === 0) throw new EmptyCorpusError(root);
  return { replies, phrasings, notes, fingerprint: digest.digest('hex'), faults };
}

/** A file's bytes; a link that has taken its place since the folder was listed is not followed. */
function readPlain(file: string): Buffer {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What is no JSON is an empty note. */
function readNote(text: string): Note {
  try {
    const { source, published } = JSON.parse(text) as Note;
    return { ...(typeof source === 'string' && { source }), ...(typeof published === 'string' && { published }) };
  } catch {
    return {};
  }
}
