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

/** One line of input of `--jsonl`. */
interface Asked {
  /** Copied to the output. */
  readonly id: unknown;
  readonly question: string;
  /** Earlier turns of the same conversation, oldest first. Default none. */
  readonly turns?: readonly string[];
}

/** One line of output of `--jsonl`; `ms` is the time of the last turn in milliseconds. */
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

interface Options {
  readonly question: string;
  readonly corpus?: string;
  readonly jsonl?: boolean;
  readonly why?: boolean;
  readonly help?: boolean;
}

/** `undefined`, and a message on standard error, when the arguments are wrong. */
function readOptions(): Options | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        corpus: { type: 'string' },
        jsonl: { type: 'boolean' },
        why: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const question = positionals.join(' ');
    if (values.help || values.jsonl || question.trim() !== '') return { ...values, question };
    console.error(`没有问题。\n${USAGE}`);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
  }
  return undefined;
}

/** Answers the lines of standard input. @returns exit code: 1 when a line was not JSON */
async function answerLines(library: Library): Promise<number> {
  let code = 0;
  let number = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    number++;
    if (line.trim() === '') continue;
    try {
      process.stdout.write(`${JSON.stringify(answerLine(library, JSON.parse(line) as Asked))}\n`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      console.error(`第 ${number} 行不是 JSON:${error.message}`);
      code = 1;
    }
  }
  return code;
}

/** Prints the answer for a person, with the place of every citation. @param why also prints how it was found */
function printAnswer(library: Library, question: string, why: boolean): void {
  const { answer, routed } = converse(question, START, library);
  if (why) console.log(`${routed ? explain(routed) : wording.why.smalltalk}\n`);
  const { text, citations } = render(answer, library.index.replies);
  console.log(text);
  for (const { n, path } of citations) console.log(`[${n}] ${path.join(' › ')}`);
}

/** `npm run ask`: answers one question, or with `--jsonl` the questions of standard input. */
async function main(): Promise<number> {
  const options = readOptions();
  if (!options) return 2;
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const { corpus, knowledge, data } = readConfiguration(readEnvironment());
  const library = openLibrary(
    options.corpus ? { corpus: options.corpus, knowledge } : { corpus, knowledge, store: join(data, 'index') },
  );
  for (const warning of library.warnings) console.error(warning);
  if (options.jsonl) return answerLines(library);
  printAnswer(library, options.question, options.why ?? false);
  return 0;
}

void runCommand(main);
