import { labelOf } from '../../dialogs/answer/sections.js';
import { wording } from '../../dialogs/render/wording.js';
import { dayOf, newestFirst, type Reply, type Section } from '../../indexer/reply.js';
import { BUNDLE_NAME } from './bundle.js';

/** Escapes text for HTML content and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (unit) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[unit]!);

/** Letters whose outlines stand beside the chat; the others are a link away. */
const MOST_OUTLINES = 12;

const say = escapeHtml;
const { page } = wording;

/** The chat page: Web Chat, beside it what the letters hold. `nonce` is what its content security policy allows. */
export const chatPage = (nonce: string, replies: readonly Reply[]): string =>
  document(
    nonce,
    `<header>
<div>
<h1>${say(wording.name)}</h1>
<p>${say(wording.scope)}</p>
</div>
<nav>
<button type="button" id="restart">${say(page.restart)}</button>
<button type="button" id="copy">${say(page.copy)}</button>
<button type="button" id="print">${say(page.print)}</button>
<a href="/replies" target="_blank" rel="noopener">${say(wording.replies.all)}</a>
</nav>
</header>
<p id="status" role="status"></p>
<div class="desk">
<main id="chat" aria-label="${say(wording.name)}"></main>
<aside aria-label="${say(page.outline)}">
<details id="outline" open>
<summary>${say(page.outline)}</summary>
<p>${say(page.outlineHint)}</p>
${outlinesOf(replies)}
</details>
</aside>
</div>
<section id="printed"></section>`,
  );

/** The chat alone, for a frame on another page. */
export const embeddedPage = (nonce: string): string =>
  document(
    nonce,
    `<header class="small"><h1>${say(wording.name)}</h1></header>
<p id="status" role="status"></p>
<main id="chat" aria-label="${say(wording.name)}"></main>`,
  );

const document = (nonce: string, body: string): string => `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say(wording.name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/page.css">
</head>
<body>
${body}
<noscript>${say(wording.noScript)}</noscript>
<script nonce="${nonce}" src="/assets/${BUNDLE_NAME}"></script>
<script nonce="${nonce}" src="/assets/page.js" data-nonce="${nonce}" data-wording="${say(JSON.stringify(page.script))}"></script>
</body>
</html>
`;

function outlinesOf(replies: readonly Reply[]): string {
  const newest = [...replies].sort(newestFirst);
  const shown = newest.slice(0, MOST_OUTLINES).map((reply) => {
    const name = reply.letterhead.title?.value ?? reply.id;
    const date = dayOf(reply.letterhead);
    return `<details${newest.length === 1 ? ' open' : ''}><summary>${say(date ? wording.of(name, date) : name)}</summary>${sectionsOf(reply.outline, reply)}</details>`;
  });
  const more = newest.length - shown.length;
  return shown.join('\n') + (more > 0 ? `<p><a href="/replies">${say(page.more(more))}</a></p>` : '');
}

/** Each section a button that asks for it, with its stage. */
function sectionsOf(sections: readonly Section[], reply: Reply): string {
  if (sections.length === 0) return '';
  const items = sections.map((section) => {
    const { role, start, children } = section;
    const tag = role === 'done' || role === 'planned' ? ` <span class="${role}">${say(wording.role[role])}</span>` : '';
    return `<li><button type="button" data-reply="${say(reply.id)}" data-start="${start}">${say(labelOf(reply, section))}</button>${tag}${sectionsOf(children, reply)}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

/**
 * The policy under which Web Chat runs without a violation; the second style hash is that of an empty style.
 *
 * @param framedBy origins of pages that may show it in a frame, beside its own
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
