import { adminProcedure, router } from '@cartwright/kernel/procedures';
import {
  foundLedgerPage,
  listLowStock,
  lowStockInput,
  lowStockPage,
  searchLedger,
  searchLedgerInput,
  stockReport,
  verifyInventory,
} from '../../products/index.ts';

export const adminInventoryRouter = router({
  low: adminProcedure({
    rest: 'GET /admin/inventory/low',
    scope: 'inventory:read',
    summary: 'List the variants with low stock',
  })
    .input(lowStockInput)
    .output(lowStockPage)
    .query(({ ctx, input }) => listLowStock(ctx.shop, input)),

  ledger: adminProcedure({
    rest: 'GET /admin/inventory/ledger',
    scope: 'inventory:read',
    summary: 'Search the stock ledger of all variants, newest first',
  })
    .input(searchLedgerInput)
    .output(foundLedgerPage)
    .query(({ ctx, input }) => searchLedger(ctx.shop, input)),

  verify: adminProcedure({
    rest: 'GET /admin/inventory/verify',
    scope: 'inventory:read',
    summary: 'Compare all stock with the ledger and with open orders',
    description: 'Changes nothing. `cartwright inventory verify --repair` adds the missing ledger rows.',
  })
    .output(stockReport)
    .query(({ ctx }) => verifyInventory(ctx.shop)),
});
