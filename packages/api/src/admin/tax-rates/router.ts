import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { z } from 'zod';
import { createTaxRate } from './create.ts';
import { listTaxRates } from './list.ts';
import { removeTaxRate } from './remove.ts';
import {
  createTaxRateInput,
  listTaxRatesInput,
  removeTaxRateInput,
  taxRate,
  taxRatePage,
  updateTaxRateInput,
} from './schema.ts';
import { updateTaxRate } from './update.ts';

export const adminTaxRatesRouter = router({
  list: adminProcedure({ rest: 'GET /admin/tax-rates', scope: 'settings:read', summary: 'List the tax rates' })
    .input(listTaxRatesInput)
    .output(taxRatePage)
    .query(({ ctx, input }) => listTaxRates(ctx, input)),

  create: adminProcedure({
    rest: 'POST /admin/tax-rates',
    scope: 'settings:write',
    status: 201,
    location: '/admin/tax-rates',
    idempotent: true,
    summary: 'Create a tax rate',
    description:
      'The rate with mode `replaces` for the smallest place applies. Rates with mode `adds` come on top of it. New orders use the rate at once.',
  })
    .input(createTaxRateInput)
    .output(taxRate)
    .mutation(({ ctx, input }) => createTaxRate(ctx, input)),

  update: adminProcedure({
    rest: 'PATCH /admin/tax-rates/{id}',
    scope: 'settings:write',
    summary: 'Change a tax rate',
    description: 'Orders keep the tax that they were placed with.',
    failures: ['NOT_FOUND', 'STALE_VERSION'],
  })
    .input(updateTaxRateInput)
    .output(taxRate)
    .mutation(({ ctx, input }) => updateTaxRate(ctx, input)),

  remove: adminProcedure({
    rest: 'DELETE /admin/tax-rates/{id}',
    scope: 'settings:write',
    status: 204,
    summary: 'Remove a tax rate',
    description: 'Orders keep the tax that they were placed with.',
    failures: ['NOT_FOUND', 'STALE_VERSION'],
  })
    .input(removeTaxRateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeTaxRate(ctx, input)),
});
