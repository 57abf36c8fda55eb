import { type Contract, createCartwright, procedures } from '@cartwright/sdk';
import { type QueriesOf, queriesOf } from '@cartwright/sdk/react-query';
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';

/** A shop that records the calls and returns the same data to each. */
function fakeShop(data: unknown = {}) {
  const asked: string[] = [];
  const shop = createCartwright({
    url: 'http://shop.test',
    fetch: (url) => {
      asked.push(new URL(url).pathname.split('/').pop() ?? '');
      return Promise.resolve(Response.json({ result: { data: { json: data } } }));
    },
  });
  return { shop, asked, api: queriesOf(shop) };
}

test('every query has options and a key, and every mutation has options', () => {
  const { api } = fakeShop();
  for (const [name, { kind }] of Object.entries(procedures)) {
    const found = name.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], api);
    const wanted = { query: 'queryOptions', mutation: 'mutationOptions', subscription: 'key' }[kind];
    expect([name, Object.keys(found as object)]).toEqual([name, expect.arrayContaining([wanted])]);
  }
  expect(api.products.get.queryOptions({ idOrSlug: 'mug' }).queryKey).toEqual(['products', 'get', { idOrSlug: 'mug' }]);
  expect(api.products.key()).toEqual(['products']);
});

test('a query passes its input and stops with its signal', async () => {
  const { api, asked } = fakeShop({ slug: 'mug' });
  const client = new QueryClient();
  expect(await client.fetchQuery(api.products.get.queryOptions({ idOrSlug: 'mug' }))).toEqual({ slug: 'mug' });
  expect(asked).toEqual(['products.get']);
  const stopped = AbortSignal.abort(new Error('left'));
  await expect(api.store.get.queryOptions().queryFn({ signal: stopped })).rejects.toThrow('left');
});

test('pages follow their cursors', async () => {
  const { api } = fakeShop({ items: [1], nextCursor: 'c2' });
  const options = api.products.list.infiniteOptions({ category: 'tea' });
  const page = await options.queryFn({ signal: new AbortController().signal, pageParam: undefined });
  expect(options.getNextPageParam(page)).toBe('c2');
  expect(options.getNextPageParam({ ...page, nextCursor: null })).toBeUndefined();
});

test.each([
  ['admin.orders.ship', { admin: true, orders: true, products: false }],
  ['orders.place', { orders: true, cart: true, products: true, admin: false }],
  ['auth.login', { orders: true, cart: true, products: true, admin: true }],
  ['orders.quote', { orders: false, cart: false }],
])('%s renews what it can have changed', async (name, wanted) => {
  const { shop } = fakeShop();
  const { [name as 'orders.place']: facts } = procedures;
  const client = new QueryClient();
  for (const group of ['admin', 'orders', 'cart', 'products']) client.setQueryData([group, 'get'], {});
  const api = queriesOf(shop, { [name]: facts }) as unknown as Record<string, unknown>;
  const found = name.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], api);
  const { mutationOptions } = found as QueriesOf<Contract>['orders']['place'];
  await mutationOptions(client).onSuccess({} as never);
  for (const [group, isStale] of Object.entries(wanted))
    expect([group, client.getQueryState([group, 'get'])?.isInvalidated]).toEqual([group, isStale]);
});

test('a changed cart replaces the cart without a request', async () => {
  const { api } = fakeShop();
  const client = new QueryClient();
  await api.cart.clear.mutationOptions(client).onSuccess({ count: 7 } as never);
  expect(client.getQueryData(api.cart.get.key())).toEqual({ count: 7 });
});
