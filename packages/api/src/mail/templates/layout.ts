import { singleLine } from '@cartwright/kernel/single-line';
import { type HtmlValue, html, trustedHtml } from '../html.ts';
import { badge, box, heading, link, sans } from './elements.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { nightRules, paint, type Tone } from './palette.ts';
import { wrap } from './plain-text.ts';

interface Letter {
  readonly store: StoreFacts;
  readonly subject: string;
  /** The text that a mailbox shows behind the subject. */
  readonly preheader: string;
  readonly tone: Tone;
  /** The state of the order in a word or two. */
  readonly state: string;
  readonly title: string;
  readonly html: HtmlValue;
  /** A string is a paragraph to wrap. An array holds lines to keep, such as an address. */
  readonly text: readonly (string | readonly string[] | false)[];
  /** The reason for the e-mail. */
  readonly reason: string;
}

/** Puts an e-mail's own words into the shared frame. */
export function compose(letter: Letter): MailContent {
  const subject = singleLine(letter.subject);
  return { subject, text: textPart(letter), html: String(htmlPart(letter, subject)) };
}

function textPart({ store, title, text, reason }: Letter): string {
  const signature = ['-- ', singleLine(store.storeName), store.storeUrl, '', ...wrap(singleLine(reason))];
  const blocks = [title, ...text.filter((block) => block !== false), signature];
  const lines = blocks.map((block) => (typeof block === 'string' ? wrap(singleLine(block)) : block).join('\n'));
  return `${lines.join('\n\n')}\n`;
}

const sheet = trustedHtml(
  [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    'body{-webkit-text-size-adjust:100%;text-size-adjust:100%}',
    `@media (prefers-color-scheme:dark){${nightRules()}}`,
    // Outlook's own apps mark the dark mode instead of using the media query.
    nightRules('[data-ogsc] '),
    '@media (max-width:480px){.outer{padding:16px 10px 28px!important}.inner{padding:26px 20px!important}',
    '.title{font-size:24px!important;line-height:30px!important}',
    '.half{display:block!important;width:100%!important;padding:0 0 18px!important}',
    '.half+.half{padding-bottom:0!important}}',
  ].join('\n'),
);

/** Keeps mailboxes from showing the e-mail's first words behind the preheader. */
const filler = trustedHtml('&#8199;&#65279;&#847; '.repeat(60));

function htmlPart({ store, preheader, tone, state, title, html: content, reason }: Letter, subject: string) {
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${subject}</title>
<style>${sheet}</style>
</head>
<body class="ground" style="${paint('ground')}margin:0;padding:0;">
<div style="${unseen}">${singleLine(preheader)}${filler}</div>
${box(html`<tr><td class="ground outer" align="center" style="${paint('ground')}padding:36px 16px 44px;">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
${box(
  html`<tr><td style="padding:0 4px 18px;">${masthead(store)}</td></tr>
<tr><td class="card line inner" style="${paint('card', 'line')}${cardLook}">
${badge(tone, state)}
${heading(title)}
${content}
</td></tr>
<tr><td class="muted" style="${paint('muted')}padding:20px 6px 0;font-size:13px;line-height:20px;">${reason}<br>
${link('muted', store.storeUrl, store.storeUrl.replace(/^https?:\/\//, ''))}</td></tr>`,
  `max-width:600px;text-align:left;${sans}`,
)}
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>`)}
</body>
</html>
`;
}

const unseen =
  'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all;';
const cardLook = 'padding:36px 38px;border-width:1px;border-style:solid;border-radius:16px;';
const monogramLook = 'border-radius:8px;font-size:16px;line-height:30px;font-weight:700;';
const nameLook = 'font-size:16px;line-height:22px;font-weight:600;text-decoration:none;';

/** The store's initial and name, a logo without an image. */
function masthead({ storeName, storeUrl }: StoreFacts) {
  const [initial = ''] = storeName.trim();
  const cell = html`class="solid on-solid" style="${paint('solid', 'on-solid')}${monogramLook}"`;
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td ${cell} align="center" width="30" height="30" aria-hidden="true">${initial.toUpperCase()}</td>
<td style="padding:0 0 0 11px;">${link('ink', storeUrl, storeName, nameLook)}</td>
</tr></table>`;
}
