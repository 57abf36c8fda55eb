import { html } from '../html.ts';
import { button, callout, paragraph, smallPrint, spelledOut } from './elements.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { compose } from './layout.ts';
import { duration, moment } from './words.ts';

export interface PasswordResetFacts extends StoreFacts {
  readonly link: string;
  readonly validMinutes: number;
  /** The person who follows the link takes over an unverified account, which did not ask for it. */
  readonly takesAccount?: boolean;
  /** The keys that stay valid after the reset, the newest first. */
  readonly apiKeys?: readonly MailedApiKey[];
}

export interface MailedApiKey {
  readonly name: string;
  /** The key's first characters. */
  readonly prefix: string;
  readonly createdAt: Date;
}

/** The link for a new password. */
export function passwordReset({
  link,
  validMinutes,
  takesAccount = false,
  apiKeys = [],
  ...store
}: PasswordResetFacts): MailContent {
  const words = `Use this link to choose a new password. It works once and expires after ${duration(validMinutes)}.`;
  const unasked = 'If you did not request it, ignore this e-mail. Your password stays the same.';
  const warning =
    takesAccount &&
    'This address was never verified. Another person may have created the account, so a new password also removes its ' +
      'cart, addresses and orders. If the account is yours, sign in and verify the address first.';
  const keys = apiKeys.map(({ name, prefix, createdAt }) => `${name} (${prefix}…), created on ${moment(createdAt)}`);
  const stay =
    keys.length > 0 &&
    'These API keys act on your behalf and stay valid after you choose a new password. Revoke every key that you do not ' +
      'recognise with DELETE /api/v1/admin/api-keys/{id}. GET /api/v1/admin/api-keys lists the ids.';
  return compose({
    store,
    subject: `Reset your ${store.storeName} password`,
    preheader: `The link expires after ${duration(validMinutes)}.`,
    tone: 'quiet',
    state: 'Password reset',
    title: 'Choose a new password',
    html: html`${paragraph(words)}${warning && callout('waiting', warning)}${button('Choose a new password', link)}${spelledOut(link)}${stay && callout('waiting', html`${stay}${keys.map((key) => html`<br>${key}`)}`)}
${smallPrint(unasked)}`,
    text: [words, warning, [link], stay, keys.length > 0 && keys, unasked],
    reason: `You get this e-mail because a password reset was requested for this address at ${store.storeName}.`,
  });
}
