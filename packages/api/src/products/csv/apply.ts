import { setImmediate as breathe } from 'node:timers/promises';
import type { Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import { type AuditSource, recordAudits } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { newId } from '@cartwright/kernel/ids';
import { inArray, sql } from 'drizzle-orm';
import { keepFormerPrices } from '../former-prices.ts';
import { insertProducts } from '../insert.ts';
import { announceCatalogue } from '../lock.ts';
import { optionsKey, sortKey } from '../names.ts';
import { recordFirstPrices, recordNewPrices } from '../price-history.ts';
import { lockUnlisted, reindexProducts } from '../search/reindex-products.ts';
import { changeStock, type StockChange } from '../stock.ts';
import {
  type CategorySlugs,
  changedVariant,
  changesOfVariants,
  createdProduct,
  createdVariant,
  editedProduct,
} from './audit.ts';
import { batchesOf } from './batches.ts';
import type { ProductChange, ProductPlan } from './plan.ts';
import type { StockPlan, VariantEdit } from './plan-variants.ts';

export interface ImportFacts {
  readonly by: UserContext | AuditSource;
  readonly actor: Actor;
  readonly at: Date;
  /** The import's name in the ledger. */
  readonly reference: string;
}

/** Another change came after the plan was made, so the import must plan again. */
export class Overtaken extends Error {}

/**
 * Writes the plans in a few statements for hundreds of products. The rows of variants come last, because orders wait
 * for them.
 *
 * @throws {Overtaken} a category is gone, or orders reserve stock that the plan removes
 */
export async function applyPlans(
  tx: Transaction,
  plans: readonly ProductPlan[],
  facts: ImportFacts,
  onDone: (products: number) => void,
): Promise<void> {
  const created = plans.flatMap((plan) => (plan.kind === 'create' ? plan.product : []));
  const changes = plans.flatMap((plan) => (plan.kind === 'change' ? plan.change : []));
  if (created.length + changes.length === 0) return;
  const slugs = await lockCategories(tx, [...created, ...changes.flatMap(({ before, after }) => [before, after])]);
  const { by, reference } = facts;
  for (const batch of batchesOf(created, ({ variants }) => variants.length)) {
    const ids = await insertProducts(tx, batch, facts);
    const additions = batch.map((product, index) => createdProduct(ids[index] ?? '', product, slugs, reference));
    await recordAudits(tx, by, additions);
    onDone(batch.length);
    await breathe();
  }
  for (const batch of batchesOf(changes, ({ variants }) => variants.live.length)) {
    await writeProducts(tx, batch, facts);
    const edits = batch.filter(({ isEdited }) => isEdited).map((change) => editedProduct(change, slugs, reference));
    await recordAudits(tx, by, edits);
    onDone(batch.length);
    await breathe();
  }
  const variants = changes.map(({ variants: plan }) => plan);
  const stock = await writeVariants(
    tx,
    variants.flatMap(({ edits }) => edits),
    variants.flatMap((plan) => plan.stock),
    facts,
  );
  // Changes of stock lock documents, and all variants must be locked before.
  for (const batch of batchesOf(changes)) {
    await lockUnlisted(
      tx,
      batch.map(({ before }) => before.id),
    );
  }
  await addVariants(tx, changes, facts);
  for (const batch of batchesOf(stock)) {
    const refused = await changeStock(tx, batch, { ...facts, reason: 'imported', isLogged: 'at once' });
    if (refused.length > 0) throw new Overtaken();
    await breathe();
  }
  // A change of stock alone has updated search already.
  const edited = changes.filter(
    ({ isEdited, variants: { edits, additions } }) => isEdited || edits.length + additions.length > 0,
  );
  for (const batch of batchesOf(edited, ({ variants: { live } }) => live.length)) {
    await reindexProducts(
      tx,
      batch.map(({ before }) => before.id),
    );
    await breathe();
  }
  announceCatalogue(tx);
}

/**
 * Locks the categories, so that no request deletes one while products join it.
 *
 * @returns the categories' slugs by their ids
 */
async function lockCategories(tx: Transaction, rows: readonly { categoryId: string | null }[]): Promise<CategorySlugs> {
  const { categories } = tx.tables;
  const ids = [...new Set(rows.flatMap(({ categoryId }) => categoryId ?? []))];
  if (ids.length === 0) return new Map();
  const locked = await tx.lock(categories, inArray(categories.id, ids), { id: categories.id, slug: categories.slug });
  if (locked.length < ids.length) throw new Overtaken();
  return new Map(locked.map(({ id, slug }) => [id, slug]));
}

async function writeProducts(tx: Transaction, changes: readonly ProductChange[], { at }: ImportFacts): Promise<void> {
  const { products } = tx.tables;
  const repricedIn = tx.snapshots.change(products.repricedIn);
  const rows = changes.map(({ before, after, isEdited, variants }) => {
    const prices = variants.live.map(({ price }) => price);
    const priceFrom = Math.min(...prices);
    return {
      ...before,
      ...after,
      nameKey: sortKey(after.name),
      priceFrom,
      priceTo: Math.max(...prices),
      ...(priceFrom !== before.priceFrom && { repricedIn }),
      version: before.version + (isEdited ? 1 : 0),
      updatedAt: at,
    };
  });
  const repriced = changes.filter((_, index) => rows[index]?.repricedIn === repricedIn).map(({ before }) => before);
  await keepFormerPrices(tx, repriced, at);
  await tx
    .insert(products)
    .values(rows)
    .onConflictDoUpdate({
      target: products.id,
      set: {
        name: sql`excluded.name`,
        nameKey: sql`excluded.name_key`,
        description: sql`excluded.description`,
        categoryId: sql`excluded.category_id`,
        status: sql`excluded.status`,
        attributes: sql`excluded.attributes`,
        taxClass: sql`excluded.tax_class`,
        priceFrom: sql`excluded.price_from`,
        priceTo: sql`excluded.price_to`,
        repricedIn: sql`excluded.repriced_in`,
        version: sql`excluded.version`,
        updatedAt: sql`excluded.updated_at`,
      },
    });
}

/**
 * Locks every variant that changes, in the order of ids, and writes all fields but the stock.
 *
 * @returns the changes of quantity, relative to the present stock on hand
 * @throws {Overtaken} a variant no longer has the version in the file
 */
async function writeVariants(
  tx: Transaction,
  edits: readonly VariantEdit[],
  stock: readonly StockPlan[],
  { by, at, reference }: ImportFacts,
): Promise<StockChange[]> {
  const { variants } = tx.tables;
  const stockChanges: StockChange[] = [];
  const edited = edits.toSorted((a, b) => (a.before.id < b.before.id ? -1 : 1));
  const changes = changesOfVariants(edits, stock);
  for (const batch of batchesOf([...changes.keys()].sort())) {
    const held = await tx
      .update(variants)
      .set({ updatedAt: at })
      .where(tx.lockedInOrder(variants.id, batch))
      .returning({ id: variants.id, onHand: variants.onHand, version: variants.version });
    const audited = held.flatMap(({ id, onHand, version }) => {
      const change = changes.get(id);
      if (!change) return [];
      const { before, stock: wanted } = change;
      // Orders change stock while the product is locked.
      if (wanted?.isVersioned && version !== before.version) throw new Overtaken();
      if (wanted && wanted.onHand !== onHand) stockChanges.push({ variantId: id, onHand: wanted.onHand - onHand });
      return changedVariant(change, onHand, reference);
    });
    await recordAudits(tx, by, audited);
    await breathe();
  }
  // Two variants may exchange their options, and would both have the same for a moment.
  const exchanging = edited.filter(({ areOptionsNew }) => areOptionsNew).map(({ before }) => before.id);
  for (const batch of batchesOf(exchanging)) {
    await tx
      .update(variants)
      .set({ optionsKey: sql`cast(${variants.id} as text)` })
      .where(inArray(variants.id, batch));
  }
  for (const batch of batchesOf(edited)) {
    const rows = batch.map(({ before, options, price, compareAtPrice, lowStockAt, weight }) => ({
      ...before,
      options,
      optionsKey: optionsKey(options as Record<string, string>),
      price,
      compareAtPrice,
      lowStockAt,
      weight,
    }));
    await tx
      .insert(variants)
      .values(rows)
      .onConflictDoUpdate({
        target: variants.id,
        set: {
          options: sql`excluded.options`,
          optionsKey: sql`excluded.options_key`,
          price: sql`excluded.price`,
          compareAtPrice: sql`excluded.compare_at_price`,
          lowStockAt: sql`excluded.low_stock_at`,
          weight: sql`excluded.weight`,
          archivedAt: null,
          version: sql`${variants.version} + 1`,
        },
      });
    const repriced = batch.filter(({ before, price }) => price !== before.price);
    await recordNewPrices(
      tx,
      repriced.map(({ before: { id }, price }) => ({ id, price })),
      at,
    );
    await breathe();
  }
  return stockChanges.sort(byId);
}

/** Adds variants to existing products. Their first stock is a normal change of stock. */
async function addVariants(tx: Transaction, changes: readonly ProductChange[], facts: ImportFacts): Promise<void> {
  const { variants } = tx.tables;
  const { at } = facts;
  const rows = changes.flatMap(({ before, variants: { additions, nextPosition } }) =>
    additions.map(({ stock, options, ...fields }, index) => ({
      row: {
        ...fields,
        id: newId(),
        productId: before.id,
        options,
        optionsKey: optionsKey(options as Record<string, string>),
        onHand: 0,
        position: nextPosition + index,
        createdAt: at,
        updatedAt: at,
      },
      stock,
    })),
  );
  for (const batch of batchesOf(rows)) {
    const added = batch.map(({ row }) => row);
    await tx.insert(variants).values(added);
    await recordFirstPrices(tx, added, at);
    const stocked = batch.filter(({ stock }) => stock > 0);
    const received = stocked.map(({ row, stock }) => ({ variantId: row.id, onHand: stock }));
    await changeStock(tx, received, { ...facts, reason: 'received', isLogged: 'at once' });
    const additions = batch.map(({ row, stock }) => createdVariant(row, stock, facts.reference));
    await recordAudits(tx, facts.by, additions);
    await breathe();
  }
}

const byId = (a: StockChange, b: StockChange): number => (a.variantId < b.variantId ? -1 : 1);
