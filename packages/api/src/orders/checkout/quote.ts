import type { GuestContext } from '@cartwright/kernel/context';
import { Failure } from '@cartwright/kernel/failures';
import { type CartContents, findOwnCart, readContents } from '../../cart/index.ts';
import { pricingFor } from '../../pricing/index.ts';
import { findPurchasables } from '../../products/index.ts';
import type { Quote, QuoteOrderInput } from '../schema.ts';
import { askAhead, draftWithTax } from './ask-ahead.ts';
import { draftOrder, toQuote } from './draft.ts';
import { inquiryOf } from './inquiry.ts';
import { resolveLines, type WantedLine } from './lines.ts';
import { refuseUnknownMethod } from './payment-methods.ts';

/** Computes the amounts of an order, and every issue for which `placeOrder` would refuse the input. Writes nothing. */
export async function quoteOrder(ctx: GuestContext, input: QuoteOrderInput): Promise<Quote> {
  const { shop } = ctx;
  if (input.payment) refuseUnknownMethod(ctx, input.payment.method);
  const contents = input.items ? await contentsOfItems(ctx, input.items) : await contentsOfCart(ctx);
  const goods = contents.lines.map(({ variant }) => variant);
  const inquiry = inquiryOf(ctx, input, contents.codes, goods);
  const pricing = await pricingFor(shop, shop.db.read, [inquiry], { version: contents.pricingVersion });
  const asked = await askAhead(ctx, input);
  const at = shop.clock.now();
  const draft = await draftWithTax(asked, () => draftOrder(contents, { ...input, ...asked }, { inquiry, pricing, at }));
  return toQuote(shop, draft, input);
}

type Contents = Pick<CartContents, 'lines' | 'codes' | 'pricingVersion'> & { readonly unknown: readonly string[] };

/** @throws VALIDATION */
async function contentsOfItems({ shop }: GuestContext, items: readonly WantedLine[]) {
  const resolved = resolveLines(items, await findPurchasables(shop.db.read, items));
  if (resolved instanceof Failure) throw resolved;
  return { ...resolved, codes: [], pricingVersion: undefined };
}

async function contentsOfCart(ctx: GuestContext): Promise<Contents> {
  const { read } = ctx.shop.db;
  const cart = await findOwnCart(ctx, read);
  const contents = cart ? await readContents(read, cart.id) : { lines: [], codes: [], pricingVersion: undefined };
  return { ...contents, unknown: [] };
}
