import type { Transaction } from '@cartwright/db';
import type { AuditedChange, AuditFacts } from '@cartwright/kernel/audit';
import { kernelFailures } from '@cartwright/kernel/failures';
import { refuseStale } from '@cartwright/kernel/stale';
import { eq } from 'drizzle-orm';
import { type ShippingMethod, toShippingMethod } from '../../pricing/index.ts';

/** @throws NOT_FOUND, STALE_VERSION */
export async function findMethod(
  tx: Transaction,
  id: string,
  version: number | undefined,
): Promise<{ readonly method: ShippingMethod; readonly version: number }> {
  const { shippingMethods } = tx.tables;
  const [row] = await tx.select().from(shippingMethods).where(eq(shippingMethods.id, id));
  if (!row) throw kernelFailures.NOT_FOUND({});
  refuseStale(row, version);
  return { method: toShippingMethod(row), version: row.version };
}

export function shippingMethodTarget({ id, name }: ShippingMethod): AuditedChange['target'] {
  return { type: 'shipping method', id, label: name };
}

export function shippingMethodFacts({ id: _, ...facts }: ShippingMethod): AuditFacts {
  return facts;
}
