import { labelOf } from '../../dialogs/answer/sections.js';
import { wording } from '../../dialogs/render/wording.js';
import { dayOf, newestFirst, type Reply, type Section } from '../../indexer/parse/reply.js';
import type { Span } from '../../indexer/text/span.js';
import { type Html, html, htmlLines } from './html.js';
import { stageTag } from './page.js';

/** The path at which a reply's page opens at quoted words: `/replies/<id>?m=120-180#m`. */
export const replyPath = (id: string, { start, end }: Span): string =>
  `/replies/${encodeURIComponent(id)}?m=${start}-${end}#m`;

/** Reads the span of `?m=<start>-<end>`; `undefined` when it is malformed, empty or outside the reply. */
export function readMark(query: string | undefined, { text }: Reply): Span | undefined {
  const [, start, end] = /^(\d{1,7})-(\d{1,7})$/.exec(query ?? '') ?? [];
  const span = { start: Number(start), end: Number(end) };
  return span.start < span.end && span.end <= text.length ? span : undefined;
}

/** Content security policy of the pages without script: no images, nothing from other origins. */
export const REPLY_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const page = (title: string, body: Html): string =>
  html`<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/reply.css">
</head>
<body>
${body}
</body>
</html>
`.source;

const nameOf = ({ letterhead, id }: Reply): string => letterhead.title?.value ?? id;

const TO_CHAT = html`<a href="/">${wording.replies.ask}</a>`;
const TO_CHAT_AND_REPLIES = html`${TO_CHAT} <a href="/replies">${wording.replies.all}</a>`;

/** The list of all replies, newest first. */
export function repliesPage(replies: readonly Reply[]): string {
  const rows = [...replies].sort(newestFirst).map((reply) => {
    const { leadAgency, addressees } = reply.letterhead;
    const facts = [leadAgency?.value, addressees?.value.join('、'), dayOf(reply.letterhead)].filter(Boolean);
    return html`<li><a href="/replies/${encodeURIComponent(reply.id)}">${nameOf(reply)}</a><p>${facts.join(' · ')}</p></li>`;
  });
  return page(
    wording.replies.title,
    html`<header><nav>${TO_CHAT}</nav><h1>${wording.replies.title}</h1></header>
<main><ol class="replies">
${htmlLines(rows)}
</ol></main>`,
  );
}

/** What is stored about users, and for how many days. */
export const privacyPage = (days: number): string =>
  page(
    wording.privacy.title,
    html`<header><nav>${TO_CHAT}</nav><h1>${wording.privacy.title}</h1></header>
<main>${wording.privacy.lines(days).map((line) => html`<p>${line}</p>`)}</main>`,
  );

/** The page of a reply that does not exist. */
export const noReplyPage = (): string =>
  page(
    wording.replies.none,
    html`<header><nav>${TO_CHAT_AND_REPLIES}</nav></header>
<main><h1>${wording.replies.none}</h1></main>`,
  );

/** A whole reply with its outline. Every section has an anchor `#s<start>`; the words of `mark` are highlighted, `#m`. */
export function replyPage(reply: Reply, mark?: Span): string {
  return page(
    nameOf(reply),
    html`<header><nav>${TO_CHAT_AND_REPLIES}</nav>
<h1>${nameOf(reply)}</h1>
<dl>${factsOf(reply)}</dl></header>
<div class="letter">
<nav class="outline" aria-label="${wording.replies.outline}"><h2>${wording.replies.outline}</h2>${outlineOf(reply.outline, reply)}</nav>
<main aria-label="${wording.replies.letter}">
${bodyOf(reply, mark)}
</main>
</div>`,
  );
}

function factsOf({ letterhead }: Reply): readonly Html[] {
  const { field } = wording;
  const facts: [string, string | undefined][] = [
    [field.addressees, letterhead.addressees?.value.join('、')],
    [field.leadAgency, letterhead.leadAgency?.value],
    [field.coAgencies, letterhead.coAgencies.map(({ value }) => value).join('、')],
    [field.signed, letterhead.date?.value],
    [field.docNumber, letterhead.docNumber?.value],
    [field.class, letterhead.class?.value],
  ];
  return facts.flatMap(([name, value]) => (value ? [html`<div><dt>${name}</dt><dd>${value}</dd></div>`] : []));
}

function outlineOf(sections: readonly Section[], reply: Reply): Html | '' {
  if (sections.length === 0) return '';
  const items = sections.map((section) => {
    const link = html`<a href="#s${section.start}">${labelOf(reply, section)}</a>`;
    return html`<li>${link}${stageTag(section)}${outlineOf(section.children, reply)}</li>`;
  });
  return html`<ul>${items}</ul>`;
}

/** Starts of all sections, which get an anchor each. */
const startsOf = (sections: readonly Section[]): number[] =>
  sections.flatMap(({ start, children }) => [start, ...startsOf(children)]);

/** The reply's text, character for character: a paragraph per line, table rows together. Linear in its length. */
function bodyOf({ text, outline }: Reply, mark: Span | undefined): Html {
  const wordsOf = writerOf(text, new Set(startsOf(outline)), mark);
  const blocks: Html[] = [];
  let rows: Html[] = [];
  const closeTable = () => {
    if (rows.length > 0) blocks.push(html`<table>${rows}</table>`);
    rows = [];
  };
  let next = 0;
  for (const line of text.split('\n')) {
    const start = next;
    next += line.length + 1;
    if (line.trim() === '') continue;
    if (!line.trimStart().startsWith('|')) {
      closeTable();
      blocks.push(html`<p>${wordsOf({ start, end: start + line.length })}</p>`);
    } else if (!/^[\s|:-]+$/.test(line)) {
      rows.push(html`<tr>${cellsOf(line, start).map((cell) => html`<td>${wordsOf(cell)}</td>`)}</tr>`);
    }
  }
  closeTable();
  return htmlLines(blocks);
}

/** Spans of the cells of a table row `| a | b |` that begins at `start`; empty cells are left out. */
function cellsOf(line: string, start: number): readonly Span[] {
  let at = start;
  return line.split('|').flatMap((cell) => {
    const span = { start: at, end: at + cell.length };
    at += cell.length + 1;
    return cell.trim() === '' ? [] : [span];
  });
}

/**
 * Writes spans of a text as HTML, cut where an anchor stands and where the mark begins or ends. Spans must be given in
 * rising order, so that writing all of them is linear in the text.
 */
function writerOf(text: string, anchors: ReadonlySet<number>, mark: Span | undefined): (span: Span) => readonly Html[] {
  const cuts = [...new Set([...anchors, ...(mark ? [mark.start, mark.end] : [])])].sort((a, b) => a - b);
  let next = 0;
  let isMarkOpen = false;
  const write = (from: number, to: number): Html => {
    const words = text.slice(from, to);
    const isMarked = mark !== undefined && from >= mark.start && from < mark.end;
    // The first piece of the mark bears the id to which the URL leads.
    const body = isMarked ? html`<mark${isMarkOpen ? '' : html` id="m"`}>${words}</mark>` : words;
    isMarkOpen ||= isMarked;
    return anchors.has(from) ? html`<span id="s${from}"></span>${body}` : html`${body}`;
  };
  return ({ start, end }) => {
    const pieces: Html[] = [];
    let from = start;
    while (next < cuts.length && cuts[next]! <= start) next++;
    while (next < cuts.length && cuts[next]! < end) {
      pieces.push(write(from, cuts[next]!));
      from = cuts[next++]!;
    }
    pieces.push(write(from, end));
    return pieces;
  };
}
