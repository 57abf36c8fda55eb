import type { GuestContext } from '@cartwright/kernel/context';
import { askVat } from '../../pricing/index.ts';
import type { QuoteOrderInput } from '../schema.ts';
import type { AskedFacts } from './plan.ts';

/** Asks other services for the facts that an order's price depends on. Must not be called in a transaction. */
export async function askAhead(
  ctx: GuestContext,
  { shippingAddress }: Pick<QuoteOrderInput, 'shippingAddress'>,
): Promise<AskedFacts> {
  return { vat: await askVat(ctx, shippingAddress) };
}
