import { html } from '../html.ts';
import { button, paragraph, smallPrint, spelledOut } from './elements.ts';
import { codeBox } from './email-code.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { compose } from './layout.ts';
import { duration } from './words.ts';

export interface NewEmailFacts extends StoreFacts {
  readonly code: string;
  /** Has the same effect as the code. */
  readonly link: string;
  readonly validMinutes: number;
}

/** The code and link that give an account this address. */
export function newEmail({ code, link, validMinutes, ...store }: NewEmailFacts): MailContent {
  const words = `With this code an account gets this address. It works once and expires after ${duration(validMinutes)}.`;
  const unasked =
    'If you did not request this, ignore this e-mail and give the code to no one. Nothing happens without it.';
  return compose({
    store,
    subject: `${code} is your ${store.storeName} code for a new address`,
    preheader: `The code expires after ${duration(validMinutes)}.`,
    tone: 'quiet',
    state: 'New address',
    title: 'Confirm your new address',
    html: html`${paragraph(words)}${codeBox(code)}${button('Confirm new address', link)}${spelledOut(link)}${smallPrint(unasked)}`,
    text: [words, [`    ${code}`], ['Or open this address:', link], unasked],
    reason: `You get this e-mail because an account at ${store.storeName} is to get this address.`,
  });
}
