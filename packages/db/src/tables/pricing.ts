import { sql } from 'drizzle-orm';
import type { Vocabulary } from '../vocabulary/postgres.ts';
import type { ProductsTables } from './products.ts';

export function definePricingTables(v: Vocabulary, { variants }: ProductsTables) {
  /** One row. Every change of a rate, a method or a promotion raises `pricingVersion`, so that processes reload them. */
  const store = v.table(
    'store',
    {
      id: v.integer('id').primaryKey(),
      pricingVersion: v.integer('pricing_version').notNull().default(1),
      /** The time at which the first rates and methods were made from settings. */
      settingsImportedAt: v.timestamp('settings_imported_at'),
    },
    (t) => [v.check('store_one_row', sql`${t.id} = 1`)],
  );

  /** The tax of a class of goods at a destination. Empty text means the whole country, or the whole region. */
  const taxRates = v.table(
    'tax_rates',
    {
      id: v.id('id').primaryKey(),
      /** ISO 3166-1 alpha-2, or `*` for every country. */
      country: v.text('country').notNull(),
      region: v.text('region').notNull().default(''),
      postalPrefix: v.text('postal_prefix').notNull().default(''),
      taxClass: v.text('tax_class').notNull(),
      name: v.text('name').notNull(),
      /** 0.19 is 190,000: some rates have two decimals of a basis point. */
      millionths: v.integer('millionths').notNull(),
      /** The most specific rate that replaces counts. Rates that add come on top of it. */
      mode: v.text('mode').$type<'adds' | 'replaces'>().notNull(),
      version: v.integer('version').notNull().default(1),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v
        .uniqueIndex('tax_rates_replaces_unique')
        .on(t.country, t.region, t.postalPrefix, t.taxClass)
        .where(sql`${t.mode} = 'replaces'`),
      v
        .uniqueIndex('tax_rates_adds_unique')
        .on(t.country, t.region, t.postalPrefix, t.taxClass, t.name)
        .where(sql`${t.mode} = 'adds'`),
      v.check('tax_rates_millionths', sql`${t.millionths} between 0 and 1000000`),
      v.check('tax_rates_mode', sql`${t.mode} in ('adds', 'replaces')`),
    ],
  );

  const shippingMethods = v.table(
    'shipping_methods',
    {
      id: v.id('id').primaryKey(),
      name: v.text('name').notNull(),
      /** The destinations: `[{ country, regions, postalPrefixes }]`. An empty list is everywhere. */
      zones: v.json('zones').notNull(),
      /** The measure that chooses the step. */
      by: v.text('by').$type<'subtotal' | 'weight' | 'quantity'>().notNull(),
      /** The prices: `[{ from, price }]`, ordered by `from`. */
      steps: v.json('steps').notNull(),
      /** The highest measure with which an order can use the method. */
      upTo: v.money('up_to'),
      /** The subtotal from which the method costs nothing. */
      freeFrom: v.money('free_from'),
      minDays: v.integer('min_days'),
      maxDays: v.integer('max_days'),
      pickup: v.boolean('pickup').notNull().default(false),
      version: v.integer('version').notNull().default(1),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [v.check('shipping_methods_by', sql`${t.by} in ('subtotal', 'weight', 'quantity')`)],
  );

  /** A rule that lowers a price. Orders keep their discount when it changes. */
  const promotions = v.table(
    'promotions',
    {
      id: v.id('id').primaryKey(),
      name: v.text('name').notNull(),
      /** True if the promotion applies without a code. */
      isAutomatic: v.boolean('is_automatic').notNull(),
      rule: v.json('rule').notNull(),
      conditions: v.json('conditions').notNull(),
      /** The lower number applies first. */
      priority: v.integer('priority').notNull().default(0),
      isExclusive: v.boolean('is_exclusive').notNull().default(false),
      startsAt: v.timestamp('starts_at'),
      endsAt: v.timestamp('ends_at'),
      usesLimit: v.integer('uses_limit'),
      usesPerCustomer: v.integer('uses_per_customer'),
      /** The sum of all discounts, in minor units. */
      budget: v.money('budget'),
      /** The number of its rows in `promotion_codes`. */
      codeCount: v.integer('code_count').notNull().default(0),
      archivedAt: v.timestamp('archived_at'),
      version: v.integer('version').notNull().default(1),
      createdAt: v.timestamp('created_at').notNull(),
      updatedAt: v.timestamp('updated_at').notNull(),
    },
    (t) => [
      v.index('promotions_current').on(t.id).where(sql`${t.archivedAt} is null`),
      v.index('promotions_automatic').on(t.id).where(sql`${t.isAutomatic} and ${t.archivedAt} is null`),
      v.check('promotions_codes', sql`${t.codeCount} >= 0 and (not ${t.isAutomatic} or ${t.codeCount} = 0)`),
      v.check('promotions_dates', sql`${t.startsAt} is null or ${t.endsAt} is null or ${t.startsAt} < ${t.endsAt}`),
    ],
  );

  const promotionCodes = v.table(
    'promotion_codes',
    {
      /** The code in the form in which codes are compared: NFKC, upper case. */
      code: v.text('code').primaryKey(),
      promotionId: v
        .id('promotion_id')
        .notNull()
        .references(() => promotions.id),
      /** The uses of this code alone. */
      usesLimit: v.integer('uses_limit'),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [v.index('promotion_codes_promotion').on(t.promotionId, t.code)],
  );

  /** A number that must not go below its floor, such as the uses of a promotion: 0 at first, −1 for each use. */
  const balances = v.table(
    'balances',
    {
      /** Such as `promotion:<id>:uses`. */
      id: v.text('id').primaryKey(),
      /** The promotion whose limit is the floor. For first orders, the customer as balances name one. */
      ownerId: v.id('owner_id').notNull(),
      kind: v.text('kind').$type<'uses' | 'customer' | 'budget' | 'code'>().notNull(),
      value: v.money('value').notNull(),
      floor: v.money('floor').notNull(),
    },
    (t) => [
      v.index('balances_owner').on(t.ownerId, t.kind, t.value),
      v.check('balances_floor', sql`${t.value} >= ${t.floor}`),
    ],
  );

  /** One row for each change of a balance. Triggers refuse updates and deletes. */
  const balanceLedger = v.table(
    'balance_ledger',
    {
      id: v.sequence('id'),
      balanceId: v
        .text('balance_id')
        .notNull()
        .references(() => balances.id),
      reason: v.text('reason').notNull(),
      change: v.money('change').notNull(),
      after: v.money('after').notNull(),
      actor: v.text('actor').notNull(),
      orderId: v.id('order_id'),
      createdAt: v.timestamp('created_at').notNull(),
    },
    (t) => [
      v.index('balance_ledger_balance').on(t.balanceId, t.id),
      v.index('balance_ledger_order').on(t.orderId).where(sql`${t.orderId} is not null`),
    ],
  );

  /** The price of a variant from a time on, until its next row. Goes back 30 days before the present price. */
  const variantPrices = v.table(
    'variant_prices',
    {
      variantId: v
        .id('variant_id')
        .notNull()
        .references(() => variants.id, { onDelete: 'cascade' }),
      from: v.timestamp('from').notNull(),
      price: v.money('price').notNull(),
    },
    (t) => [v.primaryKey({ name: 'variant_prices_pk', columns: [t.variantId, t.from] })],
  );

  /** The answers of the VAT register, which are valid for some time. */
  const vatNumbers = v.table(
    'vat_numbers',
    {
      /** With the prefix of the country, without spaces. */
      number: v.text('number').primaryKey(),
      isValid: v.boolean('is_valid').notNull(),
      checkedAt: v.timestamp('checked_at').notNull(),
    },
    (t) => [v.index('vat_numbers_checked_at').on(t.checkedAt)],
  );

  return {
    store,
    taxRates,
    shippingMethods,
    promotions,
    promotionCodes,
    balances,
    balanceLedger,
    variantPrices,
    vatNumbers,
  };
}

export type PricingTables = ReturnType<typeof definePricingTables>;
