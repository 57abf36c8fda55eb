import { html } from '../html.ts';
import { button, callout, paragraph, smallPrint, spelledOut } from './elements.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { compose } from './layout.ts';
import { duration, moment } from './words.ts';

export interface PasswordResetFacts extends StoreFacts {
  readonly link: string;
  readonly validMinutes: number;
  /** An unverified account, which was not what asked for the link, gives way to the person who follows it. */
  readonly takesAccount?: boolean;
  /** What stays valid after the reset, the newest first. */
  readonly apiKeys?: readonly MailedApiKey[];
}

export interface MailedApiKey {
  readonly name: string;
  /** What the key begins with. */
  readonly prefix: string;
  readonly createdAt: Date;
}

/** The link that lets a customer choose a new password. */
export function passwordReset({
  link,
  validMinutes,
  takesAccount = false,
  apiKeys = [],
  ...store
}: PasswordResetFacts): MailContent {
  const words = `You can choose a new password with the link below. It works for ${duration(validMinutes)}, and once.`;
  const unasked = 'If you did not ask for it, you can ignore this mail: your password stays as it is.';
  const warning =
    takesAccount &&
    'This address was never verified. Another person may have made the account, so a new password also empties it: cart, ' +
      'addresses and orders are gone from it. If the account is yours, sign in and verify the address first.';
  const keys = apiKeys.map(({ name, prefix, createdAt }) => `${name} (${prefix}…), made on ${moment(createdAt)}`);
  const stay =
    keys.length > 0 &&
    'These API keys act in your name, and a new password does not end them. Revoke every one that you do not know: ' +
      'DELETE /api/v1/admin/api-keys/{id}, with the ids from GET /api/v1/admin/api-keys.';
  return compose({
    store,
    subject: `Reset your ${store.storeName} password`,
    preheader: `The link works for ${duration(validMinutes)}.`,
    tone: 'quiet',
    state: 'Password reset',
    title: 'Choose a new password',
    html: html`${paragraph(words)}${warning && callout('waiting', warning)}${button('Choose a new password', link)}${spelledOut(link)}${stay && callout('waiting', html`${stay}${keys.map((key) => html`<br>${key}`)}`)}
${smallPrint(unasked)}`,
    text: [words, warning, [link], stay, keys.length > 0 && keys, unasked],
    reason: `Somebody asked ${store.storeName} to reset the password of this address.`,
  });
}
