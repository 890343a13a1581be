/** Base of the errors this project throws on purpose. Any other is a bug. */
export class ReplyBotError extends Error {
  override readonly name: string = 'ReplyBotError';
}

/** The corpus folder is missing, or holds no reply. */
export class EmptyCorpusError extends ReplyBotError {
  override readonly name = 'EmptyCorpusError';
  constructor(readonly folder: string) {
    super(`语料目录 ${folder} 里没有答复(*.txt)。请把答复原文存成 UTF-8 的 .txt 放进去,或用 --corpus 指定别的目录。`);
  }
}

/** A file of the corpus cannot be read as UTF-8 text. */
export class UnreadableFileError extends ReplyBotError {
  override readonly name = 'UnreadableFileError';
  /** @param place offset of the first byte that is not UTF-8, counted from 0 */
  constructor(
    readonly file: string,
    readonly place: number,
    readonly looksLike?: string,
  ) {
    super(
      `${file} 第 ${place} 字节起不是 UTF-8${looksLike ? `(像是 ${looksLike})` : ''}。请另存为 UTF-8 后重试;其余答复不受影响。`,
    );
  }
}

/** A line of a knowledge file (thesaurus, phrasings, stop words) does not follow its format. */
export class MalformedLineError extends ReplyBotError {
  override readonly name = 'MalformedLineError';
  constructor(
    readonly file: string,
    readonly line: number,
    readonly fault: string,
  ) {
    super(`${file}:${line}: ${fault}`);
  }
}

/** The saved index was built from another corpus, or by another segmenter, than those of now. */
export class StaleIndexError extends ReplyBotError {
  override readonly name = 'StaleIndexError';
  constructor(
    readonly indexed: string,
    readonly current: string,
  ) {
    super(`索引是由 ${indexed} 建的,现在是 ${current}。将自动重建;也可运行 npm run index。`);
  }
}

/** The saved index is cut short or altered. */
export class DamagedIndexError extends ReplyBotError {
  override readonly name = 'DamagedIndexError';
  constructor(
    readonly file: string,
    readonly fault: string,
  ) {
    super(`索引文件 ${file} 已损坏(${fault})。将自动重建;也可运行 npm run index。`);
  }
}
