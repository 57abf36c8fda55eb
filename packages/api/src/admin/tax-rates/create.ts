import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { raisePricingVersion } from '../../pricing/index.ts';
import { refuseSecondRate, rowOf, taxRateFacts, taxRateTarget } from './rate.ts';
import { type CreateTaxRateInput, mostTaxRates, type TaxRateView } from './schema.ts';

/** @throws VALIDATION the place has such a rate already, or the store has as many rates as it may */
export function createTaxRate(ctx: UserContext, input: CreateTaxRateInput): Promise<TaxRateView> {
  const at = ctx.shop.clock.now();
  const rate = { id: newId(), ...input };
  return idempotently(ctx, { input }, async (tx) => {
    const { taxRates } = tx.tables;
    await raisePricingVersion(tx);
    if ((await tx.$count(taxRates)) >= mostTaxRates) {
      const message = `A store has at most ${mostTaxRates} tax rates. Remove one first.`;
      throw kernelFailures.VALIDATION({ issues: [{ path: '', message, code: 'too_big' }] });
    }
    await refuseSecondRate(tx, rate.id, input);
    await tx.insert(taxRates).values({ ...rowOf(input), id: rate.id, createdAt: at, updatedAt: at });
    recordAudit(tx, ctx, { target: taxRateTarget(rate), before: null, after: taxRateFacts(rate) });
    return { ...rate, version: 1, createdAt: at, updatedAt: at };
  });
}
