import { guestProcedure, router } from '../kernel/procedures.ts';
import { addItem } from './add-item.ts';
import { clearCart } from './clear.ts';
import { getCart } from './get.ts';
import { removeItem } from './remove-item.ts';
import { addItemInput, cart, removeItemInput, updateItemInput } from './schema.ts';
import { updateItem } from './update-item.ts';

export const cartRouter = router({
  get: guestProcedure({ rest: 'GET /cart', summary: 'Read the cart, with live prices and stock' })
    .output(cart)
    .query(({ ctx }) => getCart(ctx)),

  addItem: guestProcedure({
    rest: 'POST /cart/items',
    summary: 'Put something into the cart',
    description: 'On top of what is there. The first thing that a guest adds answers with the `token` of a new cart.',
    idempotent: true,
    failures: ['NOT_FOUND', 'PRODUCT_UNAVAILABLE', 'INSUFFICIENT_STOCK'],
  })
    .input(addItemInput)
    .output(cart)
    .mutation(({ ctx, input }) => addItem(ctx, input)),

  updateItem: guestProcedure({
    rest: 'PUT /cart/items/{variantId}',
    summary: 'Set how many of an item the cart holds',
    failures: ['NOT_FOUND', 'PRODUCT_UNAVAILABLE', 'INSUFFICIENT_STOCK'],
  })
    .input(updateItemInput)
    .output(cart)
    .mutation(({ ctx, input }) => updateItem(ctx, input)),

  removeItem: guestProcedure({ rest: 'DELETE /cart/items/{variantId}', summary: 'Take an item out of the cart' })
    .input(removeItemInput)
    .output(cart)
    .mutation(({ ctx, input }) => removeItem(ctx, input)),

  clear: guestProcedure({ rest: 'DELETE /cart', summary: 'Take everything out of the cart' })
    .output(cart)
    .mutation(({ ctx }) => clearCart(ctx)),
});
