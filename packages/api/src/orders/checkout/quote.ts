import { findOwnCart, readCartLines } from '../../cart/index.ts';
import type { UserContext } from '../../kernel/context.ts';
import { Failure } from '../../kernel/failures.ts';
import { findPurchasables } from '../../products/index.ts';
import type { PlaceOrderInput, Quote } from '../schema.ts';
import { draftOrder, toQuote } from './draft.ts';
import { resolveLines, type WantedLine } from './lines.ts';
import { refuseUnknownMethod } from './payment-methods.ts';

/** Computes the amounts of an order, and every issue for which `placeOrder` would refuse the input. Writes nothing. */
export async function quoteOrder(ctx: UserContext, input: PlaceOrderInput): Promise<Quote> {
  const { shop } = ctx;
  refuseUnknownMethod(shop, input.payment.method);
  const { lines, unknown } = input.items ? await linesOfItems(ctx, input.items) : await linesOfCart(ctx);
  return toQuote(shop, draftOrder(shop, lines, unknown, input.expectedTotal), input);
}

/** @throws VALIDATION */
async function linesOfItems({ shop }: UserContext, items: readonly WantedLine[]) {
  const resolved = resolveLines(items, await findPurchasables(shop.db.read, items));
  if (resolved instanceof Failure) throw resolved;
  return resolved;
}

async function linesOfCart(ctx: UserContext) {
  const { read } = ctx.shop.db;
  const cart = await findOwnCart(ctx, read);
  return { lines: cart ? await readCartLines(read, cart.id) : [], unknown: [] };
}
