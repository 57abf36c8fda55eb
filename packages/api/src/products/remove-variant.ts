import type { Transaction } from '@cartwright/db';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import { variantFacts, variantTarget } from './audit.ts';
import { lockVariant, settleProduct, type VariantRecord } from './lock.ts';
import type { RemoveVariantInput } from './schema.ts';
import { liveVariants } from './write-variant.ts';

/**
 * Removes a variant from its product. A variant with orders, carts or stock history is archived: carts show it as
 * unavailable, and orders and the ledger still read it. A variant without any history is deleted.
 *
 * @throws NOT_FOUND, STALE_VERSION, VALIDATION it is the only variant of its product
 */
export async function removeVariant(ctx: UserContext, input: RemoveVariantInput): Promise<void> {
  const { db, clock } = ctx.shop;
  const at = clock.now();
  await db.transact(async (tx) => {
    const { variants } = tx.tables;
    const { product, variant } = await lockVariant(tx, { ...input, at });
    if ((await liveVariants(tx, product.id)).length === 1) {
      const message = 'Archive the product instead, because this is its only variant.';
      throw kernelFailures.VALIDATION({ issues: [{ path: 'id', message, code: 'last_variant' }] });
    }
    const mine = eq(variants.id, variant.id);
    if (await hasHistory(tx, variant)) {
      await tx
        .update(variants)
        .set({ archivedAt: at, version: variant.version + 1 })
        .where(mine);
    } else {
      await tx.delete(variants).where(mine);
    }
    await settleProduct(tx, product);
    recordAudit(tx, ctx, { target: variantTarget(variant), before: variantFacts(variant), after: null });
  });
}

async function hasHistory(tx: Transaction, { id }: VariantRecord): Promise<boolean> {
  const { stockLedger, orderLines, cartLines } = tx.tables;
  for (const table of [stockLedger, orderLines, cartLines]) {
    if ((await tx.$count(table, eq(table.variantId, id))) > 0) return true;
  }
  return false;
}
