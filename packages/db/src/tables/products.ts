import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';

export function defineProductsTables(v: Vocabulary) {
  const categories = v.table(
    'categories',
    {
      /** A small number that is never reused, by which `search_facts` refers to the category. */
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
      /** The sort key of the name: lower case, without accents. */
      nameKey: v.text('name_key').notNull(),
      description: v.text('description').notNull(),
      categoryId: v.id('category_id').references(() => categories.id),
      status: v.text('status').$type<'draft' | 'active' | 'archived'>().notNull(),
      attributes: v.json('attributes').notNull(),
      /** The class of goods by which tax rates are chosen, such as `standard` or `reduced`. */
      taxClass: v.text('tax_class').notNull().default('standard'),
      /** The lowest price of the product's variants in minor units, by which lists sort and filter. */
      priceFrom: v.money('price_from').notNull(),
      /** The highest price of the variants. */
      priceTo: v.money('price_to').notNull(),
      /** The number of the last price change. The next change continues from the highest number. */
      repricedIn: v.change('repriced_in'),
      version: v.integer('version').notNull().default(1),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('products_slug_unique').on(t.slug),
      // The prices at the end let a filtered list choose its products from the index alone.
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
   * Earlier prices of products, kept while a list by price may still be read page by page. Without them, a product
   * whose price changed could appear on two pages.
   */
  const formerPrices = v.table(
    'former_prices',
    {
      id: v.sequence('id'),
      productId: v
        .id('product_id')
        .notNull()
        .references(() => products.id, { onDelete: 'cascade' }),
      /** The number and the time of the change that ended the price. */
      endedIn: v.change('ended_in').notNull(),
      endedAt: v.timestamp('ended_at').notNull(),
      /** The former value of `products.price_from`. */
      priceFrom: v.money('price_from').notNull(),
    },
    (t) => [v.index('former_prices_ended_at').on(t.endedAt), v.index('former_prices_product').on(t.productId)],
  );

  /** The unit that is sold and counted. A simple product has one variant with empty options. */
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
      /** The options in canonical form, so that two variants of a product cannot have the same options. */
      optionsKey: v.text('options_key').notNull(),
      price: v.money('price').notNull(),
      compareAtPrice: v.money('compare_at_price'),
      /** The lowest price of the 30 days before the present one took effect. Null if it is the first price. */
      lowestPriorPrice: v.money('lowest_prior_price'),
      onHand: v.integer('on_hand').notNull(),
      reserved: v.integer('reserved').notNull().default(0),
      position: v.integer('position').notNull(),
      /** Stock is low at this available quantity or below; null uses the shop's setting. */
      lowStockAt: v.integer('low_stock_at'),
      /** In grams, with its packaging. Null if it is not known. */
      weight: v.integer('weight'),
      /** Grows with each edit and each change of the quantity on hand, but not with reservations. */
      version: v.integer('version').notNull().default(1),
      /**
       * The time at which the variant was removed from sale. The row stays, because orders and the ledger refer to it.
       */
      archivedAt: v.timestamp('archived_at'),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.uniqueIndex('variants_sku_unique').on(t.sku),
      v.uniqueIndex('variants_options_unique').on(t.productId, t.optionsKey).where(sql`${t.archivedAt} is null`),
      // Lets a search filtered by price find its variants from the index alone.
      v.index('variants_by_price').on(t.price, t.productId, t.optionsKey).where(sql`${t.archivedAt} is null`),
      v.check('variants_price', sql`${t.price} >= 0`),
      v.check('variants_weight', sql`${t.weight} >= 0`),
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
      /** The name in the image store, derived from the content. */
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

  /**
   * One row for each change of a variant's stock. Each balance is the previous one plus the change, and the last
   * balance is the current stock. Triggers refuse updates and deletes.
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
      /** The actor: `user:<id>`, `key:<id>`, `job:<name>`, `cli` or `customer`. */
      actor: v.text('actor').notNull(),
      /** The order that caused the change, if there is one. */
      orderId: v.id('order_id'),
      /** A reference other than an order, such as the number of a delivery note. */
      reference: v.text('reference'),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [v.index('stock_ledger_variant').on(t.variantId, t.id), v.index('stock_ledger_order').on(t.orderId)],
  );

  /**
   * The text of each product on sale, folded to words with single spaces, which full-text search reads. The second
   * migration of each dialect adds its search index.
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
       * The number of the product's facts, so that a whole result can be counted by this column. It comes before the
       * words, because Postgres reads a row from its beginning.
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
   * The filterable facts of products: category, attributes, and for each variant the options, price step and
   * availability. Products with equal facts share a row. Rows are only ever added.
   */
  const searchFacts = v.table(
    'search_facts',
    {
      number: v.sequence('number'),
      /** SHA-256 of the facts, which may be longer than an index allows. */
      hash: v.text('hash').notNull(),
      facts: v.text('facts').notNull(),
    },
    (t) => [v.uniqueIndex('search_facts_hash_unique').on(t.hash)],
  );

  /** The words that spelling correction knows: each word in full, and in each form with one letter left out. */
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
    stockLedger,
    searchDocuments,
    searchFacts,
    searchWords,
  };
}

export type ProductsTables = ReturnType<typeof defineProductsTables>;
