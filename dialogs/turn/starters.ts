import type { Library } from '../../indexer/index/library.js';
import { memoise } from '../../indexer/memoise.js';
import { dayOf, type Reply } from '../../indexer/parse/reply.js';
import { sectionPathsOf } from '../answer/sections.js';
import { converse, START } from '../converse/conversation.js';
import { wording } from '../render/wording.js';

/** Characters of a heading that makes a question by itself. */
const SHORTEST = 5;
const LONGEST = 16;
/** Questions tried until enough are answered. */
const TRIED = 24;

/**
 * Questions to begin with (开场问题): of one letter, taken from its headings, what was done, what is planned, and whom
 * to call; of many, which letters there are. Only what the bot answers is offered.
 */
export const startersOf = memoise((library: Library): readonly string[] => {
  const replies = [...library.index.replies.values()];
  const answered = (question: string) => converse(question, START, library).answer.outcome === 'answered';
  const first = (questions: readonly string[]) => questions.slice(0, TRIED).find(answered);
  const [reply] = replies;
  // Of many letters no heading tells which one it is of.
  const asked =
    replies.length === 1
      ? [first(questionsOf(reply!, 'done')), first(questionsOf(reply!, 'planned')), first([wording.starters.contact])]
      : [
          first([wording.starters.replies]),
          first(yearsOf(replies).map(wording.starters.ofYear)),
          first([wording.starters.proposals, wording.starters.suggestions]),
        ];
  return asked.filter((question) => question !== undefined);
});

/** The years of letters, the latest first. */
const yearsOf = (replies: readonly Reply[]): string[] =>
  [...new Set(replies.map(({ letterhead }) => dayOf(letterhead)?.slice(0, 4)).filter((year) => year !== undefined))]
    .sort()
    .reverse();

function questionsOf(reply: Reply, role: 'done' | 'planned'): string[] {
  return sectionPathsOf(reply)
    .map(({ path }) => path.at(-1)!)
    .filter((section) => section.role === role && section.headingSpan && section.children.length === 0)
    .map(({ heading }) => heading.trim().replace(/[。;;,,::]$/, ''))
    .filter((heading) => heading.length >= SHORTEST && heading.length <= LONGEST && !/[\d,，。]|已|了$/.test(heading))
    .map((heading) => wording.starters[role](heading));
}
