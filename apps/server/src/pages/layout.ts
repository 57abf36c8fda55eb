import { type Html, type HtmlValue, html, trustedHtml } from '@cartwright/api';
import { favicon } from '../mailbox/icons.ts';
import { styles } from './styles.ts';

/** The page behind a link that a person followed. */
export interface Page {
  readonly title: string;
  readonly content: HtmlValue;
  /** Runs in the browser at the end of the page, and may call this server. */
  readonly script?: string;
  /** 200 by default. */
  readonly status?: number;
}

export function renderPage(
  { title, content, script }: Page,
  { storeName, nonce }: { storeName: string; nonce: string },
): Html {
  const [initial = ''] = storeName.trim();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${storeName}</title>
<link rel="icon" href="${favicon}">
<style nonce="${nonce}">${trustedHtml(styles)}</style>
</head>
<body>
<header><span class="mark" aria-hidden="true">${initial.toUpperCase()}</span>${storeName}</header>
<main>
<h1>${title}</h1>
${content}
</main>
<footer>You can close this page at any time.</footer>
${script !== undefined && html`<script nonce="${nonce}">${trustedHtml(script)}</script>`}
</body>
</html>
`;
}

/** A problem, which screen readers announce as soon as the page appears. */
export function problem(words: string | undefined): HtmlValue {
  return words !== undefined && html`<p class="bad" role="alert">${words}</p>`;
}

export function success(words: string): Html {
  return html`<p class="good" role="status">${words}</p>`;
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

/** The field for a new password. */
export function newPasswordField(): Html {
  return html`<label>New password<input type="password" name="password" required minlength="8" maxlength="128"
autocomplete="new-password" aria-describedby="rule">
<small id="rule">8 to 128 characters, and not one of the most common.</small></label>`;
}
