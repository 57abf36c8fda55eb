import { z } from 'zod';
import { adminProcedure, guestProcedure, router } from '../kernel/procedures.ts';
import { archiveProduct, restoreProduct } from './archive.ts';
import { listCategories, removeCategory, saveCategory } from './categories.ts';
import { createProduct } from './create.ts';
import { createVariant } from './create-variant.ts';
import { getProduct } from './get.ts';
import { addImage } from './images/add.ts';
import { removeImage } from './images/remove.ts';
import { reorderImages } from './images/reorder.ts';
import { addImageInput, maxImageBytes, removeImageInput, reorderImagesInput } from './images/schema.ts';
import { adjustStock } from './inventory/adjust.ts';
import { listLedger } from './inventory/ledger.ts';
import { adjustStockInput, ledgerInput, ledgerPage, setStockInput } from './inventory/schema.ts';
import { setStock } from './inventory/set.ts';
import { listProducts } from './list.ts';
import { removeVariant } from './remove-variant.ts';
import {
  archiveProductInput,
  category,
  categoryList,
  createProductInput,
  createVariantInput,
  getProductInput,
  image,
  listProductsInput,
  product,
  productPage,
  removeCategoryInput,
  removeVariantInput,
  saveCategoryInput,
  searchPage,
  searchProductsInput,
  updateProductInput,
  updateVariantInput,
  variant,
} from './schema.ts';
import { searchProducts } from './search/search.ts';
import { updateProduct } from './update.ts';
import { updateVariant } from './update-variant.ts';
import { withProductId } from './with-product-id.ts';

const lists = { seconds: 60, stock: 'recent' } as const;
const editing = ['NOT_FOUND', 'STALE_VERSION'] as const;

export const productsRouter = router({
  list: guestProcedure({
    rest: 'GET /products',
    scope: 'products:read',
    summary: 'List the products on sale',
    cache: lists,
  })
    .input(listProductsInput)
    .output(productPage)
    .query(({ ctx, input }) => listProducts(ctx, input)),

  search: guestProcedure({
    rest: 'GET /products/search',
    scope: 'products:read',
    summary: 'Search the products on sale',
    description:
      'In names, SKUs and descriptions, without regard to case and accents. Words may be incomplete, and where they find nothing, misspelled by a letter. `C++`, `C#`, `.NET` and `50%` are words of their own.',
    cache: lists,
  })
    .input(searchProductsInput)
    .output(searchPage)
    .query(({ ctx, input }) => searchProducts(ctx, input)),

  get: guestProcedure({
    rest: 'GET /products/{idOrSlug}',
    scope: 'products:read',
    summary: 'Read one product',
    failures: ['NOT_FOUND'],
    cache: { seconds: 120, stock: 'exact' },
  })
    .input(getProductInput)
    .output(product)
    .query(({ ctx, input }) => getProduct(ctx, input)),

  categories: guestProcedure({
    rest: 'GET /categories',
    scope: 'products:read',
    summary: 'List the categories',
    cache: lists,
  })
    .output(categoryList)
    .query(({ ctx }) => listCategories(ctx)),

  create: adminProcedure({
    rest: 'POST /products',
    scope: 'products:write',
    status: 201,
    location: '/products/{id}',
    summary: 'Add a product',
    description: 'A simple product has `sku price stock`; one that comes in kinds has `variants`.',
    idempotent: 'needed by keys',
    failures: ['SLUG_TAKEN', 'SKU_TAKEN'],
  })
    .input(createProductInput)
    .output(product)
    .mutation(({ ctx, input }) => createProduct(ctx, input)),

  update: adminProcedure({
    rest: 'PATCH /products/{idOrSlug}',
    scope: 'products:write',
    summary: 'Edit a product',
    description: 'What is left out stays as it is.',
    failures: [...editing, 'SLUG_TAKEN', 'SKU_TAKEN'],
  })
    .input(updateProductInput)
    .output(product)
    .mutation(async ({ ctx, input }) => updateProduct(ctx, await withProductId(ctx, input))),

  archive: adminProcedure({
    rest: 'DELETE /products/{idOrSlug}',
    scope: 'products:write',
    status: 204,
    summary: 'Take a product off sale',
    description: 'Nobody finds it any more, and carts say so; old orders keep reading it.',
    failures: editing,
  })
    .input(archiveProductInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => archiveProduct(ctx, await withProductId(ctx, input))),

  restore: adminProcedure({
    rest: 'POST /products/{idOrSlug}/restore',
    scope: 'products:write',
    summary: 'Put an archived product back on sale',
    failures: editing,
  })
    .input(archiveProductInput)
    .output(product)
    .mutation(async ({ ctx, input }) => restoreProduct(ctx, await withProductId(ctx, input))),

  variants: router({
    create: adminProcedure({
      rest: 'POST /products/{idOrSlug}/variants',
      scope: 'products:write',
      status: 201,
      location: '/products/{idOrSlug}',
      summary: 'Add a variant to a product',
      description: 'The SKU of a variant that was removed from this product brings that one back.',
      idempotent: 'needed by keys',
      failures: ['NOT_FOUND', 'SKU_TAKEN'],
    })
      .input(createVariantInput)
      .output(variant)
      .mutation(async ({ ctx, input }) => createVariant(ctx, await withProductId(ctx, input))),

    update: adminProcedure({
      rest: 'PATCH /variants/{id}',
      scope: 'products:write',
      summary: 'Edit a variant',
      description: 'What is left out stays as it is. Its stock is changed at `/variants/{id}/stock`.',
      failures: [...editing, 'SKU_TAKEN'],
    })
      .input(updateVariantInput)
      .output(variant)
      .mutation(({ ctx, input }) => updateVariant(ctx, input)),

    remove: adminProcedure({
      rest: 'DELETE /variants/{id}',
      scope: 'products:write',
      status: 204,
      summary: 'Take a variant out of its product',
      description: 'One that has a history stays readable in orders and in its ledger.',
      failures: editing,
    })
      .input(removeVariantInput)
      .output(z.void())
      .mutation(({ ctx, input }) => removeVariant(ctx, input)),
  }),

  images: router({
    add: adminProcedure({
      rest: 'POST /products/{idOrSlug}/images',
      scope: 'products:write',
      status: 201,
      location: '/products/{idOrSlug}',
      summary: 'Add a picture to a product',
      description:
        'Its type is decided by its content. It is written anew, without its metadata, with three thumbnails.',
      idempotent: true,
      maxFileBytes: maxImageBytes,
      failures: ['NOT_FOUND', 'UNSUPPORTED_IMAGE'],
    })
      .input(addImageInput)
      .output(image)
      .mutation(async ({ ctx, input }) => addImage(ctx, await withProductId(ctx, input))),

    remove: adminProcedure({
      rest: 'DELETE /products/{idOrSlug}/images/{imageId}',
      scope: 'products:write',
      status: 204,
      summary: 'Take a picture from a product',
      failures: ['NOT_FOUND'],
    })
      .input(removeImageInput)
      .output(z.void())
      .mutation(async ({ ctx, input }) => removeImage(ctx, await withProductId(ctx, input))),

    reorder: adminProcedure({
      rest: 'PUT /products/{idOrSlug}/images',
      scope: 'products:write',
      summary: "Put a product's pictures into an order",
      failures: ['NOT_FOUND'],
    })
      .input(reorderImagesInput)
      .output(product)
      .mutation(async ({ ctx, input }) => reorderImages(ctx, await withProductId(ctx, input))),
  }),

  stock: router({
    adjust: adminProcedure({
      rest: 'POST /variants/{id}/stock',
      scope: 'inventory:write',
      summary: 'Add pieces to the stock, or take some away',
      idempotent: 'needed by keys',
      failures: ['NOT_FOUND', 'STOCK_RESERVED'],
    })
      .input(adjustStockInput)
      .output(variant)
      .mutation(({ ctx, input }) => adjustStock(ctx, input)),

    set: adminProcedure({
      rest: 'PUT /variants/{id}/stock',
      scope: 'inventory:write',
      summary: 'Set the stock to what was counted',
      description: 'Pieces that came or went since the `version` make the count stale; reservations do not.',
      idempotent: 'needed by keys',
      failures: [...editing, 'STOCK_RESERVED'],
    })
      .input(setStockInput)
      .output(variant)
      .mutation(({ ctx, input }) => setStock(ctx, input)),

    ledger: adminProcedure({
      rest: 'GET /variants/{id}/stock',
      scope: 'inventory:read',
      summary: "List every change of a variant's stock, newest first",
      failures: ['NOT_FOUND'],
    })
      .input(ledgerInput)
      .output(ledgerPage)
      .query(({ ctx, input }) => listLedger(ctx, input)),
  }),

  saveCategory: adminProcedure({
    rest: 'PUT /categories/{slug}',
    scope: 'products:write',
    summary: 'Name a category, or make one',
    failures: [...editing, 'SLUG_TAKEN'],
  })
    .input(saveCategoryInput)
    .output(category)
    .mutation(({ ctx, input }) => saveCategory(ctx, input)),

  removeCategory: adminProcedure({
    rest: 'DELETE /categories/{slug}',
    scope: 'products:write',
    status: 204,
    summary: 'Remove a category',
    description: 'Its products stay, without one.',
    failures: editing,
  })
    .input(removeCategoryInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeCategory(ctx, input)),
});
