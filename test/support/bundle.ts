import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOME } from '../../bot/configuration.js';
import { fetchBundle } from '../../bot/web/bundle.js';

/** A new data folder that holds the web chat bundle already: it is fetched once for all tests. */
export async function shareBundle(): Promise<string> {
  const kept = join(HOME, 'var');
  await fetchBundle(kept);
  const data = mkdtempSync(join(tmpdir(), 'bot-'));
  if (existsSync(join(kept, 'webchat'))) cpSync(join(kept, 'webchat'), join(data, 'webchat'), { recursive: true });
  return data;
}
