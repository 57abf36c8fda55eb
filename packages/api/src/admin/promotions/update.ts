import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { parseChanged } from '@cartwright/kernel/parse-changed';
import { eq } from 'drizzle-orm';
import { promotionInput, raisePricingVersion } from '../../pricing/index.ts';
import { addCodes, removeCodes } from './codes.ts';
import { refuseWrongGoods } from './goods.ts';
import {
  findPromotion,
  type KnownPromotion,
  promotionFacts,
  promotionTarget,
  refuseTooMany,
  rowOf,
} from './promotion.ts';
import { readPromotion } from './read.ts';
import type { PromotionView, UpdatePromotionInput } from './schema.ts';

/**
 * Changes the given fields of a promotion and its codes. Orders keep the discount that they were placed with. A limit
 * may be lower than what is used up already: then no more orders can use the promotion.
 *
 * @throws NOT_FOUND, STALE_VERSION, VALIDATION the promotion is archived or contradicts itself, names unknown goods, or
 *   another promotion has one of the codes
 */
export function updatePromotion(
  ctx: UserContext,
  { id, version, addCodes: added = [], removeCodes: removed = [], ...changes }: UpdatePromotionInput,
): Promise<PromotionView> {
  const at = ctx.shop.clock.now();
  return ctx.shop.db.transact(async (tx) => {
    const { promotions } = tx.tables;
    await raisePricingVersion(tx);
    const known = await findPromotion(tx, id, version);
    if (known.isArchived) throw refuse('id', 'This promotion is archived. Create a new one instead.');
    refuseCodes(known, changes.automatic ?? known.promotion.automatic, added, removed);
    const before = promotionFacts(known.promotion);
    const changed = parseChanged(promotionInput, withTimesAsText(before), withTimesAsText(changes));
    if (changed.automatic && !known.promotion.automatic) await refuseTooMany(tx, true);
    await refuseWrongGoods(tx, changes);

    const less = await removeCodes(tx, id, removed, 'removeCodes');
    const codeCount = known.codeCount - less;
    const more = await addCodes(tx, { id, codeCount }, added, { field: 'addCodes', at });
    await tx
      .update(promotions)
      .set({ ...rowOf(changed), codeCount: codeCount + more, version: known.version + 1, updatedAt: at })
      .where(eq(promotions.id, id));
    const after = await readPromotion(tx, id);
    recordAudit(tx, ctx, {
      target: promotionTarget(after),
      before: { ...before, codeCount: known.codeCount },
      after: {
        ...changed,
        codeCount: after.codeCount,
        addedCodes: added.length > 0 ? added : undefined,
        removedCodes: removed.length > 0 ? removed : undefined,
      },
    });
    return after;
  });
}

function refuse(path: string, message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path, message, code: 'custom' }] });
}

/** @throws VALIDATION an automatic promotion would have codes, or a code would be both added and removed */
function refuseCodes(
  { codeCount }: KnownPromotion,
  isAutomatic: boolean,
  added: readonly string[],
  removed: readonly string[],
): void {
  if (isAutomatic && added.length > 0) {
    throw refuse('addCodes', 'Leave this out, because an automatic promotion has no codes.');
  }
  if (isAutomatic && codeCount > new Set(removed).size) {
    throw refuse(
      'automatic',
      'This promotion has codes, and an automatic one has none. Create a new promotion instead.',
    );
  }
  const twice = removed.findIndex((code) => added.includes(code));
  if (twice >= 0) throw refuse(`removeCodes.${twice}`, `Leave ${removed[twice]} out of removeCodes or of addCodes.`);
}

/** Times in the form in which an input has them. */
function withTimesAsText(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  );
}
