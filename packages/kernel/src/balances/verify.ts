import type { Reader } from '@cartwright/db';
import { and, asc, between, eq, gt, inArray, max, ne, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Shop } from '../shop.ts';

/** The most drifts that a report lists, and the most broken rows of each. */
export const mostBalanceDrifts = 1_000;
export const mostBrokenRows = 20;

/** Balances compared in one statement. */
const batch = 1_000;

export const balanceDrift = z
  .object({
    id: z.string().describe('Such as `promotion:<id>:uses`'),
    value: z.number().int(),
    ledger: z.number().int().describe('The balance of the last row of its ledger'),
    brokenRows: z
      .array(z.number().int())
      .max(mostBrokenRows)
      .describe(`Ledger rows whose balance differs from the one before plus the change, at most ${mostBrokenRows}`),
  })
  .meta({ id: 'BalanceDrift' });

export const balanceReport = z
  .object({
    checked: z.number().int().describe('The number of balances'),
    drifts: z
      .array(balanceDrift)
      .max(mostBalanceDrifts)
      .describe(`Balances that differ from their ledger, at most ${mostBalanceDrifts}`),
  })
  .meta({ id: 'BalanceReport' });

export type BalanceDrift = z.output<typeof balanceDrift>;
export type BalanceReport = z.output<typeof balanceReport>;

/** Balances from one id to another, both included. */
interface Span {
  readonly from: string;
  readonly to: string;
}

/**
 * Proves every balance by its ledger, row by row: each balance is the one before plus its change, and the last one is
 * the value. One statement compares a balance with its ledger, so that a concurrent change is seen whole or not at all.
 */
export async function verifyBalances({ db: { read } }: Pick<Shop, 'db'>): Promise<BalanceReport> {
  const { balances } = read.tables;
  const drifts: BalanceDrift[] = [];
  let checked = 0;
  for (let last: string | undefined; ; ) {
    const ids = await read
      .select({ id: balances.id })
      .from(balances)
      .where(last === undefined ? undefined : gt(balances.id, last))
      .orderBy(asc(balances.id))
      .limit(batch);
    const [from, to] = [ids[0]?.id, ids.at(-1)?.id];
    if (from === undefined || to === undefined) return { checked, drifts };
    drifts.push(...(await findDrifts(read, { from, to })).slice(0, mostBalanceDrifts - drifts.length));
    checked += ids.length;
    last = to;
  }
}

async function findDrifts(read: Reader, span: Span): Promise<BalanceDrift[]> {
  const { balances, balanceLedger } = read.tables;
  const broken = await findBrokenRows(read, span);
  const newest = read
    .select({ id: max(balanceLedger.id).as('newest_id') })
    .from(balanceLedger)
    .where(between(balanceLedger.balanceId, span.from, span.to))
    .groupBy(balanceLedger.balanceId)
    .as('newest');
  const ends = read
    .select({ balanceId: balanceLedger.balanceId, after: sql`${balanceLedger.after}`.as('ledger_value') })
    .from(balanceLedger)
    .innerJoin(newest, eq(newest.id, balanceLedger.id))
    .as('ends');
  const ledger = sql<number>`coalesce(${ends.after}, 0)`.mapWith(Number);
  const rows = await read
    .select({ id: balances.id, value: balances.value, ledger })
    .from(balances)
    .leftJoin(ends, eq(ends.balanceId, balances.id))
    .where(
      and(
        between(balances.id, span.from, span.to),
        or(ne(balances.value, ledger), inArray(balances.id, [...broken.keys()])),
      ),
    )
    .orderBy(asc(balances.id))
    .limit(mostBalanceDrifts);
  return rows.map((row) => ({ ...row, brokenRows: broken.get(row.id) ?? [] }));
}

/** The ids of the ledger rows of each balance that do not follow from the row before. The first follows from 0. */
async function findBrokenRows(read: Reader, { from, to }: Span): Promise<Map<string, number[]>> {
  const { balanceLedger: l } = read.tables;
  const before = sql<number>`lag(${l.after}, 1, 0) over (partition by ${l.balanceId} order by ${l.id})`;
  const chain = read
    .select({ id: l.id, balanceId: l.balanceId, after: l.after, due: sql`${before} + ${l.change}`.as('due') })
    .from(l)
    .where(between(l.balanceId, from, to))
    .as('chain');
  const rows = await read
    .select({ id: chain.id, balanceId: chain.balanceId })
    .from(chain)
    .where(ne(chain.after, chain.due))
    .orderBy(asc(chain.id))
    .limit(batch);
  const broken = new Map<string, number[]>();
  for (const { id, balanceId } of rows) {
    const ids = broken.get(balanceId) ?? [];
    broken.set(balanceId, ids);
    if (ids.length < mostBrokenRows) ids.push(id);
  }
  return broken;
}
