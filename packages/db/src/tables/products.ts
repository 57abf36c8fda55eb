import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';

export function defineProductsTables(v: Vocabulary) {
  const categories = v.table(
    'categories',
    {
      /** Small and never given twice: what `search_facts` names it by. */
      number: v.sequence('number'),
      id: v.id('id').notNull().unique(),
      slug: v.text('slug').notNull(),
      name: v.text('name').notNull(),
      version: v.integer('version').notNull().default(1),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [v.uniqueIndex('categories_slug_unique').on(t.slug)],
  );

  const products = v.table(
    'products',
    {
      id: v.id('id').primaryKey(),
      slug: v.text('slug').notNull(),
      name: v.text('name').notNull(),
      /** The name as lists are sorted by it: lower case, without accents. */
      nameKey: v.text('name_key').notNull(),
      description: v.text('description').notNull(),
      categoryId: v.id('category_id').references(() => categories.id),
      status: v.text('status').$type<'draft' | 'active' | 'archived'>().notNull(),
      attributes: v.json('attributes').notNull(),
      /** The lowest price of its variants, in minor units: what lists are sorted and filtered by. */
      priceFrom: v.money('price_from').notNull(),
      /** Their highest price. */
      priceTo: v.money('price_to').notNull(),
      /** The change that changed that last, after which the next one is numbered. */
      repricedIn: v.change('repriced_in'),
      version: v.integer('version').notNull().default(1),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('products_slug_unique').on(t.slug),
      // With the prices at their ends, so that a list that is filtered by them is chosen without reading products.
      v.index('products_newest').on(t.status, t.createdAt, t.id, t.priceFrom, t.priceTo),
      v.index('products_by_price').on(t.status, t.priceFrom, t.id, t.priceTo),
      v.index('products_by_name').on(t.status, t.nameKey, t.id, t.priceFrom, t.priceTo),
      v.index('products_repriced').on(t.repricedIn),
      v.index('products_category_newest').on(t.categoryId, t.status, t.createdAt, t.id, t.priceFrom, t.priceTo),
      v.index('products_category_by_price').on(t.categoryId, t.status, t.priceFrom, t.id, t.priceTo),
      v.index('products_category_by_name').on(t.categoryId, t.status, t.nameKey, t.id, t.priceFrom, t.priceTo),
      v.check('products_status', sql`${t.status} in ('draft', 'active', 'archived')`),
    ],
  );

  /**
   * The prices that products had, for as long as a list by price may be read page by page: what has moved from a place that was
   * read could come twice.
   */
  const formerPrices = v.table(
    'former_prices',
    {
      id: v.sequence('id'),
      productId: v
        .id('product_id')
        .notNull()
        .references(() => products.id, { onDelete: 'cascade' }),
      /** The change that ended it, and its time. */
      endedIn: v.change('ended_in').notNull(),
      endedAt: v.timestamp('ended_at').notNull(),
      /** What `products.price_from` was. */
      priceFrom: v.money('price_from').notNull(),
    },
    (t) => [v.index('former_prices_ended_at').on(t.endedAt), v.index('former_prices_product').on(t.productId)],
  );

  /** What is sold and counted. A simple product has one, with empty options. */
  const variants = v.table(
    'variants',
    {
      id: v.id('id').primaryKey(),
      productId: v
        .id('product_id')
        .notNull()
        .references(() => products.id),
      sku: v.text('sku').notNull(),
      options: v.json('options').notNull(),
      /** The options in one canonical text, so that no two variants of a product can have the same. */
      optionsKey: v.text('options_key').notNull(),
      price: v.money('price').notNull(),
      compareAtPrice: v.money('compare_at_price'),
      onHand: v.integer('on_hand').notNull(),
      reserved: v.integer('reserved').notNull().default(0),
      position: v.integer('position').notNull(),
      /** At this many available pieces or fewer it is low; null means as the shop's setting says. */
      lowStockAt: v.integer('low_stock_at'),
      /** Grows with each edit and each change of what is on hand, though not with reservations. */
      version: v.integer('version').notNull().default(1),
      /** When it was removed from sale. Orders and the ledger keep reading it, so it stays. */
      archivedAt: v.timestamp('archived_at'),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('variants_sku_unique').on(t.sku),
      v.uniqueIndex('variants_options_unique').on(t.productId, t.optionsKey).where(sql`${t.archivedAt} is null`),
      // A search filtered by price finds the variants between two prices in it, and reads none.
      v.index('variants_by_price').on(t.price, t.productId, t.optionsKey).where(sql`${t.archivedAt} is null`),
      v.check('variants_price', sql`${t.price} >= 0`),
      v.check('variants_stock', sql`${t.reserved} >= 0 and ${t.onHand} >= ${t.reserved}`),
    ],
  );

  const productImages = v.table(
    'product_images',
    {
      id: v.id('id').primaryKey(),
      productId: v
        .id('product_id')
        .notNull()
        .references(() => products.id, { onDelete: 'cascade' }),
      position: v.integer('position').notNull(),
      /** The name in the image store, made from the content. */
      key: v.text('key').notNull(),
      width: v.integer('width').notNull(),
      height: v.integer('height').notNull(),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('product_images_position_unique').on(t.productId, t.position),
      v.index('product_images_key').on(t.key),
    ],
  );

  /** Who stores or removes the files of which image at this moment. */
  const imageLocks = v.table('image_locks', {
    key: v.text('key').primaryKey(),
    holder: v.id('holder').notNull(),
    /** A process that died holds it until then. */
    until: v.timestamp('until').notNull(),
  });

  /**
   * One row for each change of a variant's stock. Each balance is the one before plus the change, and the last one is
   * the stock. Triggers refuse to change or delete a row.
   */
  const stockLedger = v.table(
    'stock_ledger',
    {
      id: v.sequence('id'),
      variantId: v
        .id('variant_id')
        .notNull()
        .references(() => variants.id),
      reason: v.text('reason').notNull(),
      onHandChange: v.integer('on_hand_change').notNull(),
      reservedChange: v.integer('reserved_change').notNull(),
      onHandAfter: v.integer('on_hand_after').notNull(),
      reservedAfter: v.integer('reserved_after').notNull(),
      /** `user:<id>`, `job:<name>` or `cli`: who did it. */
      actor: v.text('actor').notNull(),
      /** The order that the change belongs to, if any. */
      orderId: v.id('order_id'),
      /** What it refers to beside an order, such as the number of a delivery note. */
      reference: v.text('reference'),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [v.index('stock_ledger_variant').on(t.variantId, t.id), v.index('stock_ledger_order').on(t.orderId)],
  );

  /**
   * The words of each product on sale, folded and separated by single spaces: what full-text search looks into. Each
   * dialect's second migration puts its own index on it.
   */
  const searchDocuments = v.table(
    'search_documents',
    {
      id: v.sequence('id'),
      productId: v
        .id('product_id')
        .notNull()
        .references(() => products.id, { onDelete: 'cascade' }),
      /**
       * The number of its facts, so that a whole result is counted by it alone. It stands before the words, because Postgres
       * reads a row from its beginning.
       */
      facts: v.integer('facts').notNull(),
      name: v.text('name').notNull(),
      sku: v.text('sku').notNull(),
      description: v.text('description').notNull(),
    },
    (t) => [
      v.uniqueIndex('search_documents_product_unique').on(t.productId),
      v.index('search_documents_facts').on(t.facts),
    ],
  );

  /**
   * What filters and facets ask of products: category, attributes, and of each variant the options, the step of its price and
   * whether it is in stock. Products that are alike in this share a row. Rows are only ever added.
   */
  const searchFacts = v.table(
    'search_facts',
    {
      number: v.sequence('number'),
      /** SHA-256 of the facts, which may be longer than an index can hold. */
      hash: v.text('hash').notNull(),
      facts: v.text('facts').notNull(),
    },
    (t) => [v.uniqueIndex('search_facts_hash_unique').on(t.hash)],
  );

  /** Each word that can be misspelled, under each form that it has with one letter left out, and under its own. */
  const searchWords = v.table(
    'search_words',
    { form: v.text('form').notNull(), word: v.text('word').notNull() },
    (t) => [v.primaryKey({ name: 'search_words_pk', columns: [t.form, t.word] })],
  );

  return {
    categories,
    products,
    formerPrices,
    variants,
    productImages,
    imageLocks,
    stockLedger,
    searchDocuments,
    searchFacts,
    searchWords,
  };
}

export type ProductsTables = ReturnType<typeof defineProductsTables>;
