import type { Transaction } from '@cartwright/db';
import { inArray } from 'drizzle-orm';
import { takeCartLines } from '../cart/index.ts';
import { actorOf, type UserContext } from '../kernel/context.ts';
import { idempotently } from '../kernel/idempotency.ts';
import { newId } from '../kernel/ids.ts';
import { enqueue } from '../kernel/jobs.ts';
import { changeStock, productFailures } from '../products/index.ts';
import { type Draft, draftOrder, toQuote, toShortLine } from './draft.ts';
import { orderFailures } from './errors.ts';
import { orderJobs } from './jobs.ts';
import { resolveLines } from './lines.ts';
import { newOrderNumber } from './number.ts';
import { readOrder } from './read.ts';
import type { Order, PlaceOrderInput } from './schema.ts';

/**
 * Places an order: one call, one transaction. Prices come from the database, stock is reserved, the cart emptied, and
 * payment, mail and expiry are asked of the worker; all of it commits together or not at all.
 *
 * @throws CART_EMPTY, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK (naming every short line), PRICE_CHANGED (with the quote)
 */
export function placeOrder(ctx: UserContext, input: PlaceOrderInput): Promise<Order> {
  return idempotently(ctx, { procedure: 'orders.place', input, keep: 'forever' }, async (tx) => {
    const wanted = input.items ?? (await takeCartLines(ctx, tx));
    const { lines, unknown } = await resolveLines(tx, wanted);
    const draft = draftOrder(ctx.shop, lines, unknown, input.expectedTotal);
    refuseProblems(ctx, draft);

    const id = newId();
    await reserveStock(ctx, tx, draft, id);
    await writeOrder(ctx, tx, draft, input, id);
    return readOrder(ctx.shop, tx, id, 'customer');
  });
}

function refuseProblems({ shop }: UserContext, draft: Draft): void {
  const { lines, unavailable, short, priceChanged } = draft;
  if (unavailable.length > 0) throw productFailures.PRODUCT_UNAVAILABLE({ variantIds: [...unavailable] });
  if (lines.length === 0) throw orderFailures.CART_EMPTY({});
  const [firstShort] = short;
  if (firstShort) throw productFailures.INSUFFICIENT_STOCK({ available: firstShort.available, lines: [...short] });
  if (priceChanged) throw orderFailures.PRICE_CHANGED({ quote: toQuote(shop, draft) });
}

/** Others may have been faster since the stock was read: the guarded updates decide, and then it is read again. */
async function reserveStock(ctx: UserContext, tx: Transaction, draft: Draft, orderId: string): Promise<void> {
  const { variants } = tx.tables;
  const cause = { reason: 'reserved', actor: actorOf(ctx), at: ctx.shop.clock.now(), orderId } as const;
  const changes = draft.lines.map(({ variant, quantity }) => ({ variantId: variant.variantId, reserved: quantity }));
  const shortIds = await changeStock(tx, changes, cause);
  if (shortIds.length === 0) return;

  const rows = await tx
    .select({ id: variants.id, onHand: variants.onHand, reserved: variants.reserved })
    .from(variants)
    .where(inArray(variants.id, shortIds));
  const left = new Map(rows.map(({ id, onHand, reserved }) => [id, onHand - reserved]));
  const short = draft.lines
    .filter(({ variant }) => shortIds.includes(variant.variantId))
    .map((line) => ({ ...toShortLine(line), available: left.get(line.variant.variantId) ?? 0 }));
  throw productFailures.INSUFFICIENT_STOCK({ available: short[0]?.available ?? 0, lines: short });
}

async function writeOrder(
  ctx: UserContext,
  tx: Transaction,
  draft: Draft,
  input: PlaceOrderInput,
  orderId: string,
): Promise<void> {
  const { settings, clock } = ctx.shop;
  const { orders, orderLines, orderEvents, payments } = tx.tables;
  const { user } = ctx.signedIn;
  const at = clock.now();
  const expiresAt = new Date(at.getTime() + settings.paymentWindowMinutes * 60_000);
  const paymentId = newId();

  await tx.insert(orders).values({
    id: orderId,
    number: newOrderNumber(),
    userId: user.id,
    email: user.email,
    customerName: user.name,
    status: 'pending',
    currency: settings.currency,
    ...draft.amounts,
    shippingAddress: input.shippingAddress,
    paymentMethod: input.payment.method,
    note: input.note ?? null,
    expiresAt,
    createdAt: at,
    updatedAt: at,
  });
  await tx.insert(orderLines).values(
    draft.lines.map(({ variant, quantity }, position) => ({
      orderId,
      position,
      variantId: variant.variantId,
      productId: variant.productId,
      name: variant.name,
      sku: variant.sku,
      options: variant.options,
      imageKey: variant.imageKey,
      unitPrice: variant.price,
      quantity,
      lineTotal: variant.price * quantity,
    })),
  );
  await tx.insert(payments).values({
    id: paymentId,
    orderId,
    provider: input.payment.method,
    status: 'created',
    amount: draft.amounts.total,
    token: input.payment.token,
    createdAt: at,
    updatedAt: at,
  });
  await tx.insert(orderEvents).values({ orderId, type: 'placed', actor: actorOf(ctx), data: {}, createdAt: at });

  enqueue(tx, orderJobs.chargePayment, { paymentId });
  enqueue(tx, orderJobs.sendOrderMail, { orderId, template: 'order-received' });
  enqueue(tx, orderJobs.expireOrder, { orderId }, { runAt: expiresAt });
}
