import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { announceLostAccess } from '@cartwright/kernel/lost-access';
import { and, eq, isNull } from 'drizzle-orm';
import type { RevokeApiKeyInput } from './schema.ts';

/**
 * Revokes a key for good. Its next call is refused. Revoking a revoked key changes nothing.
 *
 * @throws NOT_FOUND
 */
export async function revokeApiKey(ctx: UserContext, { id }: RevokeApiKeyInput): Promise<void> {
  const at = ctx.shop.clock.now();
  await ctx.shop.db.transact(async (tx) => {
    const { apiKeys } = tx.tables;
    const [revoked] = await tx
      .update(apiKeys)
      .set({ revokedAt: at })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ prefix: apiKeys.prefix, userId: apiKeys.userId });
    if (revoked) {
      announceLostAccess(tx, revoked.userId);
      const target = { type: 'api key', id, label: revoked.prefix } as const;
      recordAudit(tx, ctx, { target, before: { revokedAt: null }, after: { revokedAt: at } });
      return;
    }
    if ((await tx.$count(apiKeys, eq(apiKeys.id, id))) === 0) throw kernelFailures.NOT_FOUND({});
  });
}
