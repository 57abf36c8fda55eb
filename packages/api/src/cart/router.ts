import { guestProcedure, router } from '../kernel/procedures.ts';
import { addItem } from './add-item.ts';
import { getCart } from './get.ts';
import { addItemInput, cart } from './schema.ts';

export const cartRouter = router({
  get: guestProcedure({ rest: 'GET /cart', summary: 'Read the cart, with live prices and stock' })
    .output(cart)
    .query(({ ctx }) => getCart(ctx)),

  addItem: guestProcedure({
    rest: 'POST /cart/items',
    summary: 'Put something into the cart',
    idempotent: true,
    failures: ['NOT_FOUND', 'PRODUCT_UNAVAILABLE', 'INSUFFICIENT_STOCK'],
  })
    .input(addItemInput)
    .output(cart)
    .mutation(({ ctx, input }) => addItem(ctx, input)),
});
