import type { UserContext } from '@cartwright/kernel/context';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import { and, desc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import { selectPromotions, toPromotionView } from './read.ts';
import type { ListPromotionsInput, PromotionView } from './schema.ts';

const list = 'admin.promotions';

/** Lists the promotions, newest first. */
export async function listPromotions(
  { shop: { db } }: UserContext,
  { archived, automatic, hasCode, limit, cursor }: ListPromotionsInput,
): Promise<{ items: PromotionView[]; nextCursor: string | null }> {
  const { promotions, promotionCodes } = db.tables;
  const before = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const holders = (code: string) =>
    db.read.select({ id: promotionCodes.promotionId }).from(promotionCodes).where(eq(promotionCodes.code, code));
  const rows = await selectPromotions(db.read)
    .where(
      and(
        archived ? isNotNull(promotions.archivedAt) : isNull(promotions.archivedAt),
        automatic === undefined ? undefined : eq(promotions.isAutomatic, automatic),
        hasCode === undefined ? undefined : inArray(promotions.id, holders(hasCode)),
        before === undefined ? undefined : lt(promotions.id, before),
      ),
    )
    .orderBy(desc(promotions.id))
    .limit(limit + 1);
  return cutPage(rows, limit, toPromotionView, ({ promotion }) => encodeCursor(list, [promotion.id]));
}
