import { adminProcedure, router } from '../kernel/procedures.ts';
import { followOrders, followOrdersInput, orderUpdates } from '../orders/index.ts';
import { adminApiKeysRouter } from './api-keys/router.ts';
import { listAudit } from './audit/list.ts';
import { auditPage, listAuditInput } from './audit/schema.ts';
import { adminInventoryRouter } from './inventory/router.ts';
import { adminJobsRouter } from './jobs/router.ts';
import { adminOrdersRouter } from './orders/router.ts';
import { adminProductsRouter } from './products/router.ts';
import { stats, statsInput } from './stats/schema.ts';
import { readStats } from './stats/stats.ts';
import { adminUsersRouter } from './users/router.ts';

export const adminRouter = router({
  orders: adminOrdersRouter,

  users: adminUsersRouter,

  apiKeys: adminApiKeysRouter,

  audit: adminProcedure({
    rest: 'GET /admin/audit',
    scope: 'audit:read',
    summary: 'List what admins, API keys and the command line changed, newest first',
    description: 'Who, what, before and after, when, from where. Entries are only ever added.',
  })
    .input(listAuditInput)
    .output(auditPage)
    .query(({ ctx, input }) => listAudit(ctx, input)),

  products: adminProductsRouter,

  stats: adminProcedure({
    rest: 'GET /admin/stats',
    scope: 'stats:read',
    summary: 'Read the figures of a span',
    description:
      'Of the orders placed in it, as they stand now: what was cancelled since counts no more. Days are those of the store (`STORE_TIME_ZONE`). At most two years.',
  })
    .input(statsInput)
    .output(stats)
    .query(({ ctx, input }) => readStats(ctx.shop, input)),

  inventory: adminInventoryRouter,

  onEvent: adminProcedure({
    rest: 'GET /admin/events',
    scope: 'orders:read',
    summary: 'Follow what happens to all orders',
    description:
      'Begins with the newest event, or after `lastEventId`, and goes on with whatever happens, in one order and ' +
      'without a gap.',
    failures: ['TOO_MANY_STREAMS'],
  })
    .input(followOrdersInput)
    .output(orderUpdates)
    .subscription(({ ctx, input, signal }) => followOrders(ctx, input, signal)),

  jobs: adminJobsRouter,
});
