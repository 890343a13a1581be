import type { Activity } from 'botbuilder';
import { maskPersonal } from '../../dialogs/understand/personalData.js';
import { BodyError } from '../http/body.js';

/** Activity types that clients may post. */
const TYPES = ['message', 'event', 'typing', 'messageReaction', 'endOfConversation'];
/** Most characters of a message. */
const MOST_TEXT = 4000;

/** The one event that clients may post: a thumb pressed below an answer. */
const EVENT = 'webchat:activity-status/feedback';
/** A language tag by BCP 47. */
const LOCALE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/;
/** An id that a client or this bot has made. */
const ID = /^[A-Za-z0-9_.-]{1,64}$/;

const FORMATS = ['plain', 'markdown', 'xml'];

/**
 * Reads the activity that a client posted. Only fields that a client may set are kept, and only with values of the
 * expected shape; no field but `text` can hold words of the user. Personal data in the text is masked.
 *
 * @throws BodyError 400 if it is no activity that clients may post, 413 if its text is too long
 */
export function readActivity(body: unknown): Partial<Activity> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new BodyError(400, 'The body is not an activity.');
  const given = body as Partial<Record<keyof Activity, unknown>>;
  const { type, text, attachments, name, textFormat } = given;
  if (typeof type !== 'string' || !TYPES.includes(type))
    throw new BodyError(400, `type should be one of ${TYPES.join(', ')}.`);
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

/** Id of a reply: its file name. */
const REPLY_ID = /^[\p{L}\p{N}_. ()-]{1,120}$/u;

/** The section that was pressed in the outline: `{replyId, start}`; `undefined` for any other value. */
function placeOf(value: unknown): { readonly replyId: string; readonly start: number } | undefined {
  const { replyId, start } = recordOf(value);
  const id = shapedAs(REPLY_ID, replyId);
  return id && Number.isSafeInteger(start) ? { replyId: maskPersonal(id).text, start: start as number } : undefined;
}

const THUMBS = ['LikeAction', 'DislikeAction'];

/** The thumb pressed below an answer, with the id of the answer; other entities are dropped. */
function entitiesOf(entities: unknown): readonly object[] {
  const [first] = Array.isArray(entities) ? (entities as unknown[]) : [];
  const { '@type': kind, '@id': id } = recordOf(first);
  return THUMBS.includes(String(kind)) && shapedAs(ID, id) ? [{ type: kind, '@type': kind, '@id': id }] : [];
}
