import { and, asc, eq } from 'drizzle-orm';
import type { Shop } from '../../kernel/shop.ts';
import { lowStock } from '../../mail/index.ts';
import { listLowStock } from './list-low.ts';

const mostLines = 100;

/** Mails every admin what is running out, unless it is nothing, or they have had the mail of this day. */
export async function mailLowStock(shop: Shop): Promise<void> {
  const { db, mailer, settings, clock } = shop;
  const { users, mailDeliveries } = db.tables;
  const { items, nextCursor } = await listLowStock(shop, { limit: mostLines });
  if (items.length === 0) return;

  const day = clock.now().toISOString().slice(0, 10);
  const template = `low-stock-${day}`;
  const { hostname } = new URL(settings.storeUrl);
  const content = lowStock({ ...settings, items, isMore: nextCursor !== null });
  const admins = await db.read
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(eq(users.role, 'admin'))
    .orderBy(asc(users.id));
  for (const { id, email } of admins) {
    const hadIt = and(eq(mailDeliveries.subjectId, id), eq(mailDeliveries.template, template));
    if ((await db.read.$count(mailDeliveries, hadIt)) > 0) continue;
    await mailer.send({ to: email, ...content, messageId: `<${template}.${id}@${hostname}>` });
    await db.transact(async (tx) => {
      await tx.insert(mailDeliveries).values({ subjectId: id, template, sentAt: clock.now() }).onConflictDoNothing();
    });
  }
}
