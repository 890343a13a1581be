import { readFileSync } from 'node:fs';
import type { Passage } from '../../indexer/passages/passage.js';
import type { Sentence } from '../../indexer/passages/sentence.js';
import { foldText } from '../../indexer/text/normalise.js';

/** A public reading-comprehension set as passages and questions. */
export interface ReadingSet {
  readonly passages: readonly Passage[];
  readonly questions: readonly ReadingQuestion[];
}

export interface ReadingQuestion {
  readonly question: string;
  /** Id of the passage it was written on. */
  readonly passageId: string;
  /** Folded answers; any one counts. */
  readonly answers: readonly string[];
}

interface SquadFile {
  readonly data: readonly {
    readonly paragraphs: readonly {
      readonly id: string;
      readonly context: string;
      readonly qas: readonly { readonly question: string; readonly answers: readonly { readonly text: string }[] }[];
    }[];
  }[];
}

/** Reads sets in SQuAD form; passages are cut into sentences at `。！？`. */
export function readSets(files: readonly string[]): ReadingSet {
  const passages: Passage[] = [];
  const questions: ReadingQuestion[] = [];
  for (const file of files) {
    const { data } = JSON.parse(readFileSync(file, 'utf8')) as SquadFile;
    for (const { context, id, qas } of data.flatMap(({ paragraphs }) => paragraphs)) {
      const passage = passageOf(`${file}:${id}`, context);
      passages.push(passage);
      for (const { question, answers } of qas) {
        questions.push({
          question,
          passageId: passage.id,
          answers: [...new Set(answers.map(({ text }) => foldText(text)))].filter(Boolean),
        });
      }
    }
  }
  return { passages, questions };
}

function passageOf(id: string, context: string): Passage {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const part of context.split(/(?<=[。！？!?](?![^（(]*[）)]))/)) {
    const folded = foldText(part);
    if (folded) sentences.push({ start, end: start + part.length, role: 'other', folded });
    start += part.length;
  }
  return {
    id,
    replyId: id,
    path: [],
    labels: [],
    role: 'other',
    kind: 'text',
    sentences,
    start: 0,
    end: context.length,
    folded: foldText(context),
    foldedPath: '',
    foldedHeading: '',
  };
}
