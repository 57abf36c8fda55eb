import { violatedUnique, violatesReference } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { listCall, type Phases, runAlone } from '@cartwright/kernel/phases';
import { and, eq, gt } from 'drizzle-orm';
import { type AddCall, type AddPlan, addDecider } from './decide.ts';
import { emptyCart, getCart, readCart } from './get.ts';
import { cartOwner, type LockedFacts, lockAndRead } from './lock-and-read.ts';
import type { AddItemInput, Cart } from './schema.ts';
import { type Added, writeCarts } from './write.ts';

/**
 * Adds an item to the cart. A guest's first item creates the cart and answers with its token.
 *
 * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK, VALIDATION (over the limits); the cart stays unchanged
 */
export async function addItem(ctx: GuestContext, input: AddItemInput): Promise<Cart> {
  const { cart, token } = await runAlone(listCall(ctx, input), adding);
  if (token === undefined || cart.expiresAt === null) return cart;
  ctx.reply.cart = { token, expiresAt: cart.expiresAt };
  return { ...cart, token };
}

/** Adds a list of items. Calls for one cart add up, in the order of their arrival. */
export const adding: Phases<AddCall, LockedFacts, AddPlan, Added> = {
  operation: ({ ctx, input }) => ({
    input,
    // A replay answers with the present cart, so that a guest cannot make the server store answers.
    recall: {
      mark: ({ cart, token }) => (token === undefined ? null : cart.id),
      read: async (newCartId) => ({ cart: await (newCartId === null ? getCart(ctx) : readNewCart(ctx, newCartId)) }),
    },
  }),
  read: (tx, calls) =>
    lockAndRead(tx, {
      owners: calls.flatMap(({ ctx }) => cartOwner(ctx) ?? []),
      wanted: calls.map(({ input }) => input),
      locksStock: false,
    }),
  decider: addDecider,
  write: writeCarts,
  explain(error) {
    // Another request made the first cart of the customer.
    if (violatedUnique(error) === 'carts.user_id') return 'again';
    // The variant was removed during the call.
    return violatesReference(error, 'cart_lines') ? kernelFailures.NOT_FOUND({}) : undefined;
  },
};

/** The cart that an earlier call created for a guest. No column holds its token. */
async function readNewCart({ shop }: GuestContext, id: string): Promise<Cart> {
  const { read } = shop.db;
  const { carts } = read.tables;
  const [cart] = await read
    .select({ id: carts.id, expiresAt: carts.expiresAt })
    .from(carts)
    .where(and(eq(carts.id, id), gt(carts.expiresAt, shop.clock.now())));
  return { ...(cart ? await readCart(shop, read, cart) : emptyCart(shop)), tokenShown: false };
}
