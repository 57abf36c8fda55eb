import { z } from 'zod';
import { user } from '../auth/index.ts';
import { adminProcedure, router } from '../kernel/procedures.ts';
import { textStream } from '../kernel/text-stream.ts';
import {
  adminOrder,
  cancelOrder,
  cancelOrderInput,
  exportOrders,
  exportOrdersInput,
  followOrders,
  followOrdersInput,
  getOrderForAdmin,
  getOrderInput,
  listAllOrders,
  listAllOrdersInput,
  markOrderPaid,
  markPaidInput,
  order,
  orderPage,
  orderUpdates,
  refundOrder,
  refundOrderInput,
  setOrderStatus,
  setStatusInput,
} from '../orders/index.ts';
import {
  exportProducts,
  exportProductsInput,
  foundLedgerPage,
  importProducts,
  importProductsInput,
  importReport,
  listLowStock,
  lowStockInput,
  lowStockPage,
  maxImportBytes,
  searchLedger,
  searchLedgerInput,
  stockReport,
  verifyInventory,
} from '../products/index.ts';
import { createApiKey } from './api-keys/create.ts';
import { listApiKeys } from './api-keys/list.ts';
import { revokeApiKey } from './api-keys/revoke.ts';
import {
  apiKeyPage,
  createApiKeyInput,
  createdApiKey,
  listApiKeysInput,
  revokeApiKeyInput,
} from './api-keys/schema.ts';
import { listAudit } from './audit/list.ts';
import { auditPage, listAuditInput } from './audit/schema.ts';
import { discardJob } from './jobs/discard.ts';
import { listJobs } from './jobs/list.ts';
import { getJob, readJobStats } from './jobs/read.ts';
import { retryJob } from './jobs/retry.ts';
import { job, jobInput, jobPage, jobStats, listJobsInput } from './jobs/schema.ts';
import { stats, statsInput } from './stats/schema.ts';
import { readStats } from './stats/stats.ts';
import { endUserSessions } from './users/end-sessions.ts';
import { getUser } from './users/get.ts';
import { listUsers } from './users/list.ts';
import { removeUser } from './users/remove.ts';
import { endedSessions, listUsersInput, setRoleInput, userDetails, userInput, userPage } from './users/schema.ts';
import { setRole } from './users/set-role.ts';

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
      description: 'With its payments, refunds, ledger, mails and jobs.',
      failures: ['NOT_FOUND'],
    })
      .input(getOrderInput)
      .output(adminOrder)
      .query(({ ctx, input }) => getOrderForAdmin(ctx, input)),

    export: adminProcedure({
      rest: 'GET /admin/orders.csv',
      scope: 'orders:read',
      summary: "Export everybody's orders as CSV, newest first",
      description:
        'The filters of `admin.orders.list`. Amounts are decimals, such as 29.99. What a spreadsheet would take for a formula begins with an apostrophe.',
      streams: 'text/csv',
    })
      .input(exportOrdersInput)
      .output(textStream)
      .query(({ ctx, input }) => exportOrders(ctx.shop, input)),

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
      idempotent: 'needed by keys',
      failures: ['NOT_FOUND', 'REFUND_TOO_LARGE'],
    })
      .input(refundOrderInput)
      .output(order)
      .mutation(({ ctx, input }) => refundOrder(ctx, input)),
  }),

  users: router({
    list: adminProcedure({ rest: 'GET /admin/users', scope: 'users:read', summary: 'List accounts, the newest first' })
      .input(listUsersInput)
      .output(userPage)
      .query(({ ctx, input }) => listUsers(ctx, input)),

    get: adminProcedure({
      rest: 'GET /admin/users/{id}',
      scope: 'users:read',
      summary: 'Read an account with its orders and sessions',
      failures: ['NOT_FOUND'],
    })
      .input(userInput)
      .output(userDetails)
      .query(({ ctx, input }) => getUser(ctx, input)),

    setRole: adminProcedure({
      rest: 'PATCH /admin/users/{id}',
      scope: 'none',
      summary: 'Make somebody an admin, or a customer again',
      description: 'Holds from the next call on. The API keys of who is no admin any more are revoked.',
      failures: ['NOT_FOUND', 'LAST_ADMIN'],
    })
      .input(setRoleInput)
      .output(user)
      .mutation(({ ctx, input }) => setRole(ctx, input)),

    remove: adminProcedure({
      rest: 'DELETE /admin/users/{id}',
      scope: 'none',
      status: 204,
      summary: 'Erase a person; orders stay without the person',
      failures: ['NOT_FOUND', 'LAST_ADMIN'],
    })
      .input(userInput)
      .output(z.void())
      .mutation(({ ctx, input }) => removeUser(ctx, input)),

    endSessions: adminProcedure({
      rest: 'DELETE /admin/users/{id}/sessions',
      scope: 'none',
      summary: 'Sign a person out on every device',
      failures: ['NOT_FOUND'],
    })
      .input(userInput)
      .output(endedSessions)
      .mutation(({ ctx, input }) => endUserSessions(ctx, input)),
  }),

  apiKeys: router({
    list: adminProcedure({ rest: 'GET /admin/api-keys', scope: 'none', summary: 'List the API keys, newest first' })
      .input(listApiKeysInput)
      .output(apiKeyPage)
      .query(({ ctx, input }) => listApiKeys(ctx, input)),

    create: adminProcedure({
      rest: 'POST /admin/api-keys',
      scope: 'none',
      status: 201,
      summary: 'Make an API key for a program',
      description: 'The key is in this answer and nowhere else. It acts in your name, and ends when you are no admin.',
    })
      .input(createApiKeyInput)
      .output(createdApiKey)
      .mutation(({ ctx, input }) => createApiKey(ctx, input)),

    revoke: adminProcedure({
      rest: 'DELETE /admin/api-keys/{id}',
      scope: 'none',
      status: 204,
      summary: 'Revoke an API key, which holds from its next call on',
      failures: ['NOT_FOUND'],
    })
      .input(revokeApiKeyInput)
      .output(z.void())
      .mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
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

  products: router({
    export: adminProcedure({
      rest: 'GET /admin/products.csv',
      scope: 'products:read',
      summary: 'Export the catalogue as CSV, a row a variant',
      description: 'What comes out goes in again: `admin.products.import` finds nothing to change in it.',
      streams: 'text/csv',
    })
      .input(exportProductsInput)
      .output(textStream)
      .query(({ ctx, input }) => exportProducts(ctx.shop, input)),

    import: adminProcedure({
      rest: 'POST /admin/products.csv',
      scope: 'products:write',
      summary: 'Import products from CSV, or see what that would do',
      description:
        'A dry run unless `dryRun` is false. Products are found by slug and variants by SKU; what the file does not name stays as it is. All or nothing, in one transaction. A key that is to change the stock of what is there needs `inventory:write` too.',
      idempotent: 'needed by keys',
      maxFileBytes: maxImportBytes,
      fileType: 'text/csv',
      failures: ['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'IMPORT_RUNNING', 'IMPORT_OVERTAKEN'],
    })
      .input(importProductsInput)
      .output(importReport)
      .mutation(({ ctx, input }) => importProducts(ctx, input)),
  }),

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

  inventory: router({
    low: adminProcedure({
      rest: 'GET /admin/inventory/low',
      scope: 'inventory:read',
      summary: 'List the variants of which few are left',
    })
      .input(lowStockInput)
      .output(lowStockPage)
      .query(({ ctx, input }) => listLowStock(ctx.shop, input)),

    ledger: adminProcedure({
      rest: 'GET /admin/inventory/ledger',
      scope: 'inventory:read',
      summary: 'Search the changes of all stock, newest first',
    })
      .input(searchLedgerInput)
      .output(foundLedgerPage)
      .query(({ ctx, input }) => searchLedger(ctx.shop, input)),

    verify: adminProcedure({
      rest: 'GET /admin/inventory/verify',
      scope: 'inventory:read',
      summary: 'Compare all stock with its ledger and with what orders hold',
      description: 'Nothing is changed: `cartwright inventory verify --repair` writes what is missing.',
    })
      .output(stockReport)
      .query(({ ctx }) => verifyInventory(ctx.shop)),
  }),

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

  jobs: router({
    list: adminProcedure({
      rest: 'GET /admin/jobs',
      scope: 'jobs:read',
      summary: 'List the jobs that are not done, newest first',
    })
      .input(listJobsInput)
      .output(jobPage)
      .query(({ ctx, input }) => listJobs(ctx.shop, input)),

    stats: adminProcedure({
      rest: 'GET /admin/jobs/stats',
      scope: 'jobs:read',
      summary: 'Count the jobs by name and state, and the workers',
    })
      .output(jobStats)
      .query(({ ctx }) => readJobStats(ctx.shop)),

    get: adminProcedure({
      rest: 'GET /admin/jobs/{id}',
      scope: 'jobs:read',
      summary: 'Read one job: what it is about, and why it failed',
      failures: ['NOT_FOUND'],
    })
      .input(jobInput)
      .output(job)
      .query(({ ctx, input }) => getJob(ctx.shop, input)),

    retry: adminProcedure({
      rest: 'POST /admin/jobs/{id}/retry',
      scope: 'jobs:write',
      summary: 'Let a job run at once, with all its attempts before it again',
      failures: ['NOT_FOUND', 'JOB_RUNNING'],
    })
      .input(jobInput)
      .output(job)
      .mutation(({ ctx, input }) => retryJob(ctx.shop, ctx, input)),

    discard: adminProcedure({
      rest: 'DELETE /admin/jobs/{id}',
      scope: 'jobs:write',
      status: 204,
      summary: 'Remove a job, whatever it was to do',
      failures: ['NOT_FOUND', 'JOB_RUNNING'],
    })
      .input(jobInput)
      .output(z.void())
      .mutation(async ({ ctx, input }) => void (await discardJob(ctx.shop, ctx, input))),
  }),
});
