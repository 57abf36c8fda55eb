import { violatedUnique, violatesReference } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { batched, listCall, type Phases, shopOf } from '@cartwright/kernel/phases';
import { and, eq, gt } from 'drizzle-orm';
import { pricingFor } from '../pricing/index.ts';
import { type AddCall, type AddFacts, type AddPlan, addDecider } from './decide.ts';
import { emptyCart, getCart, readCart } from './get.ts';
import { cartOwner, lockAndRead } from './lock-and-read.ts';
import { inquiryOf } from './price.ts';
import type { AddItemInput, Cart } from './schema.ts';
import { type Added, writeCarts } from './write.ts';

/**
 * Adds an item to the cart. A guest's first item creates the cart and answers with its token.
 *
 * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK, VALIDATION (over the limits); the cart stays unchanged
 */
export async function addItem(ctx: GuestContext, input: AddItemInput): Promise<Cart> {
  const { cart, token } = await add(listCall(ctx, input));
  if (token === undefined || cart.expiresAt === null) return cart;
  ctx.reply.cart = { token, expiresAt: cart.expiresAt };
  return { ...cart, token };
}

/** Adds a list of items. Calls for one cart add up, in the order of their arrival. */
export const adding: Phases<AddCall, AddFacts, AddPlan, Added> = {
  operation: ({ ctx, input }) => ({
    input,
    // A replay answers with the present cart, so that a guest cannot make the server store answers.
    recall: {
      mark: ({ cart, token }) => (token === undefined ? null : cart.id),
      read: async (newCartId) => ({ cart: await (newCartId === null ? getCart(ctx) : readNewCart(ctx, newCartId)) }),
    },
  }),
  async read(tx, calls) {
    const locked = await lockAndRead(tx, {
      owners: calls.flatMap(({ ctx }) => cartOwner(ctx) ?? []),
      wanted: calls.map(({ input }) => input),
      locksStock: false,
    });
    const inquiries = calls.map(({ ctx }) => {
      const cart = locked.cartOf(cartOwner(ctx), ctx.shop.clock.now());
      // The facts of every call, because several can add to one cart.
      const wanted = [...(cart?.lines ?? []), ...calls.map(({ input }) => input)];
      const variants = wanted.flatMap((one) => locked.variantOf(one) ?? []);
      return inquiryOf(ctx, { lines: variants.map((variant) => ({ variant })), codes: cart?.codes ?? [] });
    });
    const version = locked.pricingVersion;
    // Without a variant every call is refused.
    const pricing = version === undefined ? undefined : await pricingFor(shopOf(calls), tx, inquiries, { version });
    return { locked, pricing };
  },
  decider: addDecider,
  write: writeCarts,
  explain(error) {
    // Another request made the first cart of the customer.
    if (violatedUnique(error) === 'carts.user_id') return 'again';
    // The variant was removed during the call.
    return violatesReference(error, 'cart_lines') ? kernelFailures.NOT_FOUND({}) : undefined;
  },
};

const add = batched(adding);

/** The cart that an earlier call created for a guest. No column holds its token. */
async function readNewCart(ctx: GuestContext, id: string): Promise<Cart> {
  const { shop } = ctx;
  const { read } = shop.db;
  const { carts } = read.tables;
  const [cart] = await read
    .select({ id: carts.id, expiresAt: carts.expiresAt })
    .from(carts)
    .where(and(eq(carts.id, id), gt(carts.expiresAt, shop.clock.now())));
  return { ...(cart ? await readCart(ctx, read, cart) : emptyCart(shop)), tokenShown: false };
}
