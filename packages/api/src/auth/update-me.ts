import type { User, UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import type { UpdateMeInput } from './schema.ts';
import { toUser, userColumns } from './users.ts';

export async function updateMe({ shop, signedIn }: UserContext, { name }: UpdateMeInput): Promise<User> {
  if (name === undefined) return signedIn.user;
  return shop.db.transact(async (tx) => {
    const { users } = tx.tables;
    const [row] = await tx
      .update(users)
      .set({ name, updatedAt: shop.clock.now() })
      .where(eq(users.id, signedIn.user.id))
      .returning(userColumns(tx.tables));
    // Another device deleted the account a moment ago.
    if (!row) throw kernelFailures.UNAUTHENTICATED({ reason: 'session' });
    return toUser(row);
  });
}
