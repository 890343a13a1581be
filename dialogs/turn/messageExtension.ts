import type { Attachment, MessagingExtensionResponse } from 'botbuilder';
import type { Library } from '../../indexer/index/library.js';
import { dayOf } from '../../indexer/parse/reply.js';
import type { Quote } from '../answer/answer.js';
import { searchMeasures } from '../answer/measureSearch.js';
import { wording } from '../render/wording.js';
import { understand } from '../understand/understand.js';
import type { LinkOf } from './message.js';
import { adaptiveCard, clamp } from './teams.js';

/** Measures listed at a time. */
const MOST = 10;
/** Characters of a measure on its preview. */
const PREVIEW = 90;

/** Answers `composeExtension/query`: the measures found, each with a preview and the card that is put into a message. */
export function searchResult(query: unknown, library: Library, linkOf: LinkOf): MessagingExtensionResponse {
  const words = wordsOf(query);
  if (!words) return { composeExtension: { type: 'message', text: wording.search.hint } };
  const measures = searchMeasures(understand(words, library), library, MOST);
  if (measures.length === 0) return { composeExtension: { type: 'message', text: wording.notFound } };
  return {
    composeExtension: {
      type: 'result',
      attachmentLayout: 'list',
      attachments: measures.map((measure) => ({
        ...cardOf(measure, library, linkOf),
        preview: {
          contentType: 'application/vnd.microsoft.card.thumbnail',
          content: {
            title: `${wording.tag(measure.role)}${measure.path.join(' › ') || sourceOf(measure, library)}`,
            text: clamp(measure.text.replace(/\s+/g, ' '), PREVIEW),
          },
        },
      })),
    },
  };
}

function wordsOf(query: unknown): string {
  const { parameters } = (query ?? {}) as { parameters?: { name?: unknown; value?: unknown }[] };
  const value = Array.isArray(parameters) ? parameters.find(({ name }) => name === 'words')?.value : undefined;
  return typeof value === 'string' ? value.trim().slice(0, 500) : '';
}

function sourceOf({ replyId }: Quote, { index }: Library): string {
  const { letterhead, id } = index.replies.get(replyId)!;
  return wording.source(letterhead.leadAgency?.value ?? letterhead.title?.value ?? id, dayOf(letterhead));
}

function cardOf(measure: Quote, library: Library, linkOf: LinkOf): Attachment {
  const url = linkOf(measure);
  // TextRun blocks take no Markdown: the words stay as they are.
  const lines = [
    { text: `${wording.tag(measure.role)}${measure.path.join(' › ')}`, weight: 'Bolder' },
    { text: measure.text },
    { text: sourceOf(measure, library), size: 'Small', isSubtle: true },
  ];
  return adaptiveCard(
    lines.filter(({ text }) => text).map((run) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', ...run }] })),
    url ? [{ type: 'Action.OpenUrl', title: wording.replies.open, url }] : [],
  );
}
