import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { PromotionCode } from './generate-codes.ts';

const pageSize = 1_000;

/** Yields the codes of a promotion in alphabetical order, page by page. */
export async function* listCodes({ db }: Pick<Shop, 'db'>, promotionId: string): AsyncGenerator<PromotionCode[]> {
  const { read } = db;
  const { promotionCodes: c, balances } = read.tables;
  const balanceId = sql`'promotion:' || cast(${c.promotionId} as text) || ':code:' || ${c.code}`;
  for (let after: string | undefined; ; ) {
    const rows = await read
      .select({ code: c.code, usesLimit: c.usesLimit, value: balances.value })
      .from(c)
      .leftJoin(balances, eq(balances.id, balanceId))
      .where(and(eq(c.promotionId, promotionId), after === undefined ? undefined : gt(c.code, after)))
      .orderBy(asc(c.code))
      .limit(pageSize);
    if (rows.length > 0) {
      yield rows.map(({ code, usesLimit, value }) => {
        return { code, usesLimit, uses: usesLimit === null ? null : 0 - (value ?? 0) };
      });
    }
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.code;
  }
}
