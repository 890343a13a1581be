import { wording } from '../../dialogs/wording.js';

/** Escapes text for HTML content and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (unit) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[unit]!);

/** The chat page: a frame around Web Chat. `nonce` is what the page's own content security policy allows. */
export function chatPage(nonce: string): string {
  return `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(wording.name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/page.css">
</head>
<body>
<header>
<h1>${escapeHtml(wording.name)}</h1>
<p>${escapeHtml(wording.scope)} <a href="/replies" target="_blank" rel="noopener">${escapeHtml(wording.replies.all)}</a></p>
</header>
<main id="chat" aria-label="${escapeHtml(wording.name)}"></main>
<noscript>${escapeHtml(wording.noScript)}</noscript>
<script nonce="${nonce}" src="/assets/webchat.js"></script>
<script nonce="${nonce}" src="/assets/page.js" data-nonce="${nonce}"></script>
</body>
</html>
`;
}

/** The policy under which Web Chat runs without a violation; the second style hash is that of an empty style. */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
    "img-src 'self' data: blob:",
    "connect-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
