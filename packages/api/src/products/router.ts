import { adminProcedure, guestProcedure, router } from '@cartwright/kernel/procedures';
import { z } from 'zod';
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
      'Searches names, SKUs and descriptions, and ignores case and accents. A word may be the beginning of one. If no product matches, the search accepts one wrong letter a word. `C++`, `C#`, `.NET` and `50%` are words of their own.',
    cache: lists,
  })
    .input(searchProductsInput)
    .output(searchPage)
    .query(({ ctx, input }) => searchProducts(ctx, input)),

  get: guestProcedure({
    rest: 'GET /products/{idOrSlug}',
    scope: 'products:read',
    summary: 'Return a product',
    failures: ['NOT_FOUND'],
    cache: { seconds: 120, stock: 'exact' },
  })
    .input(getProductInput)
    .output(product)
    .query(({ ctx, input }) => getProduct(ctx, input)),

  categories: guestProcedure({
    rest: 'GET /categories',
    scope: 'products:read',
    summary: 'List the categories with their products counted',
    cache: lists,
  })
    .output(categoryList)
    .query(({ ctx }) => listCategories(ctx)),

  create: adminProcedure({
    rest: 'POST /products',
    scope: 'products:write',
    status: 201,
    location: '/products/{id}',
    summary: 'Create a product',
    description:
      'A simple product takes `sku`, `price` and `stock`. A product in several sizes or colours takes `variants`.',
    idempotent: 'needed by keys',
    failures: ['SLUG_TAKEN', 'SKU_TAKEN'],
  })
    .input(createProductInput)
    .output(product)
    .mutation(({ ctx, input }) => createProduct(ctx, input)),

  update: adminProcedure({
    rest: 'PATCH /products/{idOrSlug}',
    scope: 'products:write',
    summary: 'Update a product',
    description: 'Fields that are left out keep their values.',
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
    description:
      'Lists and searches no longer return the product, and carts report it as unavailable. Orders still show it.',
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
      description: 'With the SKU of a variant that was removed from this product, restores that variant.',
      idempotent: 'needed by keys',
      failures: ['NOT_FOUND', 'SKU_TAKEN'],
    })
      .input(createVariantInput)
      .output(variant)
      .mutation(async ({ ctx, input }) => createVariant(ctx, await withProductId(ctx, input))),

    update: adminProcedure({
      rest: 'PATCH /variants/{id}',
      scope: 'products:write',
      summary: 'Update a variant',
      description:
        'Fields that are left out keep their values. `POST /variants/{id}/stock` and `PUT /variants/{id}/stock` change the stock.',
      failures: [...editing, 'SKU_TAKEN'],
    })
      .input(updateVariantInput)
      .output(variant)
      .mutation(({ ctx, input }) => updateVariant(ctx, input)),

    remove: adminProcedure({
      rest: 'DELETE /variants/{id}',
      scope: 'products:write',
      status: 204,
      summary: 'Remove a variant from its product',
      description: 'A variant with a history stays readable in orders and in its ledger.',
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
      summary: 'Add an image to a product',
      description:
        'The content decides the type. The server stores the image without its metadata, and makes three thumbnails.',
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
      summary: 'Remove an image from a product',
      failures: ['NOT_FOUND'],
    })
      .input(removeImageInput)
      .output(z.void())
      .mutation(async ({ ctx, input }) => removeImage(ctx, await withProductId(ctx, input))),

    reorder: adminProcedure({
      rest: 'PUT /products/{idOrSlug}/images',
      scope: 'products:write',
      summary: 'Set the order of the images of a product',
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
      summary: 'Add to the stock of a variant, or subtract from it',
      idempotent: 'needed by keys',
      failures: ['NOT_FOUND', 'STOCK_RESERVED'],
    })
      .input(adjustStockInput)
      .output(variant)
      .mutation(({ ctx, input }) => adjustStock(ctx, input)),

    set: adminProcedure({
      rest: 'PUT /variants/{id}/stock',
      scope: 'inventory:write',
      summary: 'Set the stock of a variant to a counted quantity',
      description: 'A change of the stock on hand since `version` makes the count stale. A reservation does not.',
      idempotent: 'needed by keys',
      failures: [...editing, 'STOCK_RESERVED'],
    })
      .input(setStockInput)
      .output(variant)
      .mutation(({ ctx, input }) => setStock(ctx, input)),

    ledger: adminProcedure({
      rest: 'GET /variants/{id}/stock',
      scope: 'inventory:read',
      summary: 'List every change of the stock of a variant, newest first',
      failures: ['NOT_FOUND'],
    })
      .input(ledgerInput)
      .output(ledgerPage)
      .query(({ ctx, input }) => listLedger(ctx, input)),
  }),

  saveCategory: adminProcedure({
    rest: 'PUT /categories/{slug}',
    scope: 'products:write',
    summary: 'Create or update a category',
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
    description: 'Its products stay in the catalogue without a category.',
    failures: editing,
  })
    .input(removeCategoryInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeCategory(ctx, input)),
});
