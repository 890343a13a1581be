import type { Library } from '../indexer/library.js';
import { dayOf, type Reply } from '../indexer/reply.js';
import { converse, START } from './conversation.js';
import { placesOf } from './places.js';
import { wording } from './wording.js';

/** Characters of a heading that makes a question by itself. */
const SHORTEST = 5;
const LONGEST = 16;
/** Questions tried until enough are answered. */
const TRIED = 24;

/**
 * Questions to begin with (开场问题), taken from the headings of the newest letters: one of what was done, one of what
 * is planned, one of the contact. Only what the bot answers is offered.
 */
export function startersOf(library: Library): readonly string[] {
  const starters = known.get(library) ?? findStarters(library);
  known.set(library, starters);
  return starters;
}
const known = new WeakMap<Library, readonly string[]>();

function findStarters(library: Library): string[] {
  const newest = [...library.index.replies.values()].sort((a, b) =>
    (dayOf(b.frame) ?? '').localeCompare(dayOf(a.frame) ?? ''),
  );
  const answered = (question: string) => converse(question, START, library).answer.outcome === 'answered';
  const first = (questions: readonly string[]) => questions.slice(0, TRIED).find(answered);
  const asking = (role: 'done' | 'planned') => first(newest.flatMap((reply) => questionsOf(reply, role)));
  const last = newest.length === 1 ? wording.starters.contact : wording.starters.replies;
  return [asking('done'), asking('planned'), first([last])].filter((question) => question !== undefined);
}

function questionsOf(reply: Reply, role: 'done' | 'planned'): string[] {
  return placesOf(reply)
    .map(({ path }) => path.at(-1)!)
    .filter((section) => section.role === role && section.headingSpan && section.children.length === 0)
    .map(({ heading }) => heading.trim().replace(/[。;;,,::]$/, ''))
    .filter((heading) => heading.length >= SHORTEST && heading.length <= LONGEST && !/[\d,,。]/.test(heading))
    .map((heading) => wording.starters[role](heading));
}
