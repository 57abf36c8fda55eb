import { guestProcedure, router } from '@cartwright/kernel/procedures';
import { addItem } from './add-item.ts';
import { applyCode } from './apply-code.ts';
import { clearCart } from './clear.ts';
import { getCart } from './get.ts';
import { removeCode } from './remove-code.ts';
import { removeItem } from './remove-item.ts';
import { addItemInput, cart, codeInput, removeItemInput, updateItemInput } from './schema.ts';
import { updateItem } from './update-item.ts';

export const cartRouter = router({
  get: guestProcedure({ rest: 'GET /cart', summary: 'Return the cart with current prices and stock' })
    .output(cart)
    .query(({ ctx }) => getCart(ctx)),

  addItem: guestProcedure({
    rest: 'POST /cart/items',
    summary: 'Add an item to the cart',
    description:
      'Adds to the quantity that the cart already holds. The first item that a guest adds returns the `token` of a new cart.',
    idempotent: true,
    failures: ['NOT_FOUND', 'PRODUCT_UNAVAILABLE', 'INSUFFICIENT_STOCK'],
  })
    .input(addItemInput)
    .output(cart)
    .mutation(({ ctx, input }) => addItem(ctx, input)),

  updateItem: guestProcedure({
    rest: 'PUT /cart/items/{variantId}',
    summary: 'Set the quantity of an item in the cart',
    failures: ['NOT_FOUND', 'PRODUCT_UNAVAILABLE', 'INSUFFICIENT_STOCK'],
  })
    .input(updateItemInput)
    .output(cart)
    .mutation(({ ctx, input }) => updateItem(ctx, input)),

  removeItem: guestProcedure({ rest: 'DELETE /cart/items/{variantId}', summary: 'Remove an item from the cart' })
    .input(removeItemInput)
    .output(cart)
    .mutation(({ ctx, input }) => removeItem(ctx, input)),

  applyCode: guestProcedure({
    rest: 'POST /cart/codes',
    summary: 'Apply a code to the cart',
    description:
      'Refuses a code that takes nothing off, with the reason. A code that stops applying later stays in the cart as an issue. A code ' +
      'that the cart has already stays there once.',
    idempotent: true,
    limits: [{ name: 'promotion codes', points: 10, seconds: 60, by: ['ip'] }],
    failures: ['PROMOTION_NOT_APPLICABLE'],
  })
    .input(codeInput)
    .output(cart)
    .mutation(({ ctx, input }) => applyCode(ctx, input)),

  removeCode: guestProcedure({ rest: 'DELETE /cart/codes/{code}', summary: 'Remove a code from the cart' })
    .input(codeInput)
    .output(cart)
    .mutation(({ ctx, input }) => removeCode(ctx, input)),

  clear: guestProcedure({ rest: 'DELETE /cart', summary: 'Remove all items and codes from the cart' })
    .output(cart)
    .mutation(({ ctx }) => clearCart(ctx)),
});
