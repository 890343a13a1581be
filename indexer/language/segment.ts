// Segmenting: text in, words and what is known of them out: names, synonyms, how common they are.
import { readFileSync } from 'node:fs';

/** Cuts Chinese text into words (分词). The words of a text, joined, are the text. */
export interface Segmenter {
  /** Name and version; an index names the segmenter that made it. */
  readonly name: string;
  /** Why nodejieba, which is the one asked for, could not be loaded; absent when it was. */
  readonly fallback?: string;
  cut(text: string): string[];
  /** The words with their parts of speech, as the dictionary tags them: `n`, `nr`, `ns`, `nt`, `v`, `m`, `x`… */
  tag(text: string): Tagged[];
}

/** A word with its part of speech. */
export interface Tagged {
  readonly word: string;
  readonly tag: string;
}

interface Version {
  readonly version: string;
}

/**
 * Opens the segmenter: nodejieba where its binding loads; `@node-rs/jieba`, which needs no compiler, where it does not.
 *
 * @param lexicon path of a dictionary in jieba's format (`word frequency tag` a line): words of the domain
 */
export function openSegmenter(lexicon: string, prefer: 'nodejieba' | '@node-rs/jieba' = 'nodejieba'): Segmenter {
  if (prefer === '@node-rs/jieba') return withNodeRs(lexicon);
  try {
    const nodejieba: typeof import('nodejieba') = require('nodejieba');
    nodejieba.load({ userDict: lexicon });
    const { version } = require('nodejieba/package.json') as Version;
    return {
      name: `nodejieba ${version}`,
      cut: (text) => joinRuns(nodejieba.cut(text)),
      tag: (text) => nodejieba.tag(text),
    };
  } catch (error) {
    return { ...withNodeRs(lexicon), fallback: (error as Error).message.split('\n')[0]! };
  }
}

function withNodeRs(lexicon: string): Segmenter {
  const { Jieba }: typeof import('@node-rs/jieba') = require('@node-rs/jieba');
  const { dict }: typeof import('@node-rs/jieba/dict') = require('@node-rs/jieba/dict');
  const jieba = Jieba.withDict(dict);
  jieba.loadDict(readFileSync(lexicon));
  const { version } = require('@node-rs/jieba/package.json') as Version;
  return {
    name: `@node-rs/jieba ${version}`,
    cut: (text) => joinRuns(jieba.cut(text, false)),
    tag: (text) => jieba.tag(text, false),
  };
}

/** Without its hidden Markov model jieba leaves numbers and Latin words in single characters: `2` `6` is `26`. */
function joinRuns(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const runs =
      last !== undefined &&
      ((/[\d.]$/.test(last) && /^[\d.%]/.test(word)) || (/[a-z]$/i.test(last) && /^[a-z]/i.test(word)));
    if (runs) joined[joined.length - 1] = last + word;
    else joined.push(word);
  }
  return joined;
}
