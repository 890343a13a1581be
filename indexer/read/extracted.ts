import { ReplyBotError } from '../errors.js';

/** A letter's text as read out of a file, and what of the file was not read. */
export interface Extracted {
  readonly text: string;
  /** For people who add letters, in Chinese: `2 幅图片`. */
  readonly lost: readonly string[];
}

/** Reads a file of one kind; its name is for the errors. */
export type FormatReader = (bytes: Uint8Array, file: string) => Promise<Extracted>;

const MB = 1024 * 1024;

/** Most that an archive may hold: bytes once unpacked, and files. */
export const MOST_UNPACKED = 100 * MB;
export const MOST_ENTRIES = 5_000;

/** Most characters of a letter, as many as a thick book has: a running bot reads a new one between two answers. */
export const MOST_CHARACTERS = 200_000;

/** A file is of no kind a letter can be read from, or holds no text. */
export class UnknownFormatError extends ReplyBotError {
  override readonly name = 'UnknownFormatError';
  readonly file: string;
  /** In Chinese, without a full stop: `里面没有可读的中文`. */
  readonly fault: string;

  constructor(file: string, fault: string) {
    super(`${file}:${fault}。可以加入的有 txt、html、docx 和带文字的 pdf;扫描件请先转成文字。`);
    this.file = file;
    this.fault = fault;
  }
}

/** Too many of a text's characters are none of any script: it is another kind of file under a text's name. */
export class NotTextError extends ReplyBotError {
  override readonly name = 'NotTextError';
  readonly file: string;
  /** Share of such characters, from 0 to 1. */
  readonly share: number;
  /** Where the first of them stands, counted from 1. */
  readonly line: number;

  constructor(file: string, share: number, line: number) {
    super(
      `${file}:不像是文字,从第 ${line} 行起有控制符、乱码或未定义的字符,约占百分之 ${Math.ceil(share * 100)}。请核对是否选错了文件;是文字的,请另存为 UTF-8 后再加入。`,
    );
    this.file = file;
    this.share = share;
    this.line = line;
  }
}

/** A text is longer than any one letter is. */
export class TextTooLongError extends ReplyBotError {
  override readonly name = 'TextTooLongError';
  readonly file: string;
  /** Its length in characters. */
  readonly length: number;

  constructor(file: string, length: number) {
    super(
      `${file}:全文 ${length} 字,超过 ${MOST_CHARACTERS} 字,不像是一件答复。请删去附件,或拆成一件一个文件后再加入。`,
    );
    this.file = file;
    this.length = length;
  }
}

/** An archive holds more, by its own directory, than is unpacked. */
export class ArchiveTooLargeError extends ReplyBotError {
  override readonly name = 'ArchiveTooLargeError';
  readonly file: string;
  readonly kind: 'bytes' | 'entries';

  constructor(file: string, kind: 'bytes' | 'entries') {
    const told = { bytes: `解压后超过 ${MOST_UNPACKED / MB} MB`, entries: `内含的文件超过 ${MOST_ENTRIES} 个` };
    super(`${file}:${told[kind]},不予解压。请打开核对,删去其中的图片和附件,另存一份后再加入。`);
    this.file = file;
    this.kind = kind;
  }
}
