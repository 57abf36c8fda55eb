import { asc, eq } from 'drizzle-orm';
import { getCart } from '../cart/index.ts';
import type { SessionContext } from '../kernel/context.ts';
import { ordersOfCustomer } from '../orders/index.ts';
import { toSavedAddress } from './addresses.ts';
import type { PersonalData } from './schema.ts';

/** Everything that the shop stores about the caller, as one document. */
export async function exportMe(ctx: SessionContext): Promise<PersonalData> {
  const { shop, signedIn } = ctx;
  const { read } = shop.db;
  const { sessions, addresses } = read.tables;
  const { id } = signedIn.user;
  const devices = await read
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
    .where(eq(sessions.userId, id))
    .orderBy(asc(sessions.id));
  const saved = await read.select().from(addresses).where(eq(addresses.userId, id)).orderBy(asc(addresses.id));
  return {
    exportedAt: shop.clock.now(),
    user: signedIn.user,
    addresses: saved.map(toSavedAddress),
    sessions: devices.map((device) => ({ ...device, current: device.id === signedIn.sessionId })),
    cart: await getCart(ctx),
    orders: await ordersOfCustomer(shop, id),
  };
}
