import type { Activity } from 'botbuilder';
import { maskPersonal } from '../../dialogs/understand/personalData.js';
import { BodyError } from '../http/body.js';

const TAKEN = ['message', 'event', 'typing', 'messageReaction', 'endOfConversation'];
/** Most characters of a message. */
export const MOST_TEXT = 4000;

/** What else a client may say, by shape: nothing that holds a word of a person's own. */
const EVENT = 'webchat:activity-status/feedback';
/** A language tag of BCP 47. */
const LOCALE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/;
const ID = /^[A-Za-z0-9_.-]{1,64}$/;

const FORMATS = ['plain', 'markdown', 'xml'];

/**
 * The activity a client posted, with only what is its to say, each of its own kind and length; who it is and where it
 * goes is ours. Personal data is masked before anything has it.
 *
 * @throws BodyError 400 when it is no activity, 413 when its text is too long
 */
export function readActivity(body: unknown): Partial<Activity> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new BodyError(400, 'The body is not an activity.');
  const given = body as Partial<Record<keyof Activity, unknown>>;
  const { type, text, attachments, name, textFormat } = given;
  if (typeof type !== 'string' || !TAKEN.includes(type))
    throw new BodyError(400, `type should be one of ${TAKEN.join(', ')}.`);
  if (text !== undefined && typeof text !== 'string') throw new BodyError(400, 'text should be a string.');
  if ((text?.length ?? 0) > MOST_TEXT) throw new BodyError(413, `text is longer than ${MOST_TEXT} characters.`);
  if (attachments !== undefined && (!Array.isArray(attachments) || attachments.length > 0))
    throw new BodyError(400, 'attachments are not taken.');
  const opened = placeOf(given.value);
  const clientActivityID = shapedAs(ID, recordOf(given.channelData)['clientActivityID']);
  const locale = shapedAs(LOCALE, given.locale);
  const pressed = entitiesOf(given.entities);
  return {
    type,
    ...(text !== undefined && { text: maskPersonal(text).text }),
    ...(name === EVENT && { name }),
    ...(locale && { locale }),
    ...(FORMATS.includes(String(textFormat)) && { textFormat: String(textFormat) }),
    ...(opened && { value: opened }),
    ...(clientActivityID && { channelData: { clientActivityID } }),
    ...(pressed.length > 0 && { entities: pressed as unknown as NonNullable<Activity['entities']> }),
  };
}

const recordOf = (given: unknown): Record<string, unknown> =>
  typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};

const shapedAs = (shape: RegExp, given: unknown): string | undefined =>
  typeof given === 'string' && shape.test(given) ? given : undefined;

/** A letter's id is its file's name. */
const REPLY_ID = /^[\p{L}\p{N}_. ()-]{1,120}$/u;

/** A measure pressed in the outline. */
function placeOf(value: unknown): { readonly replyId: string; readonly start: number } | undefined {
  const { replyId, start } = recordOf(value);
  const id = shapedAs(REPLY_ID, replyId);
  return id && Number.isSafeInteger(start) ? { replyId: maskPersonal(id).text, start: start as number } : undefined;
}

const THUMBS = ['LikeAction', 'DislikeAction'];

/** A thumb pressed below an answer; any other entity is not the client's to say. */
function entitiesOf(entities: unknown): readonly object[] {
  const [first] = Array.isArray(entities) ? (entities as unknown[]) : [];
  const { '@type': kind, '@id': id } = recordOf(first);
  return THUMBS.includes(String(kind)) && shapedAs(ID, id) ? [{ type: kind, '@type': kind, '@id': id }] : [];
}
