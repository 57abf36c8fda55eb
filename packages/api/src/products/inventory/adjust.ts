import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { eq } from 'drizzle-orm';
import { variantTarget } from '../audit.ts';
import { productFailures } from '../errors.ts';
import { announceCatalogue, type VariantRecord } from '../lock.ts';
import { toVariant } from '../read.ts';
import type { Variant } from '../schema.ts';
import { changeStock, type LedgerFacts, type StockChange } from '../stock.ts';
import type { AdjustStockInput } from './schema.ts';

const mostOnHand = 1_000_000_000;

/**
 * Changes a variant's stock on hand by a quantity, up or down.
 *
 * @throws NOT_FOUND, STOCK_RESERVED orders reserve part of the quantity, VALIDATION the stock is lower than the
 * quantity
 */
export function adjustStock(ctx: UserContext, input: AdjustStockInput): Promise<Variant> {
  const { id, delta, reason, reference } = input;
  return idempotently(ctx, { input }, async (tx) => {
    const facts = { reason: { words: reason }, reference, actor: actorOf(ctx), at: ctx.shop.clock.now() };
    const change = { variantId: id, onHand: delta };
    const variant = await changeOnHand(tx, change, facts, (now) => refuseTaking(now, delta));
    if (variant.onHand > mostOnHand) throw outOfBounds(`There can be at most ${mostOnHand} on hand. Add fewer.`);
    announceCatalogue(tx);
    recordAudit(tx, ctx, {
      target: variantTarget(variant),
      before: { onHand: variant.onHand - delta },
      after: { onHand: variant.onHand, reference },
      reason,
    });
    return toVariant(variant, 'admin');
  });
}

/**
 * Changes the stock on hand of a variant. Tries again if the obstacle has gone by the time it is read.
 *
 * @param refuse throws the reason against the change, if there is one
 */
export async function changeOnHand(
  tx: Transaction,
  change: StockChange,
  facts: LedgerFacts,
  refuse: (variant: VariantRecord) => void,
): Promise<VariantRecord> {
  for (;;) {
    const refused = await changeStock(tx, [change], facts);
    const variant = await readVariant(tx, change.variantId);
    if (refused.length === 0) return variant;
    refuse(variant);
  }
}

function refuseTaking({ onHand, reserved }: VariantRecord, delta: number): void {
  if (onHand + delta < 0) throw outOfBounds(`Only ${onHand} are on hand. Take no more than that.`);
  if (onHand + delta < reserved) throw productFailures.STOCK_RESERVED({ onHand, reserved });
}

function outOfBounds(message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path: 'delta', message, code: 'out_of_bounds' }] });
}

/** @throws NOT_FOUND */
export async function readVariant(tx: Transaction, id: string): Promise<VariantRecord> {
  const { variants } = tx.tables;
  const [variant] = await tx.select().from(variants).where(eq(variants.id, id));
  if (!variant) throw kernelFailures.NOT_FOUND({});
  return variant;
}
