import type { GuestContext } from '@cartwright/kernel/context';
import { Failure } from '@cartwright/kernel/failures';
import { findOwnCart, readCartLines } from '../../cart/index.ts';
import { pricingFactsOf } from '../../pricing/index.ts';
import { findPurchasables } from '../../products/index.ts';
import type { Quote, QuoteOrderInput } from '../schema.ts';
import { askAhead, draftWithTax } from './ask-ahead.ts';
import { draftOrder, toQuote } from './draft.ts';
import { resolveLines, type WantedLine } from './lines.ts';
import { refuseUnknownMethod } from './payment-methods.ts';

/** Computes the amounts of an order, and every issue for which `placeOrder` would refuse the input. Writes nothing. */
export async function quoteOrder(ctx: GuestContext, input: QuoteOrderInput): Promise<Quote> {
  const { shop } = ctx;
  if (input.payment) refuseUnknownMethod(shop, input.payment.method);
  const resolved = input.items ? await linesOfItems(ctx, input.items) : await linesOfCart(ctx);
  const facts = await pricingFactsOf(shop, shop.db.read);
  const asked = await askAhead(ctx, input);
  const at = shop.clock.now();
  const draft = await draftWithTax(asked, () => draftOrder(resolved, { ...input, ...asked }, facts, at));
  return toQuote(shop, draft, input);
}

/** @throws VALIDATION */
async function linesOfItems({ shop }: GuestContext, items: readonly WantedLine[]) {
  const resolved = resolveLines(items, await findPurchasables(shop.db.read, items));
  if (resolved instanceof Failure) throw resolved;
  return resolved;
}

async function linesOfCart(ctx: GuestContext) {
  const { read } = ctx.shop.db;
  const cart = await findOwnCart(ctx, read);
  return { lines: cart ? await readCartLines(read, cart.id) : [], unknown: [] };
}
