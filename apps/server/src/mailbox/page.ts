import { type DevMail, devMailsKept } from '@cartwright/adapters/mail';
import { type Html, html, trustedHtml } from '@cartwright/api';
import { envelope, favicon, icons } from './icons.ts';
import { script } from './script.ts';
import { styles } from './styles.ts';
import { age, moment, snippet } from './words.ts';

/** With `newest`, the newest e-mail appears beside the list if there is room for both. */
export type Selection = { kind: 'newest' } | { kind: 'chosen'; mail: DevMail } | { kind: 'missing' };

interface PageFacts {
  readonly mails: readonly DevMail[];
  readonly selection: Selection;
  readonly now: Date;
  readonly origin: string;
  readonly nonce: string;
}

/** The whole page: the list at the left, one e-mail at the right. The script replaces `#list` and `#reader` whole. */
export function mailboxPage({ mails, selection, now, origin, nonce }: PageFacts): Html {
  const shown = selection.kind === 'chosen' ? selection.mail : selection.kind === 'newest' ? mails[0] : undefined;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mailbox</title>
<link rel="icon" href="${favicon}">
<style nonce="${nonce}">${trustedHtml(styles)}</style>
</head>
<body class="${selection.kind === 'newest' ? 'choosing' : 'reading'}">
<nav aria-label="E-mails">
<header><span class="mark">${icons.wheel}</span><h1>Mailbox</h1><span class="hint">EMAIL_BACKEND=dev</span></header>
<ol id="list" data-newest="${mails[0]?.id ?? 'empty'}">
${mails.map((mail) => item(mail, now, mail.id === shown?.id))}</ol>
</nav>
<main>
<input type="radio" name="part" id="as-html" class="choice" aria-label="HTML" checked>
<input type="radio" name="part" id="as-text" class="choice" aria-label="Plain text">
<input type="checkbox" id="as-shaded" class="choice" aria-label="Show in the other colour scheme">
<input type="checkbox" id="as-phone" class="choice" aria-label="Show at the width of a phone">
<div id="reader">${shown ? reader(shown) : selection.kind === 'missing' ? missing : empty(origin)}</div>
</main>
<script nonce="${nonce}">${trustedHtml(script)}</script>
</body>
</html>
`;
}

function item(mail: DevMail, now: Date, isShown: boolean): Html {
  const current = isShown && html` aria-current="true"`;
  return html`<li><a class="item" href="/dev/mail/${mail.id}" data-id="${mail.id}"${current}>
<span class="to">${mail.to}</span>
<time datetime="${mail.at.toISOString()}" title="${moment(mail.at)}">${age(mail.at, now)}</time>
<span class="subject">${mail.subject}</span>
<span class="snippet">${snippet(mail)}</span>
</a></li>
`;
}

function reader(mail: DevMail): Html {
  const source = `/dev/mail/${mail.id}/html`;
  return html`<header data-shown="${mail.id}">
<a class="back" href="/dev/mail">${icons.back}All e-mails</a>
<h2>${mail.subject}</h2>
<p class="meta"><span>To <b>${mail.to}</b></span>
<time datetime="${mail.at.toISOString()}">${moment(mail.at)}</time></p>
<div class="tools">
<div class="tabs"><label for="as-html">HTML</label><label for="as-text">Text</label></div>
<label class="tool" for="as-shaded" title="Show in the other colour scheme">${icons.shade}</label>
<label class="tool" for="as-phone" title="Show at the width of a phone">${icons.phone}</label>
<a class="tool" href="${source}" target="_blank" rel="noopener" title="Open in a new tab">${icons.alone}</a>
</div>
</header>
<iframe title="${mail.subject}" src="${source}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<pre tabindex="0">${linked(mail.text)}</pre>`;
}

/** Turns addresses in a text into links. */
function linked(text: string) {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 0 ? part : html`<a href="${part}" target="_blank" rel="noopener">${part}</a>`,
    );
}

function empty(origin: string): Html {
  return html`<section class="empty">${envelope}
<h2>No e-mails yet</h2>
<p>With <code>EMAIL_BACKEND=dev</code>, the shop keeps its e-mails here instead of sending them.
Request a code or place an order to see one:</p>
<pre>curl ${origin}/api/v1/auth/code \\
  --json '{"email":"ada@example.com"}'</pre>
<p class="aside">Scripts can read the same e-mails from <a href="/dev/mail.json" target="_blank">/dev/mail.json</a>.</p>
</section>`;
}

const missing = html`<section class="empty">${envelope}
<h2>This e-mail was deleted</h2>
<p>The mailbox keeps the newest ${devMailsKept} e-mails. <a href="/dev/mail">See the newest</a>.</p>
</section>`;
