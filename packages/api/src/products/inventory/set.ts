import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { idempotently } from '@cartwright/kernel/idempotency';
import { refuseStale } from '@cartwright/kernel/stale';
import { variantTarget } from '../audit.ts';
import { productFailures } from '../errors.ts';
import { announceCatalogue } from '../lock.ts';
import { toVariant } from '../read.ts';
import type { Variant } from '../schema.ts';
import { changeOnHand, readVariant } from './adjust.ts';
import type { SetStockInput } from './schema.ts';

/**
 * Sets the stock on hand to a counted quantity. `version` is the variant's version at the count, and stock changes
 * since then make it stale.
 *
 * @throws NOT_FOUND, STALE_VERSION, STOCK_RESERVED orders reserve more than that
 */
export function setStock(ctx: UserContext, input: SetStockInput): Promise<Variant> {
  const { id, onHand, version, reason, reference } = input;
  return idempotently(ctx, { input }, async (tx) => {
    const before = await readVariant(tx, id);
    refuseStale(before, version);
    if (before.onHand === onHand) return toVariant(before, 'admin');

    const facts = { reason: { words: reason }, reference, actor: actorOf(ctx), at: ctx.shop.clock.now() };
    const change = { variantId: id, onHand: onHand - before.onHand, version };
    const variant = await changeOnHand(tx, change, facts, (now) => {
      // Another request changed the variant after the read.
      refuseStale(now, version);
      if (onHand < now.reserved) throw productFailures.STOCK_RESERVED({ onHand: now.onHand, reserved: now.reserved });
    });
    announceCatalogue(tx);
    recordAudit(tx, ctx, {
      target: variantTarget(variant),
      before: { onHand: before.onHand },
      after: { onHand: variant.onHand, reference },
      reason,
    });
    return toVariant(variant, 'admin');
  });
}
