import { adminProcedure, router } from '@cartwright/kernel/procedures';
import {
  adminReturn,
  adminReturnPage,
  approveReturn,
  closeReturn,
  createReturn,
  createReturnInput,
  getReturn,
  listReturns,
  listReturnsInput,
  namedReturnInput,
  receiveReturn,
  receiveReturnInput,
  rejectReturn,
  rejectReturnInput,
  withOrderId,
} from '../../orders/index.ts';

const writing = { scope: 'returns:write', idempotent: true, failures: ['NOT_FOUND', 'INVALID_TRANSITION'] } as const;

export const adminReturnsRouter = router({
  list: adminProcedure({ rest: 'GET /admin/returns', scope: 'returns:read', summary: 'List returns, newest first' })
    .input(listReturnsInput)
    .output(adminReturnPage)
    .query(({ ctx, input }) => listReturns(ctx, input)),

  get: adminProcedure({
    rest: 'GET /admin/returns/{id}',
    scope: 'returns:read',
    summary: 'Return a return',
    failures: ['NOT_FOUND'],
  })
    .input(namedReturnInput)
    .output(adminReturn)
    .query(({ ctx, input }) => getReturn(ctx, input)),

  create: adminProcedure({
    rest: 'POST /admin/returns',
    scope: 'returns:write',
    status: 201,
    location: '/admin/returns/{id}',
    summary: 'Enter a return for a customer',
    description:
      'For requests by telephone or letter. The return is approved at once, and the customer gets an e-mail. ' +
      'A withdrawal can be entered after its time.',
    idempotent: true,
    failures: ['NOT_FOUND', 'NOTHING_TO_RETURN'],
  })
    .input(createReturnInput)
    .output(adminReturn)
    .mutation(async ({ ctx, input }) => createReturn(ctx, await withOrderId(ctx, input))),

  approve: adminProcedure({
    rest: 'POST /admin/returns/{id}/approve',
    summary: 'Approve a return',
    description: 'The customer gets an e-mail and can send the goods.',
    ...writing,
  })
    .input(namedReturnInput)
    .output(adminReturn)
    .mutation(({ ctx, input }) => approveReturn(ctx, input)),

  reject: adminProcedure({
    rest: 'POST /admin/returns/{id}/reject',
    summary: 'Reject a return of which nothing has arrived',
    ...writing,
  })
    .input(rejectReturnInput)
    .output(adminReturn)
    .mutation(({ ctx, input }) => rejectReturn(ctx, input)),

  receive: adminProcedure({
    rest: 'POST /admin/returns/{id}/receive',
    summary: 'Record goods of a return that arrived',
    description:
      'Each quantity goes into stock or is written off. A return can be received in parts. `refund` refunds the price of ' +
      'these quantities in the same transaction, less a `fee` that the store keeps.',
    ...writing,
    idempotent: 'needed by keys',
  })
    .input(receiveReturnInput)
    .output(adminReturn)
    .mutation(({ ctx, input }) => receiveReturn(ctx, input)),

  close: adminProcedure({
    rest: 'POST /admin/returns/{id}/close',
    summary: 'End a return',
    description: 'Goods that have not arrived can be returned with another return.',
    ...writing,
  })
    .input(namedReturnInput)
    .output(adminReturn)
    .mutation(({ ctx, input }) => closeReturn(ctx, input)),
});
