import { adminProcedure, router } from '../kernel/procedures.ts';
import {
  cancelOrder,
  cancelOrderInput,
  getOrder,
  getOrderInput,
  listAllOrders,
  listAllOrdersInput,
  markOrderPaid,
  markPaidInput,
  order,
  orderPage,
  refundOrder,
  refundOrderInput,
  setOrderStatus,
  setStatusInput,
} from '../orders/index.ts';
import { listLowStock, lowStockInput, lowStockPage, stockReport, verifyInventory } from '../products/index.ts';
import { listAudit } from './audit/list.ts';
import { auditPage, listAuditInput } from './audit/schema.ts';

const moving = { idempotent: true, failures: ['NOT_FOUND', 'INVALID_TRANSITION'] } as const;

export const adminRouter = router({
  orders: router({
    list: adminProcedure({
      rest: 'GET /admin/orders',
      scope: 'orders:read',
      summary: "List everybody's orders, newest first",
    })
      .input(listAllOrdersInput)
      .output(orderPage)
      .query(({ ctx, input }) => listAllOrders(ctx, input)),

    get: adminProcedure({
      rest: 'GET /admin/orders/{idOrNumber}',
      scope: 'orders:read',
      summary: "Read anybody's order",
      failures: ['NOT_FOUND'],
    })
      .input(getOrderInput)
      .output(order)
      .query(({ ctx, input }) => getOrder(ctx, input)),

    setStatus: adminProcedure({
      rest: 'POST /admin/orders/{id}/status',
      scope: 'orders:write',
      summary: 'Move an order to another status',
      description:
        '`confirmed` records a payment made by hand; `shipped` takes `tracking`; `cancelled` takes `reason`.',
      ...moving,
    })
      .input(setStatusInput)
      .output(order)
      .mutation(({ ctx, input }) => setOrderStatus(ctx, input)),

    markPaid: adminProcedure({
      rest: 'POST /admin/orders/{id}/mark-paid',
      scope: 'orders:write',
      summary: 'Record that an order was paid outside the shop',
      ...moving,
    })
      .input(markPaidInput)
      .output(order)
      .mutation(({ ctx, input }) => markOrderPaid(ctx, input)),

    cancel: adminProcedure({
      rest: 'POST /admin/orders/{id}/cancel',
      scope: 'orders:write',
      summary: 'Cancel an order before it is shipped',
      ...moving,
    })
      .input(cancelOrderInput)
      .output(order)
      .mutation(({ ctx, input }) => cancelOrder(ctx, input)),

    refund: adminProcedure({
      rest: 'POST /admin/orders/{id}/refund',
      scope: 'orders:write',
      summary: 'Give money back',
      description: 'An `amount`, what the pieces of `lines` cost, or all that is left when neither is given.',
      idempotent: true,
      failures: ['NOT_FOUND', 'REFUND_TOO_LARGE'],
    })
      .input(refundOrderInput)
      .output(order)
      .mutation(({ ctx, input }) => refundOrder(ctx, input)),
  }),

  audit: adminProcedure({
    rest: 'GET /admin/audit',
    scope: 'audit:read',
    summary: 'List what admins, API keys and the command line changed, newest first',
    description: 'Who, what, before and after, when, from where. Entries are only ever added.',
  })
    .input(listAuditInput)
    .output(auditPage)
    .query(({ ctx, input }) => listAudit(ctx, input)),

  inventory: router({
    low: adminProcedure({
      rest: 'GET /admin/inventory/low',
      scope: 'inventory:read',
      summary: 'List the variants of which few are left',
    })
      .input(lowStockInput)
      .output(lowStockPage)
      .query(({ ctx, input }) => listLowStock(ctx.shop, input)),

    verify: adminProcedure({
      rest: 'GET /admin/inventory/verify',
      scope: 'inventory:read',
      summary: 'Compare all stock with its ledger and with what orders hold',
      description: 'Nothing is changed: `cartwright inventory verify --repair` writes what is missing.',
    })
      .output(stockReport)
      .query(({ ctx }) => verifyInventory(ctx.shop)),
  }),
});
