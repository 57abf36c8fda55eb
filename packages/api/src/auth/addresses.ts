import type { Tables } from '@cartwright/db';
import { address, addressIssues } from '@cartwright/kernel/addresses/schema';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { CreateAddressInput, IdInput, PageInput, SavedAddress, UpdateAddressInput } from './schema.ts';

const list = 'auth.addresses';
const maxAddresses = 100;

/** Lists the caller's address book, oldest entry first. */
export async function listAddresses({ shop, signedIn }: UserContext, { limit, cursor }: PageInput) {
  const { addresses } = shop.db.tables;
  const after = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const rows = await shop.db.read
    .select()
    .from(addresses)
    .where(and(eq(addresses.userId, signedIn.user.id), after === undefined ? undefined : gt(addresses.id, after)))
    .orderBy(asc(addresses.id))
    .limit(limit + 1);
  return cutPage(rows, limit, toSavedAddress, ({ id }) => encodeCursor(list, [id]));
}

/** @throws VALIDATION the address book is full */
export function createAddress(ctx: UserContext, input: CreateAddressInput): Promise<SavedAddress> {
  const at = ctx.shop.clock.now();
  const row = { id: newId(), userId: ctx.signedIn.user.id, address: input, createdAt: at, updatedAt: at };
  return idempotently(ctx, { input }, async (tx) => {
    const { addresses, users } = tx.tables;
    // The second of two concurrent calls counts the first one's address.
    await tx.lock(users, eq(users.id, row.userId), { id: users.id });
    if ((await tx.$count(addresses, eq(addresses.userId, row.userId))) >= maxAddresses) {
      const message = `An address book holds at most ${maxAddresses} addresses. Remove one first.`;
      throw kernelFailures.VALIDATION({ issues: [{ path: '', message, code: 'too_big' }] });
    }
    await tx.insert(addresses).values(row);
    return toSavedAddress(row);
  });
}

/**
 * Changes the given fields.
 *
 * @throws NOT_FOUND also if the address is another user's; VALIDATION its country requires more
 */
export function updateAddress({ shop, signedIn }: UserContext, input: UpdateAddressInput): Promise<SavedAddress> {
  const { id, ...given } = input;
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return shop.db.transact(async (tx) => {
    const { addresses } = tx.tables;
    const mine = and(eq(addresses.id, id), eq(addresses.userId, signedIn.user.id));
    // The second of two concurrent changes reads the result of the first.
    const [row] = await tx.lock(addresses, mine);
    if (!row) throw kernelFailures.NOT_FOUND({});
    const changed = address.parse({ ...address.parse(row.address), ...changes });
    const issues = addressIssues(changed);
    if (issues.length > 0) throw kernelFailures.VALIDATION({ issues });
    const update = { address: changed, updatedAt: shop.clock.now() };
    await tx.update(addresses).set(update).where(mine);
    return toSavedAddress({ ...row, ...update });
  });
}

/** @throws NOT_FOUND also if the address is another user's */
export async function removeAddress({ shop, signedIn }: UserContext, { id }: IdInput): Promise<void> {
  await shop.db.transact(async (tx) => {
    const { addresses } = tx.tables;
    const mine = and(eq(addresses.id, id), eq(addresses.userId, signedIn.user.id));
    const removed = await tx.delete(addresses).where(mine).returning({ id: addresses.id });
    if (removed.length === 0) throw kernelFailures.NOT_FOUND({});
  });
}

export function toSavedAddress(row: Tables['addresses']['$inferSelect']): SavedAddress {
  const { id, createdAt, updatedAt } = row;
  return { ...address.parse(row.address), id, createdAt, updatedAt };
}
