import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { idempotently } from '@cartwright/kernel/idempotency';
import { lockOrder } from '../read/find-order.ts';
import { readReturn, recallReturn } from './admin-read.ts';
import { openReturn } from './open.ts';
import type { RequestReturnInput } from './schema.ts';
import type { AdminReturn } from './view.ts';

/**
 * Enters a return for a customer who asked by another way. It is approved at once, and a withdrawal may come late.
 *
 * @throws NOT_FOUND, NOTHING_TO_RETURN, VALIDATION
 */
export function createReturn(ctx: UserContext, input: RequestReturnInput): Promise<AdminReturn> {
  const { shop } = ctx;
  return idempotently(ctx, { input, recall: recallReturn(ctx) }, async (tx) => {
    const order = await lockOrder(tx, input.id);
    const act = { by: 'admin', actor: actorOf(ctx), at: shop.clock.now() } as const;
    const id = await openReturn(shop, tx, order, input, act);
    const { kind, lines } = input;
    recordAudit(tx, ctx, {
      target: { type: 'return', id, label: order.number },
      before: null,
      after: { status: 'approved', kind, lines },
    });
    return readReturn(tx, id);
  });
}
