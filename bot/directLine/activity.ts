import type { Activity } from 'botbuilder';
import { maskPersonal } from '../../dialogs/personalData.js';
import { BodyError } from '../body.js';

const TAKEN = ['message', 'event', 'typing', 'messageReaction', 'endOfConversation'];
/** What a client may say of its activity; who it is and where it goes is ours to say. */
const KEPT = [
  'type',
  'text',
  'value',
  'name',
  'channelData',
  'entities',
  'locale',
  'localTimestamp',
  'localTimezone',
  'replyToId',
  'textFormat',
] as const satisfies readonly (keyof Activity)[];
/** Most characters of a message. */
export const MOST_TEXT = 4000;

/**
 * The activity a client posted, with only the fields that are its to set.
 *
 * @throws BodyError 400 when it is no activity
 */
export function readActivity(body: unknown): Partial<Activity> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new BodyError(400, 'The body is not an activity.');
  const given = body as Partial<Activity>;
  if (typeof given.type !== 'string' || !TAKEN.includes(given.type))
    throw new BodyError(400, `type should be one of ${TAKEN.join(', ')}.`);
  if (given.text !== undefined && typeof given.text !== 'string') throw new BodyError(400, 'text should be a string.');
  if ((given.text?.length ?? 0) > MOST_TEXT) throw new BodyError(413, `text is longer than ${MOST_TEXT} characters.`);
  if (given.attachments !== undefined && (!Array.isArray(given.attachments) || given.attachments.length > 0))
    throw new BodyError(400, 'attachments are not taken.');
  if (given.entities !== undefined && (!Array.isArray(given.entities) || given.entities.length > 10))
    throw new BodyError(400, 'entities should be at most 10.');
  if (given.channelData !== undefined && (typeof given.channelData !== 'object' || given.channelData === null))
    throw new BodyError(400, 'channelData should be an object.');
  const kept = Object.fromEntries(KEPT.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
  // Masked before the log has it.
  return given.text === undefined ? kept : { ...kept, text: maskPersonal(given.text).text };
}
