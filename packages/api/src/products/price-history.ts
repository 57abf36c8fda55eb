import type { Transaction } from '@cartwright/db';
import { and, inArray, sql } from 'drizzle-orm';

const span = 30 * 24 * 60 * 60 * 1_000;

/** A variant with its new price in minor units. */
export interface Priced {
  readonly id: string;
  readonly price: number;
}

/** Begins the price history of new variants. Every insert of variants calls it. */
export async function recordFirstPrices(tx: Transaction, created: readonly Priced[], at: Date): Promise<void> {
  if (created.length === 0) return;
  const { variantPrices } = tx.tables;
  await tx
    .insert(variantPrices)
    .values(created.map(({ id, price }) => ({ variantId: id, from: at, price })))
    // The later of two changes in the same millisecond counts.
    .onConflictDoUpdate({ target: [variantPrices.variantId, variantPrices.from], set: { price: sql`excluded.price` } });
}

/**
 * Records changed prices and stores with each variant the lowest price of the 30 days before, as the EU asks for with
 * a price reduction (Directive 98/6/EC, Article 6a). Every update of prices calls it, after it has locked the products.
 *
 * Deletes the prices that ended more than 30 days ago, so that the history of a variant stays short.
 */
export async function recordNewPrices(tx: Transaction, repriced: readonly Priced[], at: Date): Promise<void> {
  if (repriced.length === 0) return;
  const { variantPrices: p, variants } = tx.tables;
  const ids = repriced.map(({ id }) => id);
  await recordFirstPrices(tx, repriced, at);
  // The price that was in force 30 days ago stays.
  const begin = sql.param(new Date(at.getTime() - span), p.from);
  const firstKept = sql`(
    select max(kept."from") from ${p} as kept where kept.variant_id = ${p.variantId} and kept."from" <= ${begin})`;
  await tx.delete(p).where(and(inArray(p.variantId, ids), sql`${p.from} < ${firstKept}`));
  const earlier = sql`(
    select min(${p.price}) from ${p}
    where ${p.variantId} = ${variants.id} and ${p.from} <> ${sql.param(at, p.from)})`;
  await tx.update(variants).set({ lowestPriorPrice: earlier }).where(inArray(variants.id, ids));
}
