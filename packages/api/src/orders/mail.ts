import type { Transaction } from '@cartwright/db';
import { and, eq } from 'drizzle-orm';
import type { Shop } from '../kernel/shop.ts';
import type { MailContent } from '../mail/index.ts';
import { orderCancelled, orderPaid, orderReceived, orderRefunded, orderShipped, paymentFailed } from '../mail/index.ts';
import type { OrderMailTemplate } from './jobs.ts';
import { type OrderMailFacts, readMailFacts } from './mail-facts.ts';
import { erasedEmail } from './person.ts';

export interface OrderMail {
  readonly orderId: string;
  readonly template: OrderMailTemplate;
  /** For `order-refunded`: an order may have several refunds, each with its mail. */
  readonly refundId?: string | undefined;
}

const mails: Record<OrderMailTemplate, (facts: OrderMailFacts) => MailContent> = {
  'order-received': orderReceived,
  'order-paid': orderPaid,
  'payment-failed': (facts) => paymentFailed({ ...facts, reason: failureWords(facts.failure) }),
  'order-shipped': orderShipped,
  'order-cancelled': (facts) => orderCancelled({ ...facts, refund: facts.refundsInProgress }),
  'order-refunded': (facts) => orderRefunded({ ...facts, ...(facts.refund ?? { refund: 0, reason: null }) }),
};

/**
 * Sends one mail about an order, unless it went out before. A worker that dies after the mail server took the mail and
 * before this wrote it down sends it again, under the same Message-ID: SMTP offers no better.
 */
export async function sendOrderMail(shop: Shop, mail: OrderMail): Promise<void> {
  const { db, mailer, settings, clock } = shop;
  const { orderId, template, refundId } = mail;
  const subjectId = refundId ?? orderId;
  if (await wasSent(shop, subjectId, template)) return;

  const { email, facts } = await readMailFacts(shop, orderId, refundId);
  if (email === erasedEmail) return;
  const { hostname } = new URL(settings.storeUrl);
  await mailer.send({ to: email, ...mails[template](facts), messageId: `<${template}.${subjectId}@${hostname}>` });
  await db.transact((tx) => writeSent(tx, subjectId, template, clock.now()));
}

async function wasSent({ db }: Shop, subjectId: string, template: string): Promise<boolean> {
  const { mailDeliveries } = db.tables;
  const [sent] = await db.read
    .select({ sentAt: mailDeliveries.sentAt })
    .from(mailDeliveries)
    .where(and(eq(mailDeliveries.subjectId, subjectId), eq(mailDeliveries.template, template)));
  return sent !== undefined;
}

async function writeSent(tx: Transaction, subjectId: string, template: string, sentAt: Date): Promise<void> {
  await tx.insert(tx.tables.mailDeliveries).values({ subjectId, template, sentAt }).onConflictDoNothing();
}

function failureWords(failure: string | null): string | null {
  return failure && `${failure.replaceAll('_', ' ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}
