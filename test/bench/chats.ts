/**
 * `npm run bench:chats`: chats held open at once, a question in each, then a soak of one conversation after another.
 *
 *   npm run bench:chats                10,000 chats, 20,000 questions of soak
 *   npm run bench:chats -- 2000 5000
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchBundle } from '../../bot/web/bundle.js';
import { holdChats } from '../support/chats.js';
import { openChat } from '../support/directLine.js';
import { freePort, startProcess } from '../support/process.js';

const MB = 2 ** 20;
const TOKEN = 'bench-bench-bench';

async function residentBytes(origin: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text();
  return Number(/^dafutong_resident_bytes (\S+)/m.exec(text)![1]);
}

async function main(): Promise<void> {
  const [chats = 10_000, soak = 20_000] = process.argv.slice(2).map(Number);
  const data = mkdtempSync(join(tmpdir(), 'bench-chats-'));
  await fetchBundle(data);
  const started = performance.now();
  const bot = await startProcess({
    PORT: String(await freePort()),
    DATA_DIR: data,
    LOG_LEVEL: 'warn',
    METRICS_TOKEN: TOKEN,
    LIMIT_REQUESTS: '100000000',
    LIMIT_CONVERSATIONS: '100000000',
    LIMIT_SOCKETS: '20000',
  });
  const first = await (await openChat(bot.origin)).ask('怎么联系?');
  console.log(`start to first answer: ${((performance.now() - started) / 1000).toFixed(1)} s (${first.type})`);
  const before = await residentBytes(bot.origin);
  const { open, delivered, doubled, errors, times } = await holdChats(bot.origin, chats, '怎么联系?');
  const after = await residentBytes(bot.origin);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(0);
  console.log(
    `${open} chats open: ${delivered} answered, ${doubled} twice, ${errors.length} errors; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms with 32 asking at a time; memory ${(before / MB).toFixed(0)} to ${(after / MB).toFixed(0)} MB, ${((after - before) / open / 1024).toFixed(0)} KB a chat`,
  );
  // A message a second is much for one office: so many questions are hours of it.
  const sizes: number[] = [];
  for (let asked = 0; asked < soak; ) {
    const batch = Math.min(soak - asked, Math.ceil(soak / 10));
    for (let n = 0; n < batch; n += 20) {
      const chat = await openChat(bot.origin);
      for (let i = 0; i < 20; i++) await chat.ask(['科技金融做了哪些工作', '那下一步呢', '怎么联系?'][i % 3]!);
    }
    asked += batch;
    sizes.push(Math.round((await residentBytes(bot.origin)) / MB));
  }
  console.log(`soak of ${soak} questions, resident MB after each tenth: ${sizes.join(' ')}`);
  await bot.kill('SIGKILL');
}

void main();
