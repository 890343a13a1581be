import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { converse, START } from '../../dialogs/converse/conversation.js';
import { render } from '../../dialogs/render/render.js';
import { explain } from '../../dialogs/render/why.js';
import { wording } from '../../dialogs/render/wording.js';
import { type Library, openLibrary } from '../../indexer/index/library.js';
import { readConfiguration, readEnvironment } from '../configuration.js';
import { runCommand } from './command.js';

const USAGE =
  '用法:npm run --silent ask -- [--corpus 目录] [--why] "问题"\n      npm run --silent ask -- [--corpus 目录] --jsonl < 问题.jsonl';

/** One line of `--jsonl`. */
interface Asked {
  readonly id: unknown;
  readonly question: string;
  readonly turns?: readonly string[];
}

function answerLine(library: Library, { id, question, turns = [] }: Asked) {
  const memory = turns.reduce((known, typed) => converse(typed, known, library).memory, START);
  const start = performance.now();
  const { answer } = converse(question, memory, library);
  const { text, citations } = render(answer, library.index.replies);
  return {
    id,
    outcome: answer.outcome,
    text,
    citations: citations.map(({ n, replyId, path, role, text: quote, start: from, end }) => ({
      n,
      replyId,
      path,
      stage: role === 'done' || role === 'planned' ? role : 'unstated',
      quote,
      start: from,
      end,
    })),
    ms: Math.round((performance.now() - start) * 10) / 10,
  };
}

async function main(): Promise<number> {
  let options: { corpus?: string; jsonl?: boolean; why?: boolean; help?: boolean };
  let positionals: string[];
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: {
        corpus: { type: 'string' },
        jsonl: { type: 'boolean' },
        why: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    options = parsed.values;
    positionals = parsed.positionals;
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (!options.jsonl && positionals.join('').trim() === '') {
    console.error(`没有问题。\n${USAGE}`);
    return 2;
  }
  const { corpus, knowledge, data } = readConfiguration(readEnvironment());
  const library = openLibrary(
    options.corpus ? { corpus: options.corpus, knowledge } : { corpus, knowledge, store: join(data, 'index') },
  );
  for (const warning of library.warnings) console.error(warning);
  if (options.jsonl) {
    let number = 0;
    for await (const line of createInterface({ input: process.stdin })) {
      number++;
      if (line.trim() === '') continue;
      try {
        process.stdout.write(`${JSON.stringify(answerLine(library, JSON.parse(line) as Asked))}\n`);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        console.error(`第 ${number} 行不是 JSON:${error.message}`);
        process.exitCode = 1;
      }
    }
    return Number(process.exitCode ?? 0);
  }
  const { answer, routed } = converse(positionals.join(' '), START, library);
  if (options.why) console.log(`${routed ? explain(routed) : wording.why.smalltalk}\n`);
  const { text, citations } = render(answer, library.index.replies);
  console.log(text);
  for (const { n, path } of citations) console.log(`[${n}] ${path.join(' › ')}`);
  return 0;
}

void runCommand(main);
