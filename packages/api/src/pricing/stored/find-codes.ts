import { listOf, prepared, type Reader, type Transaction } from '@cartwright/db';
import { and, eq, exists, ne, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Promotion } from '../types.ts';
import type { CodeLimit } from './limits.ts';
import { toPromotion } from './rows.ts';
import { pricingVersionOf } from './version.ts';

export interface StoredCode extends CodeLimit {
  readonly promotion: Promotion;
}

export interface FoundCodes {
  readonly codes: ReadonlyMap<string, StoredCode>;
  /** The accounts that have an order which is not cancelled. Null if no code was found. */
  readonly withOrders: ReadonlySet<string> | null;
  /** The version of the promotions; undefined if no code was found. */
  readonly version: number | undefined;
}

/** Finds codes with their promotions, and which of the accounts have orders, in one statement. */
export async function findCodes(
  read: Reader | Transaction,
  codes: readonly string[],
  accounts: readonly string[],
): Promise<FoundCodes> {
  const rows = codes.length === 0 ? [] : await find(read, { codes, accounts });
  const [first] = rows;
  return {
    codes: new Map(
      rows.map(({ code, usesLimit, promotion }) => [code, { code, usesLimit, promotion: current(promotion) }]),
    ),
    withOrders: first ? toSet(first.withOrders) : null,
    version: first?.version,
  };
}

/** Finds which of the accounts have an order that is not cancelled. */
export async function findAccountsWithOrders(
  read: Reader | Transaction,
  accounts: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = accounts.length === 0 ? [] : await findAccounts(read, { accounts });
  return new Set(rows.map(({ id }) => id));
}

type Row = Parameters<typeof toPromotion>[0];

/** An archived promotion is over, whenever it was to start. */
function current(row: Row): Promotion {
  const promotion = toPromotion(row);
  return row.archivedAt === null ? promotion : { ...promotion, startsAt: null, endsAt: row.archivedAt };
}

function toSet(list: string | null): ReadonlySet<string> {
  return new Set(list === null ? [] : list.split(','));
}

const find = prepared(
  'codes',
  ({ promotionCodes, users }) => ({ codes: listOf(promotionCodes.code), accounts: listOf(users.id) }),
  (read: Reader, { codes, accounts }) => {
    const { promotionCodes, promotions, users } = read.tables;
    return read
      .select({
        code: promotionCodes.code,
        usesLimit: promotionCodes.usesLimit,
        promotion: promotions,
        version: sql<number>`(${pricingVersionOf(read)})`,
        withOrders: sql<string | null>`(
          select string_agg(cast(${users.id} as text), ',') from ${users} where ${hasOrders(read, accounts)})`,
      })
      .from(promotionCodes)
      .innerJoin(promotions, eq(promotions.id, promotionCodes.promotionId))
      .where(read.isOneOf(promotionCodes.code, codes));
  },
);

const findAccounts = prepared(
  'accounts with orders',
  ({ users }) => ({ accounts: listOf(users.id) }),
  (read: Reader, { accounts }) => {
    const { users } = read.tables;
    return read.select({ id: users.id }).from(users).where(hasOrders(read, accounts));
  },
);

function hasOrders(read: Reader, accounts: Placeholder): SQL | undefined {
  const { orders, users } = read.tables;
  const counted = read
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.userId, users.id), ne(orders.status, 'cancelled')));
  return and(read.isOneOf(users.id, accounts), exists(counted));
}
