import type { SessionContext } from '@cartwright/kernel/context';
import { jsonChunks } from '@cartwright/kernel/json-chunks';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { getCart } from '../cart/index.ts';
import { ordersOfCustomer } from '../orders/index.ts';
import { toSavedAddress } from './addresses.ts';
import type { Device, PersonalData, SavedAddress } from './schema.ts';

const pageSize = 100;

/** `PersonalData` with its lists as streams of items. */
type PersonalDataInPieces = {
  readonly [Field in keyof PersonalData]: PersonalData[Field] extends readonly (infer Item)[]
    ? AsyncIterable<Item>
    : PersonalData[Field];
};

/**
 * Yields all data that the shop stores about the caller as one JSON document. Reads page by page as the document is
 * consumed, so that neither many orders nor a slow client costs memory or holds a connection.
 */
export async function* exportMe(ctx: SessionContext): AsyncGenerator<string> {
  const { shop, signedIn } = ctx;
  const data: PersonalDataInPieces = {
    exportedAt: shop.clock.now(),
    user: signedIn.user,
    addresses: eachAddress(ctx),
    sessions: eachDevice(ctx),
    cart: await getCart(ctx),
    orders: ordersOfCustomer(shop, signedIn.user.id),
  };
  yield* jsonChunks(data);
}

function eachAddress({ shop, signedIn }: SessionContext): AsyncGenerator<SavedAddress> {
  const { read } = shop.db;
  const { addresses } = read.tables;
  const page = (after: string | undefined) =>
    read
      .select()
      .from(addresses)
      .where(and(eq(addresses.userId, signedIn.user.id), later(addresses.id, after)))
      .orderBy(asc(addresses.id))
      .limit(pageSize);
  return each(page, toSavedAddress);
}

function eachDevice({ shop, signedIn }: SessionContext): AsyncGenerator<Device> {
  const { read } = shop.db;
  const { sessions } = read.tables;
  const page = (after: string | undefined) =>
    read
      .select({
        id: sessions.id,
        mode: sessions.mode,
        userAgent: sessions.userAgent,
        ip: sessions.ip,
        createdAt: sessions.createdAt,
        lastUsedAt: sessions.lastUsedAt,
        endsAt: sessions.endsAt,
      })
      .from(sessions)
      .where(and(eq(sessions.userId, signedIn.user.id), later(sessions.id, after)))
      .orderBy(asc(sessions.id))
      .limit(pageSize);
  return each(page, (device) => ({ ...device, current: device.id === signedIn.sessionId }));
}

function later(id: PgColumn, after: string | undefined) {
  return after === undefined ? undefined : gt(id, after);
}

/** Yields the items of all pages. Reads a page after the one before was consumed. */
async function* each<Row extends { readonly id: string }, Item>(
  page: (after: string | undefined) => PromiseLike<Row[]>,
  toItem: (row: Row) => Item,
): AsyncGenerator<Item> {
  let after: string | undefined;
  for (;;) {
    const rows = await page(after);
    yield* rows.map(toItem);
    after = rows.at(-1)?.id;
    if (rows.length < pageSize) return;
  }
}
