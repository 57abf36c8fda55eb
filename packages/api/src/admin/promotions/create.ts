import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { raisePricingVersion } from '../../pricing/index.ts';
import { addCodes, changeCodeCount } from './codes.ts';
import { refuseWrongGoods } from './goods.ts';
import { promotionTarget, refuseTooMany, rowOf } from './promotion.ts';
import { readPromotion } from './read.ts';
import type { CreatePromotionInput, PromotionView } from './schema.ts';

/**
 * Creates a promotion with its first codes.
 *
 * @throws VALIDATION it names unknown goods or takes off more than they cost, another promotion has one of the codes, or
 *   the store has as many promotions as it may
 */
export function createPromotion(ctx: UserContext, input: CreatePromotionInput): Promise<PromotionView> {
  const at = ctx.shop.clock.now();
  const id = newId();
  return idempotently(ctx, { input }, async (tx) => {
    const { promotions } = tx.tables;
    await raisePricingVersion(tx);
    await refuseTooMany(tx, input.automatic);
    await refuseWrongGoods(tx, input);
    await tx.insert(promotions).values({ ...rowOf(input), id, createdAt: at, updatedAt: at });
    const added = await addCodes(tx, { id, codeCount: 0 }, input.codes, { field: 'codes', at });
    if (added > 0) await changeCodeCount(tx, id, added);
    recordAudit(tx, ctx, { target: promotionTarget({ id, name: input.name }), before: null, after: input });
    return readPromotion(tx, id);
  });
}
