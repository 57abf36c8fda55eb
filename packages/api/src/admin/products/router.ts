import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { textStream } from '@cartwright/kernel/text-stream';
import {
  exportProducts,
  exportProductsInput,
  importProducts,
  importProductsInput,
  importReport,
  maxImportBytes,
  productsFileExample,
} from '../../products/index.ts';

export const adminProductsRouter = router({
  export: adminProcedure({
    rest: 'GET /admin/products.csv',
    scope: 'products:read',
    summary: 'Export the catalogue as CSV, with a row for each variant',
    description: '`admin.products.import` takes the same file, and finds no change in it.',
    streams: 'text/csv',
    fileExample: productsFileExample,
  })
    .input(exportProductsInput)
    .output(textStream)
    .query(({ ctx, input }) => exportProducts(ctx.shop, input)),

  import: adminProcedure({
    rest: 'POST /admin/products.csv',
    scope: 'products:write',
    summary: 'Import products from CSV, or preview an import',
    description:
      'A dry run unless `dryRun` is false. The slug finds the product and the SKU the variant. Products and columns that the file leaves out keep their values. One transaction applies the whole file or nothing. An API key that changes existing stock also needs `inventory:write`.',
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
