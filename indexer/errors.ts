/** Base of the errors this project throws on purpose. Any other is a bug. */
export class ReplyBotError extends Error {
  override readonly name: string = 'ReplyBotError';
}

/** The corpus folder is missing, or holds no reply. */
export class EmptyCorpusError extends ReplyBotError {
  override readonly name = 'EmptyCorpusError';
  readonly folder: string;

  constructor(folder: string) {
    super(`语料目录 ${folder} 里没有答复(*.txt)。请把答复原文存成 UTF-8 的 .txt 放进去,或用 --corpus 指定别的目录。`);
    this.folder = folder;
  }
}

/** A file of the corpus cannot be read as UTF-8 text. */
export class UnreadableFileError extends ReplyBotError {
  override readonly name = 'UnreadableFileError';
  readonly file: string;
  /** Offset of the first byte that is not UTF-8, counted from 0. */
  readonly place: number;
  /** The encoding it seems to be in, `GB18030`; absent where it is unknown. */
  readonly looksLike: string | undefined;

  constructor(file: string, place: number, looksLike?: string) {
    super(
      `${file} 第 ${place} 字节起不是 UTF-8${looksLike ? `(像是 ${looksLike})` : ''}。请另存为 UTF-8 后重试;其余答复不受影响。`,
    );
    this.file = file;
    this.place = place;
    this.looksLike = looksLike;
  }
}

/** A line of a knowledge file (thesaurus, phrasings, stop words) does not follow its format. */
export class MalformedLineError extends ReplyBotError {
  override readonly name = 'MalformedLineError';
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** What the format asks for, in Chinese, without a full stop. */
  readonly fault: string;

  constructor(file: string, line: number, fault: string) {
    super(`${file}:${line}: ${fault}`);
    this.file = file;
    this.line = line;
    this.fault = fault;
  }
}

/** The saved index was built from another corpus, or by another segmenter or format, than those of now. */
export class StaleIndexError extends ReplyBotError {
  override readonly name = 'StaleIndexError';
  /** What it was built from, as its head says: `语料 <SHA-256> / 分词 nodejieba 3.5.8`. */
  readonly indexed: string;
  /** The same of the corpus as it is now. */
  readonly current: string;

  constructor(indexed: string, current: string) {
    super(`索引是由 ${indexed} 建的,现在是 ${current}。将自动重建;也可运行 npm run index。`);
    this.indexed = indexed;
    this.current = current;
  }
}

/** The saved index is cut short or altered. */
export class DamagedIndexError extends ReplyBotError {
  override readonly name = 'DamagedIndexError';
  readonly file: string;
  /** In Chinese, without a full stop: `校验和不符`. */
  readonly fault: string;

  constructor(file: string, fault: string) {
    super(`索引文件 ${file} 已损坏(${fault})。将自动重建;也可运行 npm run index。`);
    this.file = file;
    this.fault = fault;
  }
}
