import { shareBundle } from '../support/bundle.js';
import { holdChats } from '../support/chats.js';
import { freePort, startProcess } from '../support/process.js';

describe('2,000 chats held open at once', () => {
  it('are all answered, each once', async () => {
    const bot = await startProcess({
      PORT: String(await freePort()),
      DATA_DIR: await shareBundle(),
      LOG_LEVEL: 'warn',
      LIMIT_REQUESTS: '1000000',
      LIMIT_CONVERSATIONS: '1000000',
      LIMIT_SOCKETS: '12000',
    });
    try {
      const { open, delivered, doubled, errors } = await holdChats(bot.origin, 2000, '怎么联系?');
      expect({ open, delivered, doubled, errors }).toEqual({ open: 2000, delivered: 2000, doubled: 0, errors: [] });
    } finally {
      await bot.kill('SIGKILL');
    }
  }, 120_000);
});
