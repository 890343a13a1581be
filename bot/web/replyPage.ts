import { labelOf } from '../../dialogs/answer/sections.js';
import { wording } from '../../dialogs/render/wording.js';
import { dayOf, newestFirst, type Reply, type Section } from '../../indexer/reply.js';
import type { Span } from '../../indexer/span.js';
import { escapeHtml } from './page.js';

/** Where a reply's page opens at quoted words: `/replies/<id>?m=120-180#m`. */
export const replyPath = (id: string, { start, end }: Span): string =>
  `/replies/${encodeURIComponent(id)}?m=${start}-${end}#m`;

/** The words to be marked, from the query; `undefined` unless they lie in the letter. */
export function readMark(query: string | undefined, { text }: Reply): Span | undefined {
  const [, start, end] = /^(\d{1,7})-(\d{1,7})$/.exec(query ?? '') ?? [];
  const span = { start: Number(start), end: Number(end) };
  return span.start < span.end && span.end <= text.length ? span : undefined;
}

/** No script, no picture, nothing from elsewhere. */
export const REPLY_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/reply.css">
</head>
<body>
${body}
</body>
</html>
`;

const nameOf = ({ letterhead, id }: Reply): string => letterhead.title?.value ?? id;

/** All letters, the newest first. */
export function repliesPage(replies: readonly Reply[]): string {
  const sorted = [...replies].sort(newestFirst);
  const rows = sorted.map((reply) => {
    const { leadAgency, addressees } = reply.letterhead;
    const facts = [leadAgency?.value, addressees?.value.join('、'), dayOf(reply.letterhead)]
      .filter(Boolean)
      .join(' · ');
    return `<li><a href="/replies/${encodeURIComponent(reply.id)}">${escapeHtml(nameOf(reply))}</a><p>${escapeHtml(facts)}</p></li>`;
  });
  return page(
    wording.replies.title,
    `<header><nav><a href="/">${escapeHtml(wording.replies.ask)}</a></nav><h1>${escapeHtml(wording.replies.title)}</h1></header>
<main><ol class="replies">
${rows.join('\n')}
</ol></main>`,
  );
}

/** What is kept of those who ask, and how long. */
export const privacyPage = (days: number): string =>
  page(
    wording.privacy.title,
    `<header><nav><a href="/">${escapeHtml(wording.replies.ask)}</a></nav><h1>${escapeHtml(wording.privacy.title)}</h1></header>
<main>${wording.privacy
      .lines(days)
      .map((line) => `<p>${escapeHtml(line)}</p>`)
      .join('')}</main>`,
  );

/** What stands where no letter has the id asked for: the way back to those there are. */
export const noReplyPage = (): string =>
  page(
    wording.replies.none,
    `<header><nav><a href="/">${escapeHtml(wording.replies.ask)}</a> <a href="/replies">${escapeHtml(wording.replies.all)}</a></nav></header>
<main><h1>${escapeHtml(wording.replies.none)}</h1></main>`,
  );

/** One letter whole, its outline beside it, the words `mark` spans marked. Every section has an anchor `#s<start>`. */
export function replyPage(reply: Reply, mark?: Span): string {
  const anchors = new Map<number, string>();
  const walk = (section: Section) => {
    anchors.set(section.start, `s${section.start}`);
    section.children.forEach(walk);
  };
  reply.outline.forEach(walk);
  return page(
    nameOf(reply),
    `<header><nav><a href="/">${escapeHtml(wording.replies.ask)}</a> <a href="/replies">${escapeHtml(wording.replies.all)}</a></nav>
<h1>${escapeHtml(nameOf(reply))}</h1>
<dl>${factsOf(reply)}</dl></header>
<div class="letter">
<nav class="outline" aria-label="${escapeHtml(wording.replies.outline)}"><h2>${escapeHtml(wording.replies.outline)}</h2>${outlineOf(reply.outline, reply)}</nav>
<main aria-label="${escapeHtml(wording.replies.letter)}">
${bodyOf(reply, anchors, mark)}
</main>
</div>`,
  );
}

function factsOf({ letterhead }: Reply): string {
  const { field } = wording;
  const facts: [string, string | undefined][] = [
    [field.addressees, letterhead.addressees?.value.join('、')],
    [field.leadAgency, letterhead.leadAgency?.value],
    [field.coAgencies, letterhead.coAgencies.map(({ value }) => value).join('、')],
    [field.signed, letterhead.date?.value],
    [field.docNumber, letterhead.docNumber?.value],
    [field.class, letterhead.class?.value],
  ];
  return facts
    .filter(([, value]) => value)
    .map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value!)}</dd></div>`)
    .join('');
}

function outlineOf(sections: readonly Section[], reply: Reply): string {
  if (sections.length === 0) return '';
  const items = sections.map((section) => {
    const stage = section.role === 'done' || section.role === 'planned' ? wording.role[section.role] : '';
    const tag = stage ? ` <span class="${section.role}">${escapeHtml(stage)}</span>` : '';
    return `<li><a href="#s${section.start}">${escapeHtml(labelOf(reply, section))}</a>${tag}${outlineOf(section.children, reply)}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

/** The letter line by line, letter for letter; the rows of a table together. Linear in the letter. */
function bodyOf({ text }: Reply, anchors: ReadonlyMap<number, string>, mark: Span | undefined): string {
  const wordsOf = writerOf(text, anchors, mark);
  const out: string[] = [];
  let table: string[] = [];
  const close = () => {
    if (table.length > 0) out.push(`<table>${table.join('')}</table>`);
    table = [];
  };
  let start = 0;
  for (const line of text.split('\n')) {
    const span = { start, end: start + line.length };
    start = span.end + 1;
    if (line.trim() === '') continue;
    if (!line.trimStart().startsWith('|')) {
      close();
      out.push(`<p>${wordsOf(span)}</p>`);
    } else if (!/^[\s|:-]+$/.test(line)) {
      const cells: string[] = [];
      let at = span.start;
      for (const cell of line.split('|')) {
        if (cell.trim() !== '') cells.push(`<td>${wordsOf({ start: at, end: at + cell.length })}</td>`);
        at += cell.length + 1;
      }
      table.push(`<tr>${cells.join('')}</tr>`);
    }
  }
  close();
  return out.join('\n');
}

/** Writes stretches of a letter, each behind the one before, cut where an anchor or the mark begins or ends. */
function writerOf(text: string, anchors: ReadonlyMap<number, string>, mark: Span | undefined): (span: Span) => string {
  const cuts = [...new Set([...anchors.keys(), ...(mark ? [mark.start, mark.end] : [])])].sort((a, b) => a - b);
  let next = 0;
  let markIsOpen = false;
  const write = (from: number, to: number) => {
    const words = escapeHtml(text.slice(from, to));
    const anchor = anchors.get(from);
    const marked = mark !== undefined && from >= mark.start && from < mark.end;
    // The address leads to where the mark begins.
    const body = marked ? `<mark${markIsOpen ? '' : ' id="m"'}>${words}</mark>` : words;
    markIsOpen ||= marked;
    return anchor ? `<span id="${anchor}"></span>${body}` : body;
  };
  return ({ start, end }) => {
    const parts: string[] = [];
    let from = start;
    while (next < cuts.length && cuts[next]! <= start) next++;
    while (next < cuts.length && cuts[next]! < end) {
      parts.push(write(from, cuts[next]!));
      from = cuts[next++]!;
    }
    parts.push(write(from, end));
    return parts.join('');
  };
}
