import { listOf, prepared, type Tables, type Transaction } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { hashSecret } from '@cartwright/kernel/ids';
import { and, asc, eq, inArray, isNull, or, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { pricingVersionOf } from '../pricing/index.ts';
import { chooser, type Purchasable, purchasableColumns, toPurchasable, type Wanted } from '../products/index.ts';
import { codesByCart, codesOfCarts } from './codes.ts';

/** The facts that a list of calls needs. */
export interface Needs {
  /** The owners of the carts to lock, as `cartOwner` names them. */
  readonly owners: readonly CartOwner[];
  readonly wanted: readonly Wanted[];
  /** Locks the variants too, for calls that reserve stock. */
  readonly locksStock: boolean;
}

export type CartOwner = { readonly userId: string } | { readonly tokenHash: string };

export interface LockedCart {
  readonly id: string;
  readonly isExpired: boolean;
  /** Oldest first. An expired cart has none. */
  readonly lines: readonly LockedLine[];
  /** In the order in which they were entered. An expired cart has none. */
  readonly codes: readonly string[];
}

export interface LockedLine {
  readonly variantId: string;
  readonly quantity: number;
  readonly priceAtAdd: number;
  readonly addedAt: Date;
}

export interface LockedFacts {
  cartOf(owner: CartOwner | undefined, now: Date): LockedCart | undefined;
  /** A wanted variant or one of a cart; undefined if there is none, or more than one to choose from. */
  variantOf(wanted: Wanted): Purchasable | undefined;
  /** The version of rates, methods and promotions; undefined if no variant was found. */
  readonly pricingVersion: number | undefined;
}

/** Undefined for a guest without a cart. */
export function cartOwner({ signedIn, request }: GuestContext): CartOwner | undefined {
  if (signedIn) return { userId: signedIn.user.id };
  return request.cartToken === undefined ? undefined : { tokenHash: hashSecret(request.cartToken) };
}

/** Locks carts and, if asked to, variants, each in the order of ids. Reads them with the lines of the carts. */
export async function lockAndRead(tx: Transaction, { owners, wanted, locksStock }: Needs): Promise<LockedFacts> {
  const values = {
    users: unique(owners.flatMap((owner) => ('userId' in owner ? owner.userId : []))),
    tokens: unique(owners.flatMap((owner) => ('tokenHash' in owner ? owner.tokenHash : []))),
    variants: unique(wanted.flatMap(({ variantId }) => variantId ?? [])),
    products: unique(wanted.flatMap(({ variantId, productId }) => (variantId === undefined ? (productId ?? []) : []))),
  };
  const { findCarts, read } = queriesFor({
    users: values.users.length > 0,
    tokens: values.tokens.length > 0,
    variants: values.variants.length > 0,
    products: values.products.length > 0,
    locksStock,
  });
  // Sent together. The second statement runs when the carts are locked, so that their lines stay as it reads them.
  const [locked, rows] = await Promise.all([
    tx.hasRowLocks && owners.length > 0 ? findCarts(tx, values) : undefined,
    read(tx, values),
  ]);
  const lines = rows.flatMap(toLine).sort(byAge);
  // A cart that was made between the two statements is not locked, and counts as missing.
  const cartsOfLines = new Map(locked ? [] : lines.map((line) => [line.owner, { ...line, id: line.cartId }]));
  const isComplete = owners.every((owner) => cartsOfLines.has(nameOfOwner(owner)));
  // Without locks, carts are read apart only if one has no lines.
  const found = locked ?? (isComplete ? [] : await findCarts(tx, values));
  const codes = codesByCart(rows[0]?.codes ?? null);
  const carts = new Map([...cartsOfLines, ...found.map((cart) => [cart.userId ?? cart.tokenHash, cart] as const)]);
  return {
    pricingVersion: rows[0]?.pricingVersion,
    variantOf: chooser(rows.map(({ variant }) => toPurchasable(variant))),
    cartOf(owner, now) {
      const cart = owner && carts.get(nameOfOwner(owner));
      if (!cart) return undefined;
      const isExpired = cart.expiresAt <= now;
      if (isExpired) return { id: cart.id, isExpired, lines: [], codes: [] };
      const own = lines.filter(({ cartId }) => cartId === cart.id);
      return { id: cart.id, isExpired, lines: own, codes: codes.get(cart.id) ?? [] };
    },
  };
}

/** One string for each owner. Ids and hashes cannot be confused. */
export function nameOfOwner(owner: CartOwner): string {
  return 'userId' in owner ? owner.userId : owner.tokenHash;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

interface ReadRow {
  readonly variant: { readonly variantId: string };
  readonly line: {
    readonly cartId: string;
    readonly userId: string | null;
    readonly tokenHash: string | null;
    readonly expiresAt: Date;
    readonly quantity: number;
    readonly priceAtAdd: number;
    readonly addedAt: Date;
  } | null;
}

function toLine({ variant: { variantId }, line }: ReadRow) {
  return line === null ? [] : [{ ...line, variantId, owner: line.userId ?? line.tokenHash }];
}

type Aged = Pick<LockedLine, 'variantId' | 'addedAt'>;

export function byAge(a: Aged, b: Aged): number {
  return a.addedAt.getTime() - b.addedAt.getTime() || (a.variantId < b.variantId ? -1 : 1);
}

/** The lists of a statement that have entries. Each combination has its own statement, without the other parts. */
interface Lists {
  readonly users: boolean;
  readonly tokens: boolean;
  readonly variants: boolean;
  readonly products: boolean;
  readonly locksStock: boolean;
}

type Queries = ReturnType<typeof buildQueries>;

const built = new Map<string, Queries>();

function queriesFor(lists: Lists): Queries {
  const name = Object.entries(lists)
    .flatMap(([list, isUsed]) => (isUsed ? list : []))
    .join(' ');
  const queries = built.get(name) ?? buildQueries(name, lists);
  built.set(name, queries);
  return queries;
}

const listParams = ({ carts, variants }: Tables) => ({
  users: listOf(carts.userId),
  tokens: listOf(carts.tokenHash),
  variants: listOf(variants.id),
  products: listOf(variants.productId),
});

type ListPlaceholders = Readonly<Record<keyof ReturnType<typeof listParams>, Placeholder>>;

function buildQueries(name: string, lists: Lists) {
  return {
    findCarts: prepared(`carts of ${name}`, listParams, (tx: Transaction, values) => {
      const { carts } = tx.tables;
      const query = tx
        .select({ id: carts.id, userId: carts.userId, tokenHash: carts.tokenHash, expiresAt: carts.expiresAt })
        .from(carts)
        .where(ownedBy(tx, lists, values))
        .orderBy(asc(carts.id));
      return tx.locking(query, carts);
    }),
    read: prepared(`facts of ${name}`, listParams, (tx: Transaction, values) => {
      const { carts, cartLines, variants, products } = tx.tables;
      const lines = tx
        .select({
          cartId: cartLines.cartId,
          userId: carts.userId,
          tokenHash: carts.tokenHash,
          expiresAt: carts.expiresAt,
          variantId: cartLines.variantId,
          quantity: cartLines.quantity,
          priceAtAdd: cartLines.priceAtAdd,
          addedAt: cartLines.addedAt,
        })
        .from(cartLines)
        .innerJoin(carts, eq(carts.id, cartLines.cartId))
        .where(ownedBy(tx, lists, values) ?? sql`false`)
        .as('lines');
      const query = tx
        .select({
          variant: purchasableColumns(tx.tables),
          pricingVersion: sql<number>`(${pricingVersionOf(tx)})`,
          codes: sql<string | null>`${codesOfCarts(tx, ownedBy(tx, lists, values))}`,
          line: {
            cartId: lines.cartId,
            userId: lines.userId,
            tokenHash: lines.tokenHash,
            expiresAt: lines.expiresAt,
            quantity: lines.quantity,
            priceAtAdd: lines.priceAtAdd,
            addedAt: lines.addedAt,
          },
        })
        .from(variants)
        .innerJoin(products, eq(products.id, variants.productId))
        .leftJoin(lines, eq(lines.variantId, variants.id))
        .where(inArray(variants.id, sql`(${sql.join(variantIds(tx, lists, values), sql` union `)})`))
        .orderBy(asc(variants.id));
      return lists.locksStock ? tx.locking(query, variants) : query;
    }),
  };
}

function ownedBy(tx: Transaction, { users, tokens }: Lists, values: ListPlaceholders): SQL | undefined {
  const { carts } = tx.tables;
  return or(
    users ? tx.isOneOf(carts.userId, values.users) : undefined,
    tokens ? tx.isOneOf(carts.tokenHash, values.tokens) : undefined,
  );
}

/** Selects the ids of the variants that are wanted or in a cart. A union, because each part then uses its index. */
function variantIds(tx: Transaction, lists: Lists, values: ListPlaceholders): SQL[] {
  const { carts, cartLines, variants } = tx.tables;
  const ids = (which: SQL | undefined) => tx.select({ id: variants.id }).from(variants).where(which).getSQL();
  const inCarts = tx
    .select({ id: cartLines.variantId })
    .from(cartLines)
    .innerJoin(carts, eq(carts.id, cartLines.cartId))
    .where(ownedBy(tx, lists, values));
  return [
    lists.variants ? ids(tx.isOneOf(variants.id, values.variants)) : [],
    lists.products ? ids(and(tx.isOneOf(variants.productId, values.products), isNull(variants.archivedAt))) : [],
    lists.users || lists.tokens ? inCarts.getSQL() : [],
  ].flat();
}
