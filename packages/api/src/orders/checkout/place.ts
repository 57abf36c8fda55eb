import { preparedInsert, type Transaction } from '@cartwright/db';
import { inArray } from 'drizzle-orm';
import { takeCartLines } from '../../cart/index.ts';
import { actorOf, type UserContext } from '../../kernel/context.ts';
import { idempotently } from '../../kernel/idempotency.ts';
import { newId } from '../../kernel/ids.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { changeStock, productFailures } from '../../products/index.ts';
import { orderFailures } from '../errors.ts';
import { recordEventsAtEnd } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { firstLookAt } from '../lifecycle/expire.ts';
import { startPayment } from '../payment/start-payment.ts';
import { type LineRow, type OrderRow, toOrder } from '../read/to-order.ts';
import type { Order, PlaceOrderInput } from '../schema.ts';
import { type Draft, type DraftLine, draftOrder, toQuote, toShortLine } from './draft.ts';
import { resolveLines } from './lines.ts';
import { newOrderNumber } from './number.ts';
import { refuseUnknownMethod } from './payment-methods.ts';

/**
 * Places an order in one transaction. Prices come from the database, stock is reserved and the cart is emptied. The
 * worker takes over payment, e-mail and expiry through jobs that commit with the order.
 *
 * @throws CART_EMPTY, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK (naming every short line), PRICE_CHANGED (with the quote)
 */
export async function placeOrder(ctx: UserContext, input: PlaceOrderInput): Promise<Order> {
  refuseUnknownMethod(ctx.shop, input.payment.method);
  return idempotently(ctx, { procedure: 'orders.place', input, keep: 'forever' }, async (tx) => {
    const cart = input.items ? undefined : await takeCartLines(ctx, tx);
    const { lines, unknown } = await resolveLines(tx, input.items ?? cart?.lines ?? [], cart?.variants);
    const draft = draftOrder(ctx.shop, lines, unknown, input.expectedTotal);
    refuseProblems(ctx, draft, input);

    const order = writeOrder(ctx, tx, draft, input, cart?.lines[0]?.addedAt ?? null);
    // Stock comes last, because other orders of the same variants wait from here to the end of this transaction.
    await reserveStock(ctx, tx, draft, order.id);
    return order;
  });
}

function refuseProblems({ shop }: UserContext, draft: Draft, input: PlaceOrderInput): void {
  const { lines, unavailable, short, priceChanged } = draft;
  if (unavailable.length > 0) throw productFailures.PRODUCT_UNAVAILABLE({ variantIds: [...unavailable] });
  if (lines.length === 0) throw orderFailures.CART_EMPTY({});
  const [firstShort] = short;
  if (firstShort) throw productFailures.INSUFFICIENT_STOCK({ available: firstShort.available, lines: [...short] });
  if (priceChanged) throw orderFailures.PRICE_CHANGED({ quote: toQuote(shop, draft, input) });
}

/**
 * Reserves with guarded updates, because other orders may have taken the stock since it was read. Reads the stock of
 * refused lines again, to report the rest.
 */
async function reserveStock(ctx: UserContext, tx: Transaction, draft: Draft, orderId: string): Promise<void> {
  const facts = { reason: 'reserved', actor: actorOf(ctx), at: ctx.shop.clock.now(), orderId } as const;
  for (let lines = draft.lines; ; ) {
    const changes = lines.map(({ variant, quantity }) => ({ variantId: variant.variantId, reserved: quantity }));
    const refused = await changeStock(tx, changes, facts);
    if (refused.length === 0) return;

    const left = await availableOf(tx, refused);
    const short = lines
      .filter(({ variant, quantity }) => refused.includes(variant.variantId) && quantity > left(variant.variantId))
      .map((line) => ({ ...toShortLine(line), available: left(line.variant.variantId) }));
    const [first] = short;
    if (first) throw productFailures.INSUFFICIENT_STOCK({ available: first.available, lines: short });
    // The refused quantity became available again since, so the loop retries these lines.
    lines = lines.filter(({ variant }) => refused.includes(variant.variantId));
  }
}

async function availableOf(tx: Transaction, variantIds: readonly string[]): Promise<(variantId: string) => number> {
  const { variants } = tx.tables;
  const rows = await tx
    .select({ id: variants.id, onHand: variants.onHand, reserved: variants.reserved })
    .from(variants)
    .where(inArray(variants.id, [...variantIds]));
  const left = new Map(rows.map(({ id, onHand, reserved }) => [id, onHand - reserved]));
  return (variantId) => left.get(variantId) ?? 0;
}

const insertOrders = preparedInsert((tables) => tables.orders);
const insertLines = preparedInsert((tables) => tables.orderLines);
const insertPayments = preparedInsert((tables) => tables.payments);

/** Writes the order with deferred writes. The result is built from the rows in memory, so nothing is read back. */
function writeOrder(
  ctx: UserContext,
  tx: Transaction,
  draft: Draft,
  input: PlaceOrderInput,
  cartBegunAt: Date | null,
): Order {
  const { shop } = ctx;
  const at = shop.clock.now();
  const row = { ...toOrderRow(ctx, draft, input, at), cartBegunAt };
  const orderId = row.id;
  const lines = draft.lines.map((line, position) => toLineRow(line, orderId, position));
  const types = row.status === 'confirmed' ? ['placed', 'confirmed'] : ['placed'];
  const events = types.map((type) => ({ orderId, type, actor: 'customer', data: {}, createdAt: at }));
  const payment = startPayment(tx, { orderId, amount: row.total, payment: input.payment, at });

  tx.defer(insertOrders([row]));
  tx.defer(insertLines(lines));
  recordEventsAtEnd(tx, ...events);
  tx.defer(insertPayments([payment]));
  const template = row.status === 'confirmed' ? 'order-paid' : 'order-received';
  enqueue(tx, orderJobs.sendOrderMail, { orderId, template });
  if (row.expiresAt) enqueue(tx, orderJobs.expireOrder, { orderId }, { runAt: firstLookAt(row.expiresAt) });
  return toOrder(shop, row, { lines, events, payments: [payment], shipment: undefined }, 'customer');
}

/** Cash on delivery is confirmed at once. Every other method waits for its payment. */
function toOrderRow(ctx: UserContext, draft: Draft, input: PlaceOrderInput, at: Date): Omit<OrderRow, 'cartBegunAt'> {
  const { settings } = ctx.shop;
  const { user } = ctx.signedIn;
  const waits = input.payment.method !== 'cod';
  return {
    id: newId(),
    number: newOrderNumber(),
    userId: user.id,
    email: user.email,
    customerName: user.name,
    status: waits ? 'pending' : 'confirmed',
    currency: settings.currency,
    ...draft.amounts,
    taxBasisPoints: settings.taxBasisPoints,
    units: draft.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    shippingAddress: input.shippingAddress,
    paymentMethod: input.payment.method,
    note: input.note ?? null,
    cancelReason: null,
    erasureAskedAt: null,
    expiresAt: waits ? new Date(at.getTime() + settings.paymentWindowMinutes * 60_000) : null,
    expiryPostponed: 0,
    createdAt: at,
    updatedAt: at,
  };
}

function toLineRow({ variant, quantity }: DraftLine, orderId: string, position: number): LineRow {
  const { variantId, productId, name, sku, options, imageKey, price } = variant;
  return {
    orderId,
    position,
    variantId,
    productId,
    name,
    sku,
    options,
    imageKey,
    unitPrice: price,
    quantity,
    lineTotal: price * quantity,
    cancelledQuantity: 0,
    returnedQuantity: 0,
  };
}
