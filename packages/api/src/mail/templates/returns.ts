import { html } from '../html.ts';
import { button, callout, paragraph } from './elements.ts';
import type { MailContent, OrderFacts, OrderLineFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { greeting, orderUrl } from './words.ts';

/** The facts of e-mails about a return. */
export interface ReturnFacts {
  readonly returnKind: 'return' | 'withdrawal';
  /** The goods of the return, or of the receipt that the e-mail is about. */
  readonly returnLines: readonly OrderLineFacts[];
  /** The reason that the store gave for a rejection. */
  readonly rejectReason: string | null;
}

type Facts = OrderFacts & ReturnFacts;

interface Words {
  readonly subject: string;
  readonly title: string;
  readonly state: string;
  readonly tone: 'good' | 'quiet' | 'waiting';
  readonly opening: string;
  readonly next: string;
}

/** A return was requested, or the customer withdrew from the purchase. */
export function returnRequested(facts: Facts): MailContent {
  if (facts.returnKind === 'withdrawal') {
    return write(facts, {
      subject: `Withdrawal from order ${facts.number} received`,
      title: 'We received your withdrawal',
      state: 'Withdrawal received',
      tone: 'good',
      opening: `we received your withdrawal from order ${facts.number} for the items below.`,
      next: 'Send the items back within 14 days. We refund your payment when they have arrived.',
    });
  }
  return write(facts, {
    subject: `Return of order ${facts.number} requested`,
    title: 'We received your request',
    state: 'Return requested',
    tone: 'waiting',
    opening: `we received your request to return the items below of order ${facts.number}.`,
    next: 'Please keep the items until we have answered. You get another e-mail soon.',
  });
}

/** The store accepts the return. */
export function returnApproved(facts: Facts): MailContent {
  return write(facts, {
    subject: `Return of order ${facts.number} approved`,
    title: 'You can send the items back',
    state: 'Return approved',
    tone: 'good',
    opening: `we approved the return of the items below of order ${facts.number}.`,
    next: 'Please send them back to us. You get another e-mail when they have arrived.',
  });
}

/** The store does not accept the return. */
export function returnRejected(facts: Facts): MailContent {
  return write(facts, {
    subject: `Return of order ${facts.number} rejected`,
    title: 'We cannot accept your return',
    state: 'Return rejected',
    tone: 'quiet',
    opening: `we cannot accept the return of the items below of order ${facts.number}.`,
    next: 'If you have questions, contact the store.',
  });
}

/** Goods of a return arrived. */
export function returnReceived(facts: Facts): MailContent {
  return write(facts, {
    subject: `Returned items of order ${facts.number} received`,
    title: 'Your items have arrived',
    state: 'Return received',
    tone: 'good',
    opening: `the items below of order ${facts.number} have arrived at the store.`,
    next: 'If money goes back to you, you get another e-mail about the refund.',
  });
}

function write(order: Facts, { subject, title, state, tone, opening, next }: Words): MailContent {
  const facts = { ...order, lines: order.returnLines, hasSums: false };
  const words = `${greeting(facts)}, ${opening}`;
  const reason = state === 'Return rejected' && facts.rejectReason ? `Reason: ${facts.rejectReason}` : null;
  return compose({
    store: facts,
    subject,
    preheader: next,
    tone,
    state,
    title,
    html: html`${paragraph(words)}${reason && callout('quiet', reason)}${paragraph(next)}${orderSummary(facts)}
${button('View your order', orderUrl(facts))}`,
    text: [words, reason ?? false, next, orderText(facts), ['View your order:', orderUrl(facts)]],
    reason: `You get this e-mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}
