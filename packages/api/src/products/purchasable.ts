import { listOf, prepared, type Reader, type Transaction } from '@cartwright/db';
import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';

/** The facts of a variant that carts and orders need, read live from the database. */
export interface Purchasable {
  readonly variantId: string;
  readonly productId: string;
  readonly name: string;
  readonly sku: string;
  readonly options: Record<string, string>;
  readonly imageKey: string | null;
  readonly price: number;
  readonly categoryId: string | null;
  readonly taxClass: string;
  /** Of one unit, in grams. */
  readonly weight: number | null;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly isArchived: boolean;
  /** Whether the variant and its product are on sale. */
  readonly isOnSale: boolean;
}

/** The columns of a `Purchasable`, for a query from `variants` joined with `products`. */
export function purchasableColumns({ variants, products, productImages }: Reader['tables']) {
  const firstImage = sql<string | null>`(
    select ${productImages.key} from ${productImages}
    where ${productImages.productId} = ${products.id} order by ${productImages.position} limit 1)`;
  return {
    variantId: variants.id,
    productId: products.id,
    name: products.name,
    sku: variants.sku,
    options: variants.options,
    imageKey: firstImage,
    price: variants.price,
    categoryId: products.categoryId,
    taxClass: products.taxClass,
    weight: variants.weight,
    onHand: variants.onHand,
    reserved: variants.reserved,
    status: products.status,
    archivedAt: variants.archivedAt,
  };
}

export interface PurchasableRow extends Omit<Purchasable, 'options' | 'available' | 'isArchived' | 'isOnSale'> {
  readonly options: unknown;
  readonly status: string;
  readonly archivedAt: Date | null;
}

const storedOptions = z.record(z.string(), z.string());

export function toPurchasable(row: PurchasableRow): Purchasable {
  const { status, archivedAt, options, ...rest } = row;
  const isArchived = archivedAt !== null;
  return {
    ...rest,
    options: storedOptions.parse(options),
    available: row.onHand - row.reserved,
    isArchived,
    isOnSale: status === 'active' && !isArchived,
  };
}

/** A requested item: a variant, or a product with a single variant. */
export interface Wanted {
  readonly variantId?: string | undefined;
  readonly productId?: string | undefined;
}

/** Finds each of `wanted`, in its order; undefined if there is no such variant, or more than one to choose from. */
export async function findPurchasables(
  read: Reader | Transaction,
  wanted: readonly Wanted[],
): Promise<(Purchasable | undefined)[]> {
  const { variants } = read.tables;
  const variantIds = wanted.flatMap(({ variantId }) => variantId ?? []);
  const productIds = wanted.flatMap(({ variantId, productId }) => (variantId === undefined ? (productId ?? []) : []));
  const found = [
    ...(variantIds.length > 0 ? await findByVariants(read, variantIds) : []),
    ...(productIds.length > 0
      ? await selectPurchasables(read, and(inArray(variants.productId, productIds), isNull(variants.archivedAt)))
      : []),
  ];
  const variantOf = chooser(found);
  return wanted.map(variantOf);
}

/** Finds wanted variants among `found`; undefined if there is no such variant, or more than one to choose from. */
export function chooser(found: readonly Purchasable[]): (wanted: Wanted) => Purchasable | undefined {
  const byId = new Map(found.map((variant) => [variant.variantId, variant]));
  return ({ variantId, productId }) => {
    if (variantId !== undefined) return byId.get(variantId);
    const choices = [...byId.values()].filter((variant) => variant.productId === productId && !variant.isArchived);
    return choices.length === 1 ? choices[0] : undefined;
  };
}

const findRows = prepared(
  'purchasables',
  ({ variants }) => ({ ids: listOf(variants.id) }),
  (read: Reader, { ids }) => purchasablesWhere(read, read.isOneOf(read.tables.variants.id, ids)),
);

async function findByVariants(read: Reader | Transaction, ids: readonly string[]): Promise<Purchasable[]> {
  return (await findRows(read, { ids })).map(toPurchasable);
}

async function selectPurchasables(read: Reader | Transaction, which: SQL | undefined): Promise<Purchasable[]> {
  return (await purchasablesWhere(read, which)).map(toPurchasable);
}

function purchasablesWhere(read: Reader, which: SQL | undefined) {
  const { variants, products } = read.tables;
  return read
    .select(purchasableColumns(read.tables))
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .where(which)
    .orderBy(asc(variants.id));
}
