import type { Library } from '../../indexer/index/library.js';
import type { Reply } from '../../indexer/parse/reply.js';
import { type Decision, decide } from '../decide/decide.js';
import { rank, type Switches } from '../retrieve/rank.js';
import { repliesMeant } from '../retrieve/replyScope.js';
import type { Question } from '../understand/question.js';
import type { Quote } from './answer.js';

/** The part of the conversation so far that an answer depends on. */
export interface Talk {
  /** What was quoted last, in the order shown: `第二条` is the second. */
  readonly shown: readonly Quote[];
  /** The letter being talked about. */
  readonly replyId?: string;
}

/** What every route is given. */
export interface Asked {
  readonly question: Question;
  readonly talk: Talk;
  readonly library: Library;
  readonly switches: Switches;
  readonly replies: readonly Reply[];
  /** The letters that may be meant. */
  readonly meant: () => readonly Reply[];
  /** What the hits come to; made once, when a route first needs it. */
  readonly decision: () => Decision;
}

export function askedOf(question: Question, talk: Talk, library: Library, switches: Switches): Asked {
  const once = <Value>(make: () => Value) => {
    let made: { readonly value: Value } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  return {
    question,
    talk,
    library,
    switches,
    replies: [...library.index.replies.values()],
    meant: once(() => repliesMeant(question, library, talk.replyId)),
    decision: once(() => {
      const passages = new Set(question.leansOn ? passagesShown(talk, library) : []);
      return decide(question, rank(question, library, { passages, replyId: talk.replyId }, switches), library);
    }),
  };
}

const passagesShown = ({ shown }: Talk, { index }: Library): string[] =>
  shown.flatMap(({ replyId, start }) =>
    index
      .passagesOf(replyId)
      .filter((one) => one.start <= start && start < one.end)
      .map(({ id }) => id),
  );
