import type { Tables } from '@cartwright/db';
import type { UserContext } from '@cartwright/kernel/context';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { toTaxRate } from '../../pricing/index.ts';
import type { ListTaxRatesInput, TaxRateView } from './schema.ts';

const list = 'admin.taxRates';

/** Lists the tax rates, oldest first. */
export async function listTaxRates(
  { shop: { db } }: UserContext,
  { country, taxClass, limit, cursor }: ListTaxRatesInput,
): Promise<{ items: TaxRateView[]; nextCursor: string | null }> {
  const { taxRates } = db.tables;
  const after = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const rows = await db.read
    .select()
    .from(taxRates)
    .where(
      and(
        country === undefined ? undefined : eq(taxRates.country, country),
        taxClass === undefined ? undefined : eq(taxRates.taxClass, taxClass),
        after === undefined ? undefined : gt(taxRates.id, after),
      ),
    )
    .orderBy(asc(taxRates.id))
    .limit(limit + 1);
  return cutPage(rows, limit, toTaxRateView, ({ id }) => encodeCursor(list, [id]));
}

export function toTaxRateView(row: Tables['taxRates']['$inferSelect']): TaxRateView {
  const { version, createdAt, updatedAt } = row;
  return { ...toTaxRate(row), version, createdAt, updatedAt };
}
