import { type Transaction, violatedUnique } from '@cartwright/db';
import { type AuditedChange, recordAudit } from '@cartwright/kernel/audit';
import type { GuestContext, UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { foldText } from '@cartwright/kernel/fold';
import { newId } from '@cartwright/kernel/ids';
import { refuseStale } from '@cartwright/kernel/stale';
import { and, asc, count, eq, sql } from 'drizzle-orm';
import { refuseTakenAddress } from './chosen-slug.ts';
import { productFailures } from './errors.ts';
import { announceCatalogue } from './lock.ts';
import { type Category, mostCategories, type RemoveCategoryInput, type SaveCategoryInput } from './schema.ts';

/** Lists every category by name, with the number of its products on sale. */
export async function listCategories({ shop }: GuestContext): Promise<{ items: Category[] }> {
  const { read } = shop.db;
  const { categories, products } = read.tables;
  const rows = await read
    .select({
      id: categories.id,
      slug: categories.slug,
      name: categories.name,
      version: categories.version,
      count: count(products.id),
    })
    .from(categories)
    .leftJoin(products, and(eq(products.categoryId, categories.id), eq(products.status, 'active')))
    .groupBy(categories.number)
    .orderBy(asc(categories.number))
    .limit(mostCategories);
  const keyed = rows.map((row) => ({ row, key: `${foldText(row.name)}\0${row.slug}` }));
  return { items: keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row) };
}

/**
 * Renames the category `slug`, or creates it.
 *
 * @throws STALE_VERSION, SLUG_TAKEN, VALIDATION the slug's address is one of the API's, or the shop is full
 * @throws NOT_FOUND a version was given, and there is no such category
 */
export function saveCategory(ctx: UserContext, { slug, name, newSlug, version }: SaveCategoryInput): Promise<Category> {
  const { db, clock } = ctx.shop;
  const at = clock.now();
  const path = '/categories/{slug}';
  if (newSlug !== undefined && newSlug !== slug) refuseTakenAddress(ctx.shop, path, newSlug, 'newSlug');
  return db.transact(async (tx) => {
    const { categories, products } = tx.tables;
    let known = await lockCategory(tx, slug);
    if (known) refuseStale(known, version);
    else if (version !== undefined) throw kernelFailures.NOT_FOUND({});
    else {
      refuseTakenAddress(ctx.shop, path, slug);
      await refuseMoreCategories(tx);
      const row = { id: newId(), slug, name, createdAt: at, updatedAt: at };
      const made = await tx.insert(categories).values(row).onConflictDoNothing().returning({ id: categories.id });
      // Another request created the category in between.
      if (made.length === 0) known = await lockCategory(tx, slug);
    }
    const [saved] = await tx
      .update(categories)
      .set({ name, slug: newSlug ?? slug, updatedAt: at, ...(known && { version: sql`${categories.version} + 1` }) })
      .where(eq(categories.slug, slug))
      .returning()
      .catch((error: unknown) => {
        if (violatedUnique(error) === 'categories.slug') throw productFailures.SLUG_TAKEN({ slug: newSlug ?? slug });
        throw error;
      });
    if (!saved) throw kernelFailures.NOT_FOUND({});
    announceCatalogue(tx);
    recordAudit(tx, ctx, {
      target: categoryTarget(saved),
      before: known ? { name: known.name, slug: known.slug } : null,
      after: { name: saved.name, slug: saved.slug },
    });
    const { id } = saved;
    const inIt = and(eq(products.categoryId, id), eq(products.status, 'active'));
    return { id, slug: saved.slug, name: saved.name, version: saved.version, count: await tx.$count(products, inIt) };
  });
}

/**
 * Deletes a category. Its products stay, without a category. Search keeps the category's number in their facts, which
 * no later category reuses.
 *
 * @throws NOT_FOUND, STALE_VERSION
 */
export async function removeCategory(ctx: UserContext, { slug, version }: RemoveCategoryInput): Promise<void> {
  await ctx.shop.db.transact(async (tx) => {
    const { categories, products } = tx.tables;
    const category = await lockCategory(tx, slug);
    if (!category) throw kernelFailures.NOT_FOUND({});
    refuseStale(category, version);
    await tx.update(products).set({ categoryId: null }).where(eq(products.categoryId, category.id));
    await tx.delete(categories).where(eq(categories.id, category.id));
    announceCatalogue(tx);
    const { name } = category;
    recordAudit(tx, ctx, { target: categoryTarget(category), before: { name, slug }, after: null });
  });
}

/**
 * Refuses another category if the shop has as many as it may. The second of two concurrent calls counts the first one's
 * category.
 *
 * @throws VALIDATION
 */
async function refuseMoreCategories(tx: Transaction): Promise<void> {
  await tx.lockName('a new category');
  if ((await tx.$count(tx.tables.categories)) < mostCategories) return;
  const message = `A shop has at most ${mostCategories} categories. Remove one first, or use an attribute instead.`;
  throw kernelFailures.VALIDATION({ issues: [{ path: 'slug', message, code: 'too_big' }] });
}

function categoryTarget({ id, slug }: { id: string; slug: string }): AuditedChange['target'] {
  return { type: 'category', id, label: slug };
}

async function lockCategory(tx: Transaction, slug: string) {
  const { categories } = tx.tables;
  const [category] = await tx.lock(categories, eq(categories.slug, slug));
  return category;
}
