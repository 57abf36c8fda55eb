import { newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';
import { type PromotionInput, promotionInput } from '../schema.ts';
import { raisePricingVersion } from '../stored/version.ts';

/** A promotion to store. It takes 10 % off the order, unless `rule` says otherwise. */
export interface StoredPromotion extends Partial<PromotionInput> {
  readonly codes?: readonly string[];
  /** Of each code alone. */
  readonly usesPerCode?: number;
}

/**
 * Stores a promotion with its codes and returns its id.
 *
 * @example
 * await storePromotion(shop, { codes: ['TEN'], limits: { uses: 50 } });
 */
export async function storePromotion(
  { db, clock }: Shop,
  { codes = [], usesPerCode, startsAt = null, endsAt = null, ...fields }: StoredPromotion,
): Promise<string> {
  const { limits, exclusive, automatic, ...rest } = promotionInput.parse({
    name: 'Ten percent',
    rule: { kind: 'order', off: { kind: 'percent', basisPoints: 1_000 } },
    ...fields,
  });
  const id = newId();
  const now = clock.now();
  await db.transact(async (tx) => {
    await raisePricingVersion(tx);
    await tx.insert(tx.tables.promotions).values({
      ...rest,
      id,
      startsAt,
      endsAt,
      isExclusive: exclusive,
      isAutomatic: automatic,
      usesLimit: limits.uses ?? null,
      usesPerCustomer: limits.usesPerCustomer ?? null,
      budget: limits.budget ?? null,
      createdAt: now,
      updatedAt: now,
    });
    const rows = codes.map((code) => ({ code, promotionId: id, usesLimit: usesPerCode ?? null, createdAt: now }));
    if (rows.length > 0) await tx.insert(tx.tables.promotionCodes).values(rows);
  });
  return id;
}

/** Changes columns of a promotion, as an edit by an admin does. */
export async function editPromotion(
  { db }: Shop,
  id: string,
  columns: Partial<Shop['db']['tables']['promotions']['$inferInsert']>,
): Promise<void> {
  await db.transact(async (tx) => {
    await raisePricingVersion(tx);
    await tx.update(tx.tables.promotions).set(columns).where(eq(tx.tables.promotions.id, id));
  });
}
