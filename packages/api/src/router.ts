import { kernelFailures } from '@cartwright/kernel/failures';
import { createCallerFactory, router } from '@cartwright/kernel/procedures';
import { adminFailures, adminRouter } from './admin/index.ts';
import { authFailures, authRouter } from './auth/index.ts';
import { cartRouter } from './cart/index.ts';
import { orderFailures, ordersRouter } from './orders/index.ts';
import { pricingFailures } from './pricing/index.ts';
import { productFailures, productsRouter } from './products/index.ts';
import { storeRouter } from './store/index.ts';

/** Every procedure of the shop. tRPC, REST, OpenAPI and the SDK follow from it. */
export const appRouter = router({
  auth: authRouter,
  products: productsRouter,
  cart: cartRouter,
  orders: ordersRouter,
  store: storeRouter,
  admin: adminRouter,
});

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);

/** Every failure that an answer can carry, with its facts. */
export const failures = {
  ...kernelFailures,
  ...authFailures,
  ...productFailures,
  ...pricingFailures,
  ...orderFailures,
  ...adminFailures,
};
