import { guestProcedure, router } from '@cartwright/kernel/procedures';
import { getStore } from './get.ts';
import { storeFacts } from './schema.ts';

export const storeRouter = router({
  get: guestProcedure({
    rest: 'GET /store',
    scope: 'none',
    summary: 'Return the facts of the store that a storefront needs',
    description:
      'Names the countries that can be ordered to with the requirements for their addresses, the payment methods, the limits, and the pages with the terms of the store.',
    cache: { seconds: 120, stock: 'recent' },
  })
    .output(storeFacts)
    .query(({ ctx }) => getStore(ctx)),
});
