import type { Reader, Tables, Transaction } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { aliasedTable, and, eq, sql } from 'drizzle-orm';
import { toPromotion } from '../../pricing/index.ts';
import { type PromotionView, shownCodes } from './schema.ts';

/** Promotions with their first codes and what orders have used up, in one statement. */
export function selectPromotions(read: Reader | Transaction) {
  const { promotions, promotionCodes, balances } = read.tables;
  const uses = aliasedTable(balances, 'uses');
  const budget = aliasedTable(balances, 'budget');
  const codes = sql<string | null>`(
    select string_agg(shown.code, ',') from (
      select ${promotionCodes.code} as code from ${promotionCodes}
      where ${promotionCodes.promotionId} = ${promotions.id} order by ${promotionCodes.code} limit ${shownCodes}
    ) as shown)`;
  return read
    .select({ promotion: promotions, codes, uses: uses.value, discount: budget.value })
    .from(promotions)
    .leftJoin(uses, and(eq(uses.ownerId, promotions.id), eq(uses.kind, 'uses')))
    .leftJoin(budget, and(eq(budget.ownerId, promotions.id), eq(budget.kind, 'budget')));
}

interface Row {
  readonly promotion: Tables['promotions']['$inferSelect'];
  readonly codes: string | null;
  readonly uses: number | null;
  readonly discount: number | null;
}

export function toPromotionView({ promotion: row, codes, uses, discount }: Row): PromotionView {
  const { archivedAt, codeCount, version, createdAt, updatedAt } = row;
  const promotion = toPromotion(row);
  const { limits } = promotion;
  return {
    ...promotion,
    codes: codes === null ? [] : codes.split(',').sort(),
    codeCount,
    used: {
      uses: limits.uses === undefined ? null : 0 - (uses ?? 0),
      discount: limits.budget === undefined ? null : 0 - (discount ?? 0),
    },
    archivedAt,
    version,
    createdAt,
    updatedAt,
  };
}

/** @throws NOT_FOUND */
export async function readPromotion(read: Reader | Transaction, id: string): Promise<PromotionView> {
  const [row] = await selectPromotions(read).where(eq(read.tables.promotions.id, id));
  if (!row) throw kernelFailures.NOT_FOUND({});
  return toPromotionView(row);
}
