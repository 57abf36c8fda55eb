import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { idempotently } from '@cartwright/kernel/idempotency';
import { enqueue } from '@cartwright/kernel/jobs';
import { eq } from 'drizzle-orm';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { eraseIfClosed } from '../lifecycle/erase.ts';
import { readReturn, recallReturn } from './admin-read.ts';
import { requireReturnMove } from './moves.ts';
import { lockReturn, type ReturnRow } from './read.ts';
import type { NamedReturnInput, RejectReturnInput } from './schema.ts';
import type { AdminReturn } from './view.ts';

/** Lets the customer send the goods. @throws NOT_FOUND, INVALID_TRANSITION */
export function approveReturn(ctx: UserContext, input: NamedReturnInput): Promise<AdminReturn> {
  return move(ctx, input, 'approved');
}

/** Refuses a return of which nothing has arrived. @throws NOT_FOUND, INVALID_TRANSITION */
export function rejectReturn(ctx: UserContext, input: RejectReturnInput): Promise<AdminReturn> {
  return move(ctx, input, 'rejected');
}

/** Ends a return. Goods that have not arrived can be returned with another one. @throws NOT_FOUND, INVALID_TRANSITION */
export function closeReturn(ctx: UserContext, input: NamedReturnInput): Promise<AdminReturn> {
  return move(ctx, input, 'closed');
}

const events = { approved: 'return_approved', rejected: 'return_rejected', closed: 'return_closed' } as const;

/** A return that has the status already stays as it is, unless the call gives another reason. */
function move(ctx: UserContext, input: RejectReturnInput, to: keyof typeof events): Promise<AdminReturn> {
  return idempotently(ctx, { input, recall: recallReturn(ctx) }, async (tx) => {
    const { order, found } = await lockReturn(tx, input.id);
    const isSame = found.status === to && (input.reason === undefined || input.reason === found.rejectReason);
    if (!isSame) {
      requireReturnMove(found.status, to);
      await enter(ctx, tx, found, to, input.reason);
      recordAudit(tx, ctx, {
        target: { type: 'return', id: found.id, label: order.number },
        before: { status: found.status },
        after: { status: to },
        reason: input.reason,
      });
    }
    return readReturn(tx, input.id);
  });
}

async function enter(
  ctx: UserContext,
  tx: Transaction,
  { id: returnId, orderId }: ReturnRow,
  to: keyof typeof events,
  reason: string | undefined,
): Promise<void> {
  const { returns } = tx.tables;
  const at = ctx.shop.clock.now();
  const rejection = to === 'rejected' && { rejectReason: reason ?? null };
  await tx
    .update(returns)
    .set({ status: to, updatedAt: at, ...rejection })
    .where(eq(returns.id, returnId));
  const event = { orderId, subjectId: returnId, actor: actorOf(ctx), createdAt: at };
  await recordEvents(tx, { ...event, type: events[to], data: { returnId } });
  if (to !== 'closed') enqueue(tx, orderJobs.sendOrderMail, { orderId, template: `return-${to}`, returnId });
  if (to !== 'approved') await eraseIfClosed(tx, orderId);
}
