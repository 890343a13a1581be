import { memoise } from '../memoise.js';
import type { Reply } from '../parse/reply.js';
import { foldText } from '../text/normalise.js';
import { foldedLetter, type SearchIndex } from './searchIndex.js';

/** The place in the name of an agency: `岱溪` of 岱溪市司法局. */
const PLACE = /^(\p{sc=Han}{2,3}?)(?:省|市|县|区|旗|盟|州|自治)/u;
/** The places of a corpus's agencies, folded, each once. */
export const placesIn = memoise((index: Pick<SearchIndex, 'replies'>): readonly string[] => {
  const found = new Set<string>();
  for (const reply of index.replies.values()) {
    const place = placeOfReply(reply);
    if (place) found.add(place);
  }
  return [...found];
});

/**
 * The place of a letter's agency, folded. Where the agency is named by its level alone, `县水利局`, the first place of
 * that level in the letter; `undefined` where there is none.
 */
export function placeOfReply(reply: Reply): string | undefined {
  const agency = foldText(reply.letterhead.leadAgency?.value ?? '');
  const level = /^[市县区]/.exec(agency)?.[0];
  if (level === undefined) return PLACE.exec(agency)?.[1];
  return new RegExp(`(?<!\\p{sc=Han})(\\p{sc=Han}{2,3}?)${level}`, 'u').exec(foldedLetter(reply))?.[1];
}
