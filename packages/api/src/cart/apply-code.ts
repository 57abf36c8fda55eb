import type { GuestContext } from '@cartwright/kernel/context';
import { idempotently } from '@cartwright/kernel/idempotency';
import { pricingFailures } from '../pricing/index.ts';
import { lockOwnCart } from './find.ts';
import { getCart, readContents, toCart } from './get.ts';
import { problemOfCodes } from './limits.ts';
import { priceCart } from './price.ts';
import type { Cart, CodeInput } from './schema.ts';

const empty = { lines: [], codes: [], pricingVersion: undefined };

/**
 * Applies a code to the cart. A code that the cart has already stays there once.
 *
 * @throws PROMOTION_NOT_APPLICABLE (with the reason), VALIDATION (over the limit); the cart stays unchanged
 */
export function applyCode(ctx: GuestContext, input: CodeInput): Promise<Cart> {
  const { code } = input;
  const recall = { mark: () => null, read: () => getCart(ctx) };
  return idempotently(ctx, { input, recall }, async (tx) => {
    const { cartCodes } = tx.tables;
    const cart = await lockOwnCart(ctx, tx);
    const contents = cart ? await readContents(tx, cart.id) : empty;
    const isNew = !contents.codes.includes(code);
    const codes = isNew ? [...contents.codes, code] : contents.codes;
    const tooMany = problemOfCodes(codes.length);
    if (tooMany) throw tooMany;

    const priced = await priceCart(ctx, tx, { ...contents, codes });
    const reason = priced.issues.find(({ promotionCode }) => promotionCode === code)?.reason;
    if (reason !== undefined) throw pricingFailures.PROMOTION_NOT_APPLICABLE({ promotionCode: code, reason });
    if (!cart || contents.lines.length === 0) {
      throw pricingFailures.PROMOTION_NOT_APPLICABLE({ promotionCode: code, reason: 'items' });
    }
    if (isNew) await tx.insert(cartCodes).values({ cartId: cart.id, code, addedAt: ctx.shop.clock.now() });
    return toCart(ctx.shop, cart, contents.lines, priced);
  });
}
