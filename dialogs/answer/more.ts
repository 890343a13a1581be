import type { Library } from '../../indexer/index/library.js';
import type { Hit } from '../retrieve/hit.js';
import { rank } from '../retrieve/rank.js';
import { type Answer, type Quote, quote } from './answer.js';
import type { Asked } from './asked.js';
import { SPEAKS_TOO, spoken } from './passages.js';

/** Passages shown at a time when more is asked for, and how many points of score they may stand below the best. */
const AT_A_TIME = 2;
const BELOW_BEST = 6;

/** Most characters of what is left of a passage that are shown at a time. */
const ROOM_FOR_REST = 220;

/** What the last answer left out: first the rest of the passage shown, then other passages; or that there is no more. */
export function moreAnswer({ question, talk, library, switches }: Asked): Answer | undefined {
  if (!question.asksForMore) return undefined;
  const { replies } = library.index;
  const hits = rank(question, library, { passages: new Set(), replyId: talk.replyId }, switches);
  const isShown = ({ passage, sentence }: Pick<Hit, 'passage' | 'sentence'>) =>
    talk.shown.some((one) => one.replyId === passage.replyId && one.start < sentence.end && sentence.start < one.end);
  const fresh = hits.filter(
    (hit) =>
      !isShown(hit) && (hit.score >= hits[0]!.score - BELOW_BEST || spoken(hit) >= SPEAKS_TOO * spoken(hits[0]!)),
  );
  const rest = restOf(talk.shown[0], library);
  const passages = [...new Map(fresh.map((hit) => [hit.passage.id, hit])).values()]
    .filter(({ passage }) => passage !== rest?.passage)
    .slice(0, rest ? AT_A_TIME - 1 : AT_A_TIME);
  const quotes = [...(rest ? [rest] : []), ...passages].map(({ passage, sentence }) =>
    quote(replies.get(passage.replyId)!, sentence, passage.path, sentence.role),
  );
  if (quotes.length === 0) return { outcome: 'not_stated', missing: 'more', nearest: [] };
  return {
    outcome: 'answered',
    blocks: [{ lead: { kind: 'also' }, quotes }],
    ...(question.leansOn && { reading: { leansOn: question.leansOn } }),
  };
}

/** The sentences that follow a quote within its passage, as many as there is room for. */
function restOf(shown: Quote | undefined, { index }: Library): Pick<Hit, 'passage' | 'sentence'> | undefined {
  const passage =
    shown && index.passagesOf(shown.replyId).find(({ start, end }) => start <= shown.start && shown.end <= end);
  const after = passage?.sentences.filter(({ start }) => start >= shown!.end) ?? [];
  const [first] = after;
  if (!passage || !first) return undefined;
  const last = after.findLast(({ end }) => end - first.start <= ROOM_FOR_REST) ?? first;
  return { passage, sentence: { ...first, end: last.end } };
}
