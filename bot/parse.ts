import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { labelsOf } from '../indexer/labels.js';
import { parseReply } from '../indexer/parse.js';
const file = process.argv[2]!;
console.log(JSON.stringify(labelsOf(parseReply(basename(file, '.txt'), readFileSync(file, 'utf8')))));
