import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { order, updateShipment, updateShipmentInput } from '../../orders/index.ts';

export const adminShipmentsRouter = router({
  update: adminProcedure({
    rest: 'PATCH /admin/shipments/{id}',
    scope: 'orders:write',
    summary: 'Correct the tracking of a shipment, or say how it ended',
    description:
      'The status of the order follows: it is `delivered` when nothing is left to ship and every shipment is delivered or returned to ' +
      'sender. Cash on delivery is collected then, without what came back. If every shipment of an unpaid order came back, the ' +
      'order is cancelled.',
    idempotent: true,
    failures: ['NOT_FOUND', 'INVALID_TRANSITION'],
  })
    .input(updateShipmentInput)
    .output(order)
    .mutation(({ ctx, input }) => updateShipment(ctx, input)),
});
