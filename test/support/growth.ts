import { converse, START } from '../../dialogs/converse/conversation.js';
import { boldFigures, escapeMarkdown } from '../../dialogs/render/markdown.js';
import { commandOf } from '../../dialogs/understand/command.js';
import { maskPersonal } from '../../dialogs/understand/personalData.js';
import { smalltalkOf } from '../../dialogs/understand/smalltalk.js';
import { MOST_READ, understand } from '../../dialogs/understand/understand.js';
import { parseReply } from '../../indexer/parse/parse.js';
import { passagesOf } from '../../indexer/passages/passage.js';
import { extractText } from '../../indexer/read/extract.js';
import { fold, foldText, normalise } from '../../indexer/text/normalise.js';
import { seedCorpus } from './library.js';

/**
 * The time of every step of reading grows no faster than the text, whatever the text: four times as many characters
 * take about four times as long. Where something were read over and over, they would take sixteen times as long.
 */

/** How many times as long four times the text may take: what is linear takes about four. */
const MOST = 6;

/** Characters of the shorter of two texts; the longer has four times as many. */
const MESSAGE = 1_000;
const QUESTION = 125;
const LETTER = 4_000;
/** Characters of the longest text of each kind that is read whole. */
const LONGEST: ReadonlyMap<number, number> = new Map([
  [MESSAGE, 16_000],
  [QUESTION, MOST_READ],
  [LETTER, 160_000],
]);

/** What a text is filled with, over and over; behind it stands one character that belongs to nothing. */
const SHAPES = [
  // Marks, brackets and quotation marks, opened and never closed or closed and never opened.
  ...'。 , 、 : ； ? . - — / “ ” “” 《 》 （ ( ) () 【 [ \' " ` # @ | < & * */ \\'.split(' '),
  // White space, and none that is seen.
  ...[' ', '　', '\n', '\t', ' \n', '中 ', '教育局 ', '\u200b', '、 ', '1 '],
  // Particles and courtesies.
  ...'嗯 啊 呢吧 吗 的 了 好的 谢谢 谢谢了 多谢 你好 知道了, 你是人还是'.split(' '),
  // Digits, numerals and figures.
  ...'1 3.5 1- 1: １ 一 十 百万 万亿 百分之 超过 12万元 2024年 2024年5月6日'.split(' '),
  // What asks, binds and counts.
  ...'多少 几 哪 哪个 请问 和 与 去年 去年现在 不 开不开 我 给我办 第 第一'.split(' '),
  // Marks of headings and items; items of every rung, and such as continue no series.
  ...'第一条 第一， 一、 （一） 1. ① 一是 首先， 一是二是 一、二、三、 其一，一要 一是甲；二是乙。'.split(' '),
  ...['一、甲\n内容。\n', '一、甲\n（一）乙\n1.丙\n（1）丁\n', '一、甲\n文字\n（九）乙\n', '1.甲\n文字。\n7.乙\n'],
  ...['下一步工作安排\n我们将做好工作。\n', '县水利局答复：\n正在办理。\n', '（市教育局）\n正在办理。\n'],
  // The words that a letter is read by.
  ...'代表 张三、 张三代表： 联系人： 关于 的建议 关于我的建议 局 会同 反映 下一步 在“ 如下：'.split(' '),
  ...['会办单位：甲局、', '附议人：张三、李四\n', '市财政局、县教育局、', '汉字\n', '|甲|1|\n|---|---|\n'],
  // Latin letters and addresses; characters of two units, and traditional ones.
  ...'a zhong A1 a@ a@b. http:// 😀 雲 答覆'.split(' '),
  // All kinds at once, and plain words without a stop.
  ...['一是 1.（“3.5%”第三条，联系人：局、多少\n', '我们认真研究了这个问题提出了很多的意见和建议做了大量的工作'],
];

const filled = (shape: string, length: number): string =>
  `${shape.repeat(Math.ceil(length / shape.length)).slice(0, length)}天`;

const within = (body: string): string => `关于市人大第117号建议的答复
张三代表：
您提出的关于加强老旧小区改造的建议收悉。经会同市财政局研究，现答复如下：
情况${body}
联系人：李明 0571-88888888
云川市教育局
2024年5月6日`;

const library = seedCorpus();

interface Step {
  readonly step: string;
  /** Characters of the shorter text. */
  readonly length: number;
  /** Default all. */
  readonly shapes?: readonly string[];
  /** Makes ready to read a text; only the reading is timed. */
  of(text: string): () => unknown;
}

const STEPS: readonly Step[] = [
  { step: 'folding', length: MESSAGE, of: (text) => () => foldText(text) },
  { step: 'masking personal data', length: MESSAGE, of: (text) => () => maskPersonal(text) },
  { step: 'telling a command', length: MESSAGE, of: (text) => () => commandOf(text) },
  { step: 'telling smalltalk', length: MESSAGE, of: (text) => () => smalltalkOf(text) },
  { step: 'setting figures off', length: MESSAGE, of: (text) => () => boldFigures(text, escapeMarkdown) },
  { step: 'understanding a question', length: QUESTION, of: (text) => () => understand(text, library) },
  {
    step: 'a turn of a conversation',
    length: MESSAGE,
    // A turn takes long: every fourth stands for all.
    shapes: SHAPES.filter((_, i) => i % 4 === 0),
    of: (text) => () => converse(text, START, library),
  },
  { step: 'extracting a letter', length: LETTER, of: extracting },
  { step: 'folding a letter', length: LETTER, of: (text) => () => [normalise(text), fold(text)] },
  { step: 'parsing nothing but that', length: LETTER, of: (text) => () => parseReply('r', text) },
  { step: 'parsing a letter', length: LETTER, of: (text) => () => parseReply('r', within(text)) },
  { step: 'cutting a letter into passages', length: LETTER, of: cutting },
];

function extracting(text: string): () => unknown {
  const bytes = Buffer.from(text);
  return () => extractText('letter.txt', bytes);
}

function cutting(text: string): () => unknown {
  const reply = parseReply('r', within(text));
  return () => passagesOf(reply);
}

/**
 * A test for each step of reading, on every shape of text.
 *
 * @param part takes one shape of so many, another of them for each step; 1 takes all
 */
export function growsAsTheText(part: number): void {
  it.each(STEPS.map((one, n) => ({ ...one, n })))('$step', async ({ length, shapes = SHAPES, of, n }) => {
    const slow: string[] = [];
    for (const shape of shapes.filter((_, i) => (i + n) % part === 0)) {
      const growth = await growthOf((characters) => of(filled(shape, characters)), length);
      if (growth > MOST) slow.push(`${JSON.stringify(shape)} takes ${growth.toFixed(1)} times as long`);
    }
    expect(slow).toEqual([]);
  });
}

/** Milliseconds of reading that can be told from none. */
const MEASURABLE = 2;
/** Attempts to measure two texts: others use the machine as well, which makes things slower and never faster. */
const ATTEMPTS = 16;
/** Milliseconds of reading before it is measured: code that runs for the first time is slower, and not by its text. */
const WARM_UP = 10;

/** How many times as long four times the text takes; what seems slow is judged anew on longer texts, if any are read. */
async function growthOf(reading: (characters: number) => () => unknown, length: number): Promise<number> {
  let growth = Infinity;
  for (let short = length; growth > MOST && 4 * short <= LONGEST.get(length)!; short *= 2)
    growth = await growthFrom(reading(short), reading(4 * short));
  return growth;
}

/** Four short texts are read beside one long one: the same characters, and as much memory to be cleared up. */
async function growthFrom(short: () => unknown, long: () => unknown): Promise<number> {
  for (const end = performance.now() + WARM_UP; performance.now() < end; ) {
    await short();
    await long();
  }
  const runs = Math.min(1000, Math.ceil(MEASURABLE / (4 * (await timeOf(short, 1)))));
  let growth = Infinity;
  let least = { four: Infinity, one: Infinity };
  for (let attempt = 0; attempt < ATTEMPTS && growth > MOST; attempt++) {
    least = {
      four: Math.min(least.four, await timeOf(short, 4 * runs)),
      one: Math.min(least.one, await timeOf(long, runs)),
    };
    growth = 4 * (least.one / least.four);
  }
  return growth;
}

/** Milliseconds of this process, not of the others on the machine. */
async function timeOf(read: () => unknown, runs: number): Promise<number> {
  const start = process.cpuUsage();
  for (let run = 0; run < runs; run++) await read();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
