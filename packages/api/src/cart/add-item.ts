import { param, preparedQuery, type Transaction, violatesReference } from '@cartwright/db';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { idempotently, type Recall } from '../kernel/idempotency.ts';
import { findPurchasables } from '../products/index.ts';
import { type CartLine, emptyCart, getCart, readCart, readCartLines, readCartLinesOfUser, toCart } from './get.ts';
import { refuseLines, refuseQuantity } from './limits.ts';
import { keepOpen, type OpenCart, openCart } from './open.ts';
import type { AddItemInput, Cart } from './schema.ts';

/**
 * Adds an item to the cart. A guest's first item creates the cart and answers with its token.
 *
 * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK, VALIDATION (over the limits); the cart stays unchanged
 */
export async function addItem(ctx: GuestContext, input: AddItemInput): Promise<Cart> {
  // A replay answers with the present cart, so that a guest cannot make the server store answers.
  let newToken: string | undefined;
  const recall: Recall<Cart> = {
    mark: (cart) => (newToken === undefined ? null : cart.id),
    read: (newCartId) => (newCartId === null ? getCart(ctx) : readCartWithoutToken(ctx, newCartId)),
  };
  const cart = await idempotently(ctx, { procedure: 'cart.addItem', input, recall }, async (tx) => {
    const variantId = input.variantId ?? (await onlyVariantOf(tx, input));
    const { cart, token, lines } = await addTo(ctx, tx, { variantId, quantity: input.quantity });
    const line = lines.find(({ variant }) => variant.variantId === variantId);
    if (!line) throw kernelFailures.NOT_FOUND({});
    refuseQuantity(line.variant, line.quantity);
    refuseLines(lines.length);
    newToken = token;
    return toCart(ctx.shop, cart, lines);
  });
  if (ctx.reply.replayed || newToken === undefined || cart.expiresAt === null) return cart;
  ctx.reply.cart = { token: newToken, expiresAt: cart.expiresAt };
  return { ...cart, token: newToken };
}

/** The cart that an earlier call created for a guest. No column holds its token. */
async function readCartWithoutToken({ shop }: GuestContext, id: string): Promise<Cart> {
  const { read } = shop.db;
  const { carts } = read.tables;
  const [cart] = await read
    .select({ id: carts.id, expiresAt: carts.expiresAt })
    .from(carts)
    .where(and(eq(carts.id, id), gt(carts.expiresAt, shop.clock.now())));
  return { ...(cart ? await readCart(shop, read, cart) : emptyCart(shop)), tokenShown: false };
}

/** @throws NOT_FOUND there is no such variant, or more than one to choose from */
async function onlyVariantOf(tx: Transaction, input: AddItemInput): Promise<string> {
  const [variant] = await findPurchasables(tx, [input]);
  if (!variant) throw kernelFailures.NOT_FOUND({});
  return variant.variantId;
}

/** Opens the caller's cart and adds to it. A customer's cart is mostly open, so that no statement waits for its id. */
async function addTo(
  ctx: GuestContext,
  tx: Transaction,
  more: { variantId: string; quantity: number },
): Promise<{ cart: Omit<OpenCart, 'token'>; token: string | undefined; lines: CartLine[] }> {
  const now = ctx.shop.clock.now();
  let isAdded = false;
  if (ctx.signedIn) {
    const userId = ctx.signedIn.user.id;
    // The statements are sent together and run one after the other.
    const [cart, added, lines] = await Promise.all([
      keepOpen(tx, userId, now),
      increaseOfUser(tx, { ...more, owner: userId, now }).catch(refuseRemoved),
      readCartLinesOfUser(tx, userId, now),
    ]);
    if (cart) return { cart, token: undefined, lines };
    // Another request may have opened the cart just before the second statement.
    isAdded = added.length > 0;
  }
  const { token, ...cart } = await openCart(ctx, tx);
  const [, lines] = await Promise.all([
    isAdded ? undefined : increaseOfCart(tx, { ...more, owner: cart.id, now }).catch(refuseRemoved),
    readCartLines(tx, cart.id),
  ]);
  return { cart, token, lines };
}

/** @throws NOT_FOUND the variant was removed during the call */
function refuseRemoved(error: unknown): never {
  throw violatesReference(error) ? kernelFailures.NOT_FOUND({}) : error;
}

const increaseOfCart = preparedQuery('more of a cart line', (tx: Transaction) => increase(tx, tx.tables.carts.id));
const increaseOfUser = preparedQuery('more of a line of a user', (tx: Transaction) =>
  increase(tx, tx.tables.carts.userId),
);

/** One statement, so that concurrent adds all count. An unknown variant adds nothing. */
function increase(tx: Transaction, owner: Transaction['tables']['carts']['id' | 'userId']) {
  const { carts, cartLines, variants } = tx.tables;
  const quantity = param(cartLines.quantity, 'quantity');
  const now = param(cartLines.addedAt, 'now');
  const line = tx
    .select({
      cartId: carts.id,
      variantId: variants.id,
      quantity: sql<number>`cast(${quantity} as integer)`.as('quantity'),
      priceAtAdd: variants.price,
      addedAt: sql<Date>`cast(${now} as ${sql.raw(cartLines.addedAt.getSQLType())})`.as('added'),
    })
    .from(variants)
    .innerJoin(carts, and(eq(owner, param(owner, 'owner')), gt(carts.expiresAt, now)))
    .where(eq(variants.id, param(variants.id, 'variantId')));
  return tx
    .insert(cartLines)
    .select(line)
    .onConflictDoUpdate({
      target: [cartLines.cartId, cartLines.variantId],
      set: { quantity: sql`${cartLines.quantity} + ${quantity}` },
    })
    .returning({ cartId: cartLines.cartId });
}
