import { labelOf } from '../../dialogs/answer/sections.js';
import { wording } from '../../dialogs/render/wording.js';
import { dayOf, newestFirst, type Reply, type Section } from '../../indexer/parse/reply.js';
import { BUNDLE_NAME } from './bundle.js';
import { type Html, html, htmlLines } from './html.js';

/** Most replies whose outlines are shown beside the chat; a link leads to the others. */
const MOST_OUTLINES = 12;

const { page } = wording;

/**
 * The chat page: Web Chat, with the outlines of the newest replies beside it.
 *
 * @param nonce the one that the page's content security policy allows, base64
 */
export const chatPage = (nonce: string, replies: readonly Reply[]): string =>
  document(
    nonce,
    html`<header>
<div>
<h1>${wording.name}</h1>
<p>${wording.scope}</p>
</div>
<nav>
<button type="button" id="restart">${page.restart}</button>
<button type="button" id="copy">${page.copy}</button>
<button type="button" id="print">${page.print}</button>
<a href="/replies" target="_blank" rel="noopener">${wording.replies.all}</a>
</nav>
</header>
<p id="status" role="status"></p>
<div class="desk">
<main id="chat" aria-label="${wording.name}"></main>
<aside aria-label="${page.outline}">
<details id="outline" open>
<summary>${page.outline}</summary>
<p>${page.outlineHint}</p>
${outlinesOf(replies)}
</details>
</aside>
</div>
<section id="printed"></section>`,
  );

/** The chat alone, for a frame in another page. */
export const embeddedPage = (nonce: string): string =>
  document(
    nonce,
    html`<header class="small"><h1>${wording.name}</h1></header>
<p id="status" role="status"></p>
<main id="chat" aria-label="${wording.name}"></main>`,
  );

const document = (nonce: string, body: Html): string =>
  html`<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${wording.name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/page.css">
</head>
<body>
${body}
<noscript>${wording.noScript}</noscript>
<script nonce="${nonce}" src="/assets/${BUNDLE_NAME}"></script>
<script nonce="${nonce}" src="/assets/page.js" data-nonce="${nonce}" data-wording="${JSON.stringify(page.script)}"></script>
</body>
</html>
`.source;

function outlinesOf(replies: readonly Reply[]): Html {
  const newest = [...replies].sort(newestFirst);
  const isOnly = newest.length === 1;
  const shown = newest.slice(0, MOST_OUTLINES).map((reply) => {
    const name = reply.letterhead.title?.value ?? reply.id;
    const date = dayOf(reply.letterhead);
    const summary = date ? wording.of(name, date) : name;
    return html`<details${isOnly ? ' open' : ''}><summary>${summary}</summary>${sectionsOf(reply.outline, reply)}</details>`;
  });
  const more = newest.length - shown.length;
  return html`${htmlLines(shown)}${more > 0 ? html`<p><a href="/replies">${page.more(more)}</a></p>` : ''}`;
}

/** Nested lists of the sections, each with its stage and a button that asks for it. Empty for no sections. */
function sectionsOf(sections: readonly Section[], reply: Reply): Html | '' {
  if (sections.length === 0) return '';
  const items = sections.map((section) => {
    const button = html`<button type="button" data-reply="${reply.id}" data-start="${section.start}">${labelOf(reply, section)}</button>`;
    return html`<li>${button}${stageTag(section)}${sectionsOf(section.children, reply)}</li>`;
  });
  return html`<ul>${items}</ul>`;
}

/** A section's stage as a label; empty where it is unstated. */
export const stageTag = ({ role }: Section): Html | '' =>
  role === 'done' || role === 'planned' ? html` <span class="${role}">${wording.role[role]}</span>` : '';

/**
 * The content security policy under which Web Chat runs without a violation. The style hash is that of an empty style
 * element, which Web Chat creates.
 *
 * @param framedBy origins of pages that may embed the page, in addition to its own. Default none.
 */
export const contentSecurityPolicy = (nonce: string, framedBy: readonly string[] = []): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
    "img-src 'self' data: blob:",
    "connect-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    ["frame-ancestors 'self'", ...framedBy].join(' '),
  ].join('; ');
