import type { Shop } from '@cartwright/kernel/shop';
import { asc, eq } from 'drizzle-orm';
import { lowStock, sendOnce } from '../../mail/index.ts';
import { listLowStock } from './list-low.ts';

const mostLines = 100;
const day = 24 * 60 * 60_000;

/** E-mails the low stock to every admin, at most once a day. Sends nothing if no stock is low. */
export async function mailLowStock(shop: Shop): Promise<void> {
  const { db, settings, clock } = shop;
  const { users } = db.tables;
  const { items, nextCursor } = await listLowStock(shop, { limit: mostLines });
  if (items.length === 0) return;

  const now = clock.now();
  const template = `low-stock-${now.toISOString().slice(0, 10)}`;
  const expiresAt = new Date(now.getTime() + 7 * day);
  const content = lowStock({ ...settings, items, isMore: nextCursor !== null });
  const admins = await db.read
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(eq(users.role, 'admin'))
    .orderBy(asc(users.id));
  const failures: unknown[] = [];
  for (const { id, email } of admins) {
    // One admin's full mailbox does not delay the e-mails of the others.
    await sendOnce(shop, { subjectId: id, template, expiresAt }, async () => ({
      to: email,
      bound: 'none' as const,
      ...content,
    })).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
