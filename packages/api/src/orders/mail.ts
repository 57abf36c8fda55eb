import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Shop } from '../kernel/shop.ts';
import {
  type MailContent,
  type OrderFacts,
  orderCancelled,
  orderPaid,
  orderReceived,
  paymentFailed,
} from '../mail/index.ts';
import type { OrderMailTemplate } from './jobs.ts';
import { address } from './schema.ts';

interface OrderMailFacts extends OrderFacts {
  readonly expiresAt: Date | null;
  /** Why the last payment attempt failed. */
  readonly failure: string | null;
}

const mails: Record<OrderMailTemplate, (facts: OrderMailFacts) => MailContent> = {
  'order-received': orderReceived,
  'order-paid': orderPaid,
  'payment-failed': (facts) => paymentFailed({ ...facts, reason: failureWords(facts.failure) }),
  'order-cancelled': (facts) => orderCancelled({ ...facts, cancelledBy: 'expiry', reason: null, refund: 0 }),
};

function failureWords(failure: string | null): string | null {
  return failure && `${failure.replaceAll('_', ' ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}

const storedOptions = z.record(z.string(), z.string());

/**
 * Sends one mail about an order, unless it went out before. A worker that dies after the mail server took the mail and
 * before this wrote it down sends it again, under the same Message-ID: SMTP offers no better.
 */
export async function sendOrderMail(shop: Shop, orderId: string, template: OrderMailTemplate): Promise<void> {
  const { db, mailer, settings, clock } = shop;
  const { mailDeliveries } = db.tables;
  const [sent] = await db.read
    .select({ sentAt: mailDeliveries.sentAt })
    .from(mailDeliveries)
    .where(and(eq(mailDeliveries.subjectId, orderId), eq(mailDeliveries.template, template)));
  if (sent) return;

  const { email, facts } = await readFacts(shop, orderId);
  const content = mails[template](facts);
  const { hostname } = new URL(settings.storeUrl);
  await mailer.send({ to: email, ...content, messageId: `<${template}.${orderId}@${hostname}>` });
  await db.transact(async (tx) => {
    await tx
      .insert(mailDeliveries)
      .values({ subjectId: orderId, template, sentAt: clock.now() })
      .onConflictDoNothing();
  });
}

async function readFacts({ db, settings }: Shop, orderId: string): Promise<{ email: string; facts: OrderMailFacts }> {
  const { orders, orderLines, payments } = db.tables;
  const [order] = await db.read.select().from(orders).where(eq(orders.id, orderId));
  if (!order) throw new Error(`There is no order ${orderId}.`);
  const lines = await db.read
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.position));
  const attempts = await db.read.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
  const { subtotal, discount, shipping, tax, total, currency, number, customerName, expiresAt } = order;
  return {
    email: order.email,
    facts: {
      storeName: settings.storeName,
      storeUrl: settings.storeUrl,
      number,
      customerName,
      lines: lines.map(({ name, options, sku, quantity, lineTotal }) => ({
        name,
        options: storedOptions.parse(options),
        sku,
        quantity,
        lineTotal,
      })),
      subtotal,
      discount,
      shipping,
      tax,
      total,
      currency,
      shippingAddress: address.parse(order.shippingAddress),
      expiresAt,
      failure: attempts.at(-1)?.failure ?? null,
    },
  };
}
