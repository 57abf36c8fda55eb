import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { followOrders, followOrdersInput, orderUpdates } from '../orders/index.ts';
import { adminApiKeysRouter } from './api-keys/router.ts';
import { listAudit } from './audit/list.ts';
import { auditPage, listAuditInput } from './audit/schema.ts';
import { adminInventoryRouter } from './inventory/router.ts';
import { adminJobsRouter } from './jobs/router.ts';
import { adminOrdersRouter } from './orders/router.ts';
import { adminProductsRouter } from './products/router.ts';
import { adminPromotionsRouter } from './promotions/router.ts';
import { adminReturnsRouter } from './returns/router.ts';
import { adminShipmentsRouter } from './shipments/router.ts';
import { adminShippingMethodsRouter } from './shipping-methods/router.ts';
import { stats, statsInput } from './stats/schema.ts';
import { readStats } from './stats/stats.ts';
import { adminTaxRatesRouter } from './tax-rates/router.ts';
import { adminUsersRouter } from './users/router.ts';

export const adminRouter = router({
  orders: adminOrdersRouter,

  users: adminUsersRouter,

  apiKeys: adminApiKeysRouter,

  audit: adminProcedure({
    rest: 'GET /admin/audit',
    scope: 'audit:read',
    summary: 'List the changes by admins, API keys and the command line, newest first',
    description:
      'Each entry names the actor, the action, the values before and after, the time and the IP address. Entries never change.',
  })
    .input(listAuditInput)
    .output(auditPage)
    .query(({ ctx, input }) => listAudit(ctx, input)),

  products: adminProductsRouter,

  stats: adminProcedure({
    rest: 'GET /admin/stats',
    scope: 'stats:read',
    summary: 'Return the stats of a period',
    description:
      'Counts the orders placed in the period by their current status, so that an order cancelled since does not count. Days follow the time zone of the store (`STORE_TIME_ZONE`). A period has at most two years.',
  })
    .input(statsInput)
    .output(stats)
    .query(({ ctx, input }) => readStats(ctx.shop, input)),

  inventory: adminInventoryRouter,

  taxRates: adminTaxRatesRouter,

  shippingMethods: adminShippingMethodsRouter,

  promotions: adminPromotionsRouter,

  shipments: adminShipmentsRouter,

  returns: adminReturnsRouter,

  onEvent: adminProcedure({
    rest: 'GET /admin/events',
    scope: 'orders:read',
    summary: 'Follow the events of all orders',
    description:
      'Begins with the newest event, or after `lastEventId`, and continues with each new one, in one sequence without gaps.',
    failures: ['TOO_MANY_STREAMS'],
  })
    .input(followOrdersInput)
    .output(orderUpdates)
    .subscription(({ ctx, input, signal }) => followOrders(ctx, input, signal)),

  jobs: adminJobsRouter,
});
