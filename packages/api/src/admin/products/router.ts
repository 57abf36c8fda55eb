import { adminProcedure, router } from '../../kernel/procedures.ts';
import { textStream } from '../../kernel/text-stream.ts';
import {
  exportProducts,
  exportProductsInput,
  importProducts,
  importProductsInput,
  importReport,
  maxImportBytes,
  productsFileExample,
} from '../../products/index.ts';

/** The catalogue as a file. */
export const adminProductsRouter = router({
  export: adminProcedure({
    rest: 'GET /admin/products.csv',
    scope: 'products:read',
    summary: 'Export the catalogue as CSV, a row a variant',
    description: 'What comes out goes in again: `admin.products.import` finds nothing to change in it.',
    streams: 'text/csv',
    fileExample: productsFileExample,
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
    fileExample: productsFileExample,
    failures: ['IMPORT_RUNNING', 'IMPORT_OVERTAKEN'],
  })
    .input(importProductsInput)
    .output(importReport)
    .mutation(({ ctx, input }) => importProducts(ctx, input)),
});
