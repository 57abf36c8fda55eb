import { adminProcedure, router } from '../../kernel/procedures.ts';
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

/** Stock and its ledger, over all variants. */
export const adminInventoryRouter = router({
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
});
