import { html } from '../html.ts';
import { button, paragraph, smallPrint, spelledOut } from './elements.ts';
import { codeBox } from './email-code.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { compose } from './layout.ts';
import { duration } from './words.ts';

export interface GuestErasureFacts extends StoreFacts {
  readonly code: string;
  /** Has the same effect as the code. */
  readonly link: string;
  readonly validMinutes: number;
}

/** The code and link by which a customer without an account exports or erases the data of orders. */
export function guestErasure({ code, link, validMinutes, ...store }: GuestErasureFacts): MailContent {
  const words =
    'With this code you can get or erase the data of the orders that were placed with this address and without an account. ' +
    `It works once and expires after ${duration(validMinutes)}.`;
  const unasked = 'If you did not request this code, ignore this e-mail. Nothing happens without the code.';
  return compose({
    store,
    subject: `${code} is your ${store.storeName} code for your data`,
    preheader: `The code expires after ${duration(validMinutes)}.`,
    tone: 'quiet',
    state: 'Your data',
    title: 'Get or erase your data',
    html: html`${paragraph(words)}${codeBox(code)}${button('Get or erase your data', link)}${spelledOut(link)}${smallPrint(unasked)}`,
    text: [words, [`    ${code}`], ['Or open this address:', link], unasked],
    reason: `You get this e-mail because a code for the data of this address was requested at ${store.storeName}.`,
  });
}
