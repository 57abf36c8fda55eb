import type { Transaction } from '@cartwright/db';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { groupBy } from '../group-by.ts';
import { factsOfProducts, indexProducts } from './index-products.ts';

/** Updates search from the products' rows. Products that are not on sale leave search. */
export async function reindexProducts(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { searchDocuments } = tx.tables;
  await lockUnlisted(tx, ids);
  await lockDocuments(tx, ids);
  const rows = await readProducts(tx, ids);
  const offSale = rows.filter(({ status }) => status !== 'active').map(({ id }) => id);
  if (offSale.length > 0) await tx.delete(searchDocuments).where(inArray(searchDocuments.productId, offSale));
  await indexProducts(
    tx,
    rows.filter(({ status }) => status === 'active'),
  );
}

/**
 * Tells search that variants sold out or came back. Called after the stock is written. Locks the documents before it
 * reads the variants, so that the later of two concurrent changes of a product sees both.
 */
export async function followStock(tx: Transaction, variantIds: readonly string[]): Promise<void> {
  if (variantIds.length === 0) return;
  const { searchDocuments: d, variants } = tx.tables;
  const affected = await tx
    .selectDistinct({ id: variants.productId })
    .from(variants)
    .where(inArray(variants.id, [...variantIds]));
  const before = await lockDocuments(
    tx,
    affected.map(({ id }) => id),
  );
  if (before.length === 0) return;
  const ids = before.map(({ productId }) => productId);
  const factsOf = await factsOfProducts(tx, await readProducts(tx, ids));
  const changed = before.filter(({ productId, facts }) => factsOf.get(productId) !== facts);
  if (changed.length === 0) return;
  const cases = changed.map(
    ({ productId }) => sql`when ${sql.param(productId, d.productId)} then cast(${factsOf.get(productId)} as integer)`,
  );
  await tx
    .update(d)
    .set({ facts: sql`case ${d.productId} ${sql.join(cases, sql` `)} else ${d.facts} end` })
    .where(
      inArray(
        d.productId,
        changed.map(({ productId }) => productId),
      ),
    );
}

/**
 * Locks the variants of products that come on sale without a document to lock. A concurrent change of stock ends before
 * this reads the variants, or begins after the documents are committed and finds them.
 */
export async function lockUnlisted(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { products: p, searchDocuments: d, variants: v } = tx.tables;
  const unlisted = await tx
    .select({ id: v.id })
    .from(p)
    .innerJoin(v, eq(v.productId, p.id))
    .leftJoin(d, eq(d.productId, p.id))
    .where(and(inArray(p.id, [...ids]), eq(p.status, 'active'), isNull(v.archivedAt), isNull(d.id)));
  if (unlisted.length === 0) return;
  const variantIds = unlisted.map(({ id }) => id);
  await tx.lock(v, inArray(v.id, variantIds), { id: v.id });
}

function lockDocuments(tx: Transaction, ids: readonly string[]): Promise<{ productId: string; facts: number }[]> {
  const { searchDocuments: d } = tx.tables;
  return tx.lock(d, inArray(d.productId, [...ids]), { productId: d.productId, facts: d.facts });
}

async function readProducts(tx: Transaction, ids: readonly string[]) {
  const { products: p, variants: v } = tx.tables;
  const { id, name, description, categoryId, attributes, status } = p;
  const rows = await tx
    .select({ id, name, description, categoryId, attributes, status })
    .from(p)
    .where(inArray(id, [...ids]));
  const live = await tx
    .select({
      productId: v.productId,
      sku: v.sku,
      options: v.options,
      price: v.price,
      available: sql`${v.onHand} - ${v.reserved}`.mapWith(Number),
    })
    .from(v)
    .where(and(inArray(v.productId, [...ids]), isNull(v.archivedAt)))
    .orderBy(asc(v.productId), asc(v.position));
  const variantsOf = groupBy(live, ({ productId }) => productId);
  return rows.map((row) => ({ ...row, variants: variantsOf.get(row.id) ?? [] }));
}
