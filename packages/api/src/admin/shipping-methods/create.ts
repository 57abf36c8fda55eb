import type { Transaction } from '@cartwright/db';
import { type AuditSource, recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { raisePricingVersion } from '../../pricing/index.ts';
import { shippingMethodFacts, shippingMethodTarget } from './method.ts';
import { type CreateShippingMethodInput, mostShippingMethods, type ShippingMethodView } from './schema.ts';

/** @throws VALIDATION the store has as many methods as it may */
export function createShippingMethod(ctx: UserContext, input: CreateShippingMethodInput): Promise<ShippingMethodView> {
  const at = ctx.shop.clock.now();
  return idempotently(ctx, { input }, (tx) => insertShippingMethod(tx, ctx, input, at));
}

/** @throws VALIDATION the store has as many methods as it may */
export async function insertShippingMethod(
  tx: Transaction,
  by: UserContext | AuditSource,
  input: CreateShippingMethodInput,
  at: Date,
): Promise<ShippingMethodView> {
  const { shippingMethods } = tx.tables;
  const method = { id: newId(), ...input };
  await raisePricingVersion(tx);
  if ((await tx.$count(shippingMethods)) >= mostShippingMethods) {
    const message = `A store has at most ${mostShippingMethods} shipping methods. Remove one first.`;
    throw kernelFailures.VALIDATION({ issues: [{ path: '', message, code: 'too_big' }] });
  }
  await tx.insert(shippingMethods).values({ ...method, createdAt: at, updatedAt: at });
  recordAudit(tx, by, { target: shippingMethodTarget(method), before: null, after: shippingMethodFacts(method) });
  return { ...method, version: 1, createdAt: at, updatedAt: at };
}
