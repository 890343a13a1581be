import type { Reply } from '../../indexer/parse/reply.js';
import type { Sentence } from '../../indexer/passages/sentence.js';
import { normalise } from '../../indexer/text/normalise.js';
import type { Hit } from './hit.js';

/** The sentence of a hit, the one before it and the one after it, within the passage. */
const near = ({ passage, at }: Hit) => passage.sentences.slice(Math.max(0, at - 1), at + 2);

/** The folded words of these sentences. */
export const wordsAround = (hit: Hit): string =>
  near(hit)
    .map(({ folded }) => folded)
    .join('');

/** The same with the headings above. */
export const textAround = (hit: Hit): string => wordsAround(hit) + hit.passage.foldedPath;

/** Most characters read of what a sentence leads into. */
const LED = 400;

/** Whether a hit is a row of a table; it is read together with the other rows. */
export const isRow = ({ sentence }: Hit): boolean => sentence.folded.startsWith('|');

/** The ends of a sentence that announces what follows. */
const LEADS_ON = /(?::|,即|如下|包括|分别[是为]|主要是)$/;

/** Whether a sentence announces what stands behind it and tells nothing without: `具体情况见下表:`, `分别是`. */
export const leadsOn = ({ folded }: Pick<Sentence, 'folded'>): boolean => LEADS_ON.test(folded);

/** Whether a sentence ends in a colon: the surest sign that it leads on, and the one that the ranking was tuned with. */
export const endsInColon = ({ folded }: Pick<Sentence, 'folded'>): boolean => folded.endsWith(':');

/** The normalised sentences, with quotation marks, and with the text that the sentence leads into. */
export function shadowAround(hit: Hit, replies: ReadonlyMap<string, Reply>): string {
  const sentences = isRow(hit) ? hit.passage.sentences : near(hit);
  const { text } = replies.get(hit.passage.replyId)!;
  const { end } = sentences.at(-1)!;
  const leads = hit.sentence.end === end && leadsOn(hit.sentence);
  return normalise(text.slice(sentences[0]!.start, leads ? end + LED : end)) + hit.passage.foldedPath;
}

/** The normalised sentence alone, with the heading of its passage. */
export function sentenceShadow({ passage, sentence }: Hit, replies: ReadonlyMap<string, Reply>): string {
  return normalise(replies.get(passage.replyId)!.text.slice(sentence.start, sentence.end)) + passage.foldedHeading;
}
