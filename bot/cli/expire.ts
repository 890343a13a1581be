import { readConfiguration, readEnvironment } from '../configuration.js';
import { openStorage } from '../storage/storage.js';
import { runCommand } from './command.js';

/** `npm run expire`: confirms the clock and deletes what has been kept long enough. */
void runCommand(async () => {
  const { data, retentionDays } = readConfiguration(readEnvironment());
  const storage = openStorage({ folder: data, days: retentionDays });
  storage.retention.believeClock();
  const deleted = await storage.retention.sweep();
  storage.close();
  console.log(`已确认时钟为 ${new Date().toISOString()};删去保存满 ${retentionDays} 天的记录 ${deleted} 条。`);
  return 0;
});
