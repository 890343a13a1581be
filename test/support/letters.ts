import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseReply } from '../../indexer/parse/parse.js';
import type { Reply } from '../../indexer/parse/reply.js';

const CORPUS = join(__dirname, '../../corpus/replies');
const MADE = join(__dirname, '../replies');

/** The client's reply. */
export const seed = (): Reply => read(CORPUS, 'tjkj-2019-liuzhi');

/** Every letter at hand: the client's and the ten made ones. */
export const letters = (): Reply[] => [seed(), ...madeNames().map((name) => read(MADE, name))];

export const madeNames = (): string[] =>
  readdirSync(MADE)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.replace('.txt', ''))
    .sort();

export const labelsFor = (name: string): Labels =>
  JSON.parse(readFileSync(join(MADE, `${name}.json`), 'utf8')) as Labels;

export const read = (folder: string, name: string): Reply =>
  parseReply(name, readFileSync(join(folder, `${name}.txt`), 'utf8'));

/** The letters of a folder of the tests that have labels beside them. */
export const labelledIn = (folder: string): { readonly reply: Reply; readonly labels: Labels }[] => {
  const at = join(__dirname, '..', folder);
  return readdirSync(at)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace('.json', ''))
    .map((name) => ({
      reply: read(at, name),
      labels: JSON.parse(readFileSync(join(at, `${name}.json`), 'utf8')) as Labels,
    }));
};

export const madeReply = (name: string): Reply => read(MADE, name);

/** A letter as labelled by hand. */
export interface Labels {
  readonly title: string;
  readonly addressees: readonly string[];
  readonly kind: string;
  readonly leadAgency: string;
  readonly coAgencies: readonly string[];
  readonly date: string | null;
  readonly docNumber: string | null;
  readonly class: string | null;
  readonly contact: { readonly phone: string | null } | null;
  readonly outline: readonly LabelledNode[];
}

export interface LabelledNode {
  readonly label: string;
  readonly heading: string;
  readonly start: number;
  readonly end: number;
  readonly role: string;
  readonly children: readonly LabelledNode[];
}

const MARKS = [
  '一、',
  '二、',
  '三、',
  '十二、',
  '(一)',
  '（二）',
  '(三)',
  '1.',
  '2.',
  '（1）',
  '①',
  '②',
  '一是',
  '二是',
  '三是',
  '首先，',
  '其次，',
  '最后，',
  '第一，',
  '（市教育局）',
];
const WORDS = [
  '推进',
  '企业',
  '2019年7月5日',
  '12 家',
  '3.5%',
  '“双创”',
  '问题',
  '下一步',
  '已建成',
  '收悉',
  '感谢您',
  '天津市科学技术局',
  '王某代表：',
  '小(二)型',
  '一区一策',
  '\n',
  '\n\n',
  ' ',
  '　',
  '。',
  '；',
  '，',
  '：',
  '雲',
  '𠮷',
  '\r\n',
  '| a | b |',
];

/** A text put together from the marks and words of letters, in any order: mostly nonsense, never harmful. */
export const anyLetter = fc
  .array(fc.oneof(fc.constantFrom(...MARKS), fc.constantFrom(...WORDS), fc.string({ maxLength: 6 })), { maxLength: 80 })
  .map((parts) => parts.join(''));
