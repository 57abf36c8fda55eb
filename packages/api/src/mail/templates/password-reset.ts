import { html } from '../html.ts';
import { button, callout, paragraph, smallPrint, spelledOut } from './elements.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { compose } from './layout.ts';
import { duration } from './words.ts';

export interface PasswordResetFacts extends StoreFacts {
  readonly link: string;
  readonly validMinutes: number;
  /** An unverified account, which was not what asked for the link, gives way to the person who follows it. */
  readonly takesAccount?: boolean;
}

/** The link that lets a customer choose a new password. */
export function passwordReset({ link, validMinutes, takesAccount = false, ...store }: PasswordResetFacts): MailContent {
  const words = `You can choose a new password with the link below. It works for ${duration(validMinutes)}, and once.`;
  const unasked = 'If you did not ask for it, you can ignore this mail: your password stays as it is.';
  const warning =
    takesAccount &&
    'This address was never verified. Another person may have made the account, so a new password also empties it: cart, ' +
      'addresses and orders are gone from it. If the account is yours, sign in and verify the address first.';
  return compose({
    store,
    subject: `Reset your ${store.storeName} password`,
    preheader: `The link works for ${duration(validMinutes)}.`,
    tone: 'quiet',
    state: 'Password reset',
    title: 'Choose a new password',
    html: html`${paragraph(words)}${warning && callout('waiting', warning)}${button('Choose a new password', link)}${spelledOut(link)}${smallPrint(unasked)}`,
    text: [words, warning, [link], unasked],
    reason: `Somebody asked ${store.storeName} to reset the password of this address.`,
  });
}
