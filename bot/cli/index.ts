import { join } from 'node:path';
import { openLibrary } from '../../indexer/index/library.js';
import { readConfiguration, readEnvironment } from '../configuration.js';
import { runCommand } from './command.js';

/** `npm run index`: rebuilds the index and prints what it contains. Exit code 1 when a file could not be read. */
void runCommand(() => {
  const { corpus, knowledge, data } = readConfiguration(readEnvironment());
  const {
    index,
    segmenter,
    thesaurus,
    warnings,
    corpus: read,
  } = openLibrary({ corpus, knowledge, store: join(data, 'index') }, { rebuild: true });
  for (const warning of warnings) console.error(warning);
  console.log(
    `已建索引:答复 ${index.replies.size} 件,段落 ${index.passages.length} 个,同义词 ${thesaurus.size} 组,分词 ${segmenter.name}。`,
  );
  for (const { id, warnings: odd } of read.replies)
    for (const { message, start } of odd) console.log(`${id}: 第 ${start} 字处:${message}`);
  return read.faults.length > 0 ? 1 : 0;
});
