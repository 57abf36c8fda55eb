import { adminProcedure, guestProcedure, router } from '../kernel/procedures.ts';
import { createProduct } from './create.ts';
import { getProduct } from './get.ts';
import { listLedger } from './ledger.ts';
import { listProducts } from './list.ts';
import {
  createProductInput,
  getProductInput,
  ledgerInput,
  ledgerPage,
  listProductsInput,
  product,
  productPage,
} from './schema.ts';

export const productsRouter = router({
  list: guestProcedure({ rest: 'GET /products', summary: 'List the products on sale' })
    .input(listProductsInput)
    .output(productPage)
    .query(({ ctx, input }) => listProducts(ctx, input)),

  get: guestProcedure({ rest: 'GET /products/{idOrSlug}', summary: 'Read one product', failures: ['NOT_FOUND'] })
    .input(getProductInput)
    .output(product)
    .query(({ ctx, input }) => getProduct(ctx, input)),

  create: adminProcedure({
    rest: 'POST /products',
    status: 201,
    summary: 'Add a product',
    description: 'A simple product has `sku price stock`; one that comes in kinds has `variants`.',
    idempotent: true,
    failures: ['SLUG_TAKEN', 'SKU_TAKEN'],
  })
    .input(createProductInput)
    .output(product)
    .mutation(({ ctx, input }) => createProduct(ctx, input)),

  stock: router({
    ledger: adminProcedure({
      rest: 'GET /variants/{id}/stock',
      summary: "List every change of a variant's stock, newest first",
      failures: ['NOT_FOUND'],
    })
      .input(ledgerInput)
      .output(ledgerPage)
      .query(({ ctx, input }) => listLedger(ctx, input)),
  }),
});
