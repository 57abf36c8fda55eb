import { checkImageStore, imageKey } from '@cartwright/adapters/images';
import { catalogueTopic, createUser, hashPassword, insertProducts, type NewProduct } from '@cartwright/api';
import { type Transaction, violatedUnique } from '@cartwright/db';
import { newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { inArray } from 'drizzle-orm';
import { demoCategories, demoProducts } from './catalogue.ts';
import { drawingKey, renderDrawing } from './drawings.ts';
import { moreProducts } from './generate.ts';
import { addDemoPrices, importDemoRates } from './prices.ts';
import type { DemoProduct, Drawing } from './types.ts';

/** The accounts of the demo shop. */
export const demoLogins = {
  admin: { email: 'admin@example.com', password: 'cartwright-admin', name: 'Ada Admin' },
  customer: { email: 'customer@example.com', password: 'cartwright-customer', name: 'Carl Customer' },
} as const;

const actor = 'cli';
const batchSize = 500;

/**
 * Fills an empty shop with a catalogue, its images, tax rates, shipping methods, promotions and two accounts. Leaves a shop unchanged that has products or
 * users. If several processes try at the same time, one succeeds.
 *
 * @param onProgress called after each image
 * @returns whether the shop was filled
 */
export async function seedDemoShop(shop: Shop, onProgress?: Progress): Promise<boolean> {
  const isFilled = await seedDemoCatalogue(shop);
  await addDemoImages(shop, { onProgress });
  return isFilled;
}

/**
 * Fills an empty shop without images, because these take most of the time.
 *
 * @throws {Error} images cannot be stored; the shop then stays empty
 */
export async function seedDemoCatalogue(shop: Shop): Promise<boolean> {
  const { db, clock } = shop;
  if (!(await isEmpty(shop))) return false;
  await checkImageStore(shop.images);
  const passwordHashes = {
    admin: await hashPassword(demoLogins.admin.password),
    customer: await hashPassword(demoLogins.customer.password),
  };
  // The shop is still empty, so that a process that ends here leaves the work to the next one.
  await importDemoRates(shop);
  try {
    await db.transact(async (tx) => {
      const at = clock.now();
      const categoryIds = await insertDemoProducts(tx, demoProducts, new Map(), at);
      await addDemoPrices(tx, categoryIds, at);
      for (const role of ['admin', 'customer'] as const) {
        const { email, name } = demoLogins[role];
        await createUser(tx, { email, name, role, passwordHash: passwordHashes[role], at, isVerified: true });
      }
    });
    return true;
  } catch (error) {
    if (violatedUnique(error) !== undefined) return false;
    throw error;
  }
}

/**
 * Draws the images of the demo catalogue, unless the shop has another catalogue or already has an image. The next
 * process completes the work of one that ended. If several processes draw at the same time, one adds its images.
 *
 * @param onProgress called after each image
 * @param signal stops the drawing; no image is then added
 */
export async function addDemoImages(
  shop: Shop,
  { onProgress, signal }: { onProgress?: Progress | undefined; signal?: AbortSignal } = {},
): Promise<void> {
  const { db, clock } = shop;
  const { products, productImages } = db.tables;
  if ((await db.read.$count(productImages)) > 0) return;
  const slugs = demoProducts.map(({ slug }) => slug);
  const rows = await db.read
    .select({ id: products.id, slug: products.slug })
    .from(products)
    .where(inArray(products.slug, slugs));
  if (rows.length < slugs.length) return;
  const drawings = await storeDrawings(shop, demoProducts, onProgress, signal);
  if (signal?.aborted) return;
  const ids = new Map(rows.map(({ slug, id }) => [slug, id]));
  try {
    await db.transact(async (tx) => {
      await insertImages(
        tx,
        demoProducts,
        demoProducts.map(({ slug }) => ids.get(slug)),
        drawings,
        clock.now(),
      );
      tx.announce({ topic: catalogueTopic, detail: '' });
    });
  } catch (error) {
    if (violatedUnique(error) === undefined) throw error;
  }
}

/**
 * Adds generated products for load tests, the same ones every time.
 *
 * @param onProgress called with the number of products after each batch
 * @returns the number of products added, without those that already existed
 */
export async function seedMoreProducts(
  shop: Shop,
  count: number,
  onProgress: (done: number) => void = () => {},
): Promise<number> {
  const { db, clock } = shop;
  let batch: DemoProduct[] = [];
  let done = 0;
  let added = 0;
  const drawings = new Map<string, StoredDrawing>();
  const flush = async () => {
    const fresh = await notThere(shop, batch);
    const missing = fresh.filter(({ drawing }) => !drawings.has(drawingKey(drawing)));
    for (const [key, stored] of await storeDrawings(shop, missing)) drawings.set(key, stored);
    if (fresh.length > 0)
      await db.transact(async (tx) => void (await insertDemoProducts(tx, fresh, drawings, clock.now())));
    added += fresh.length;
    done += batch.length;
    batch = [];
    onProgress(done);
  };
  for (const product of moreProducts(count)) {
    batch.push(product);
    if (batch.length === batchSize) await flush();
  }
  if (batch.length > 0) await flush();
  return added;
}

async function notThere({ db }: Shop, wanted: readonly DemoProduct[]): Promise<DemoProduct[]> {
  const { products } = db.tables;
  const slugs = wanted.map(({ slug }) => slug);
  const rows = await db.read.select({ slug: products.slug }).from(products).where(inArray(products.slug, slugs));
  const there = new Set(rows.map(({ slug }) => slug));
  return wanted.filter(({ slug }) => !there.has(slug));
}

async function isEmpty({ db }: Shop): Promise<boolean> {
  const { products, users } = db.tables;
  return (await db.read.$count(products)) === 0 && (await db.read.$count(users)) === 0;
}

interface StoredDrawing {
  readonly key: string;
}

const drawingSize = 800;

type Progress = (done: number, total: number) => void;

/** Draws two images at a time, because more would take the thread pool from a running server. */
async function storeDrawings(
  { images }: Shop,
  products: readonly { readonly drawing: Drawing }[],
  onProgress: Progress = () => {},
  signal?: AbortSignal,
): Promise<Map<string, StoredDrawing>> {
  const distinct = new Map(products.map(({ drawing }) => [drawingKey(drawing), drawing]));
  const stored = new Map<string, StoredDrawing>();
  const waiting = distinct.entries();
  const draw = async () => {
    for (const [name, drawing] of waiting) {
      if (signal?.aborted) return;
      const bytes = await renderDrawing(drawing);
      const key = imageKey(bytes, 'webp');
      await images.put(key, bytes);
      stored.set(name, { key });
      onProgress(stored.size, distinct.size);
    }
  };
  await Promise.all([draw(), draw()]);
  return stored;
}

async function insertDemoProducts(
  tx: Transaction,
  products: readonly DemoProduct[],
  drawings: ReadonlyMap<string, StoredDrawing>,
  at: Date,
): Promise<ReadonlyMap<string, string>> {
  const categoryIds = await ensureCategories(tx, at);
  const newProducts = products.map(
    ({ category, drawing: _, ...product }): NewProduct => ({
      ...product,
      categoryId: categoryIds.get(category) ?? null,
      status: 'active',
    }),
  );
  const ids = await insertProducts(tx, newProducts, { actor, at });
  await insertImages(tx, products, ids, drawings, at);
  return categoryIds;
}

async function insertImages(
  tx: Transaction,
  products: readonly DemoProduct[],
  ids: readonly (string | undefined)[],
  drawings: ReadonlyMap<string, StoredDrawing>,
  at: Date,
): Promise<void> {
  const { productImages } = tx.tables;
  const images = products.flatMap(({ drawing }, index) => {
    const stored = drawings.get(drawingKey(drawing));
    const productId = ids[index];
    if (!stored || productId === undefined) return [];
    const size = { width: drawingSize, height: drawingSize };
    return [{ id: newId(), productId, position: 0, key: stored.key, ...size, createdAt: at }];
  });
  if (images.length > 0) await tx.insert(productImages).values(images);
}

async function ensureCategories(tx: Transaction, at: Date): Promise<Map<string, string>> {
  const { categories } = tx.tables;
  const times = { createdAt: at, updatedAt: at };
  const slugs = demoCategories.map(({ slug }) => slug);
  await tx
    .insert(categories)
    .values(demoCategories.map(({ slug, name }) => ({ id: newId(), slug, name, ...times })))
    .onConflictDoNothing();
  const rows = await tx.select().from(categories).where(inArray(categories.slug, slugs));
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}
