import type { GuestContext } from '@cartwright/kernel/context';
import { customerOf, type Inquiry } from '../../pricing/index.ts';
import type { Purchasable } from '../../products/index.ts';

/** The promotions that an order can meet: by the codes of its input, or else by those of its cart. */
export function inquiryOf(
  ctx: GuestContext,
  input: { readonly codes?: readonly string[] | undefined; readonly email?: string | undefined },
  cartCodes: readonly string[],
  goods: readonly Purchasable[],
): Inquiry {
  return { customer: customerOf(ctx, input.email), codes: [...new Set(input.codes ?? cartCodes)], goods };
}
