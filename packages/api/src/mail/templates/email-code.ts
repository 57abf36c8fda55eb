import { type Html, html } from '../html.ts';
import { box, button, callout, mono, paragraph, smallPrint, spelledOut } from './elements.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { compose } from './layout.ts';
import { paint } from './palette.ts';
import { duration } from './words.ts';

export interface EmailCodeFacts extends StoreFacts {
  readonly code: string;
  /** Has the same effect as the code. */
  readonly link: string;
  readonly validMinutes: number;
  /** The person who redeems the code takes over an unverified account, which did not ask for it. */
  readonly takesAccount?: boolean;
}

/** More room at the left, because letter spacing adds room after the last digit. */
const codeLook =
  'padding:22px 12px 22px 20px;border-radius:12px;font-size:36px;line-height:44px;font-weight:600;letter-spacing:8px;';

/** A code in large digits. */
export function codeBox(code: string): Html {
  const cell = `${paint('well', 'ink')}${mono}${codeLook}`;
  return box(html`<tr><td class="well ink" align="center" style="${cell}">${code}</td></tr>`, 'margin:24px 0 0;');
}

/** The code and link by which a person proves to read an address. */
export function emailCode({ code, link, validMinutes, takesAccount = false, ...store }: EmailCodeFacts): MailContent {
  const words = `Enter this code on the page that asked for your e-mail address. It works once and expires after ${duration(validMinutes)}.`;
  const unasked = 'If you did not request this code, ignore this e-mail. Nothing happens without the code.';
  const warning =
    takesAccount &&
    'There is an account with this address that was never verified. Another person may have created it, so this code ' +
      'removes its password, its sessions and its contents. If the account is yours, sign in and request a code there instead.';
  return compose({
    store,
    subject: `${code} is your ${store.storeName} code`,
    preheader: `The code expires after ${duration(validMinutes)}.`,
    tone: 'quiet',
    state: 'Verification code',
    title: 'Verify your e-mail address',
    html: html`${paragraph(words)}
${codeBox(code)}
${warning && callout('waiting', warning)}${button('Verify e-mail address', link)}${spelledOut(link)}${smallPrint(unasked)}`,
    text: [words, [`    ${code}`], warning, ['Or open this address:', link], unasked],
    reason: `You get this e-mail because a verification code was requested for this address at ${store.storeName}.`,
  });
}
