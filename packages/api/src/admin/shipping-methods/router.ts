import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { z } from 'zod';
import { createShippingMethod } from './create.ts';
import { listShippingMethods } from './list.ts';
import { removeShippingMethod } from './remove.ts';
import {
  createShippingMethodInput,
  listShippingMethodsInput,
  removeShippingMethodInput,
  shippingMethod,
  shippingMethodPage,
  updateShippingMethodInput,
} from './schema.ts';
import { updateShippingMethod } from './update.ts';

const kept = 'Orders keep the price that they were placed with.';

export const adminShippingMethodsRouter = router({
  list: adminProcedure({
    rest: 'GET /admin/shipping-methods',
    scope: 'settings:read',
    summary: 'List the shipping methods',
  })
    .input(listShippingMethodsInput)
    .output(shippingMethodPage)
    .query(({ ctx, input }) => listShippingMethods(ctx, input)),

  create: adminProcedure({
    rest: 'POST /admin/shipping-methods',
    scope: 'settings:write',
    status: 201,
    location: '/admin/shipping-methods',
    idempotent: true,
    summary: 'Create a shipping method',
    description:
      'The price follows steps by subtotal, weight or quantity: the last step counts whose `from` is not above the measure. Customers choose among the methods that serve their address.',
  })
    .input(createShippingMethodInput)
    .output(shippingMethod)
    .mutation(({ ctx, input }) => createShippingMethod(ctx, input)),

  update: adminProcedure({
    rest: 'PATCH /admin/shipping-methods/{id}',
    scope: 'settings:write',
    summary: 'Change a shipping method',
    description: kept,
    failures: ['NOT_FOUND', 'STALE_VERSION'],
  })
    .input(updateShippingMethodInput)
    .output(shippingMethod)
    .mutation(({ ctx, input }) => updateShippingMethod(ctx, input)),

  remove: adminProcedure({
    rest: 'DELETE /admin/shipping-methods/{id}',
    scope: 'settings:write',
    status: 204,
    summary: 'Remove a shipping method',
    description: kept,
    failures: ['NOT_FOUND', 'STALE_VERSION'],
  })
    .input(removeShippingMethodInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeShippingMethod(ctx, input)),
});
