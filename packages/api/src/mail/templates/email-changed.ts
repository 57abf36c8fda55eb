import { html } from '../html.ts';
import { button, callout, paragraph } from './elements.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { compose } from './layout.ts';

/** Tells the former address of an account that the account has another one. */
export function emailChanged(store: StoreFacts): MailContent {
  const words = `Your account at ${store.storeName} has another e-mail address now. You sign in with the new one.`;
  const unasked = 'If you did not change it, contact the store at once, because another person knows your password.';
  return compose({
    store,
    subject: `Your ${store.storeName} address was changed`,
    preheader: 'You sign in with the new address.',
    tone: 'waiting',
    state: 'Address changed',
    title: 'Your address was changed',
    html: html`${paragraph(words)}${callout('waiting', unasked)}${button('Go to the store', store.storeUrl)}`,
    text: [words, unasked, [store.storeUrl]],
    reason: `You get this e-mail because your account at ${store.storeName} had this address.`,
  });
}
