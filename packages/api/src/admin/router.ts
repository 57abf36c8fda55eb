import { z } from 'zod';
import { user } from '../auth/index.ts';
import { adminProcedure, router } from '../kernel/procedures.ts';
import {
  cancelOrder,
  cancelOrderInput,
  followOrders,
  followOrdersInput,
  getOrder,
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
import { listLowStock, lowStockInput, lowStockPage, stockReport, verifyInventory } from '../products/index.ts';
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
});
