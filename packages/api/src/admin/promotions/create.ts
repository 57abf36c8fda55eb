import type { Transaction } from '@cartwright/db';
import { type AuditSource, recordAudit } from '@cartwright/kernel/audit';
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
  return idempotently(ctx, { input }, (tx) => insertPromotion(tx, ctx, input, at));
}

/** @throws VALIDATION as `createPromotion` */
export async function insertPromotion(
  tx: Transaction,
  by: UserContext | AuditSource,
  input: CreatePromotionInput,
  at: Date,
): Promise<PromotionView> {
  const { promotions } = tx.tables;
  const id = newId();
  await raisePricingVersion(tx);
  await refuseTooMany(tx, input.automatic);
  await refuseWrongGoods(tx, input);
  await tx.insert(promotions).values({ ...rowOf(input), id, createdAt: at, updatedAt: at });
  const added = await addCodes(tx, { id, codeCount: 0 }, input.codes, { field: 'codes', at });
  if (added > 0) await changeCodeCount(tx, id, added);
  recordAudit(tx, by, { target: promotionTarget({ id, name: input.name }), before: null, after: input });
  return readPromotion(tx, id);
}
