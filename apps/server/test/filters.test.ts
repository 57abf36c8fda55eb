import { orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApiDocument } from '../src/docs/openapi.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
let ada: SignedUp;
const variantIds: string[] = [];
afterAll(() => server.close());

beforeAll(async () => {
  ada = await server.signUp({ role: 'admin' });
  const variants = ['S', 'M', 'L', '1:72, large'].map((Size) => ({ options: { Size }, price: 1_000, stock: 1 }));
  const shirt = await ada.caller.products.create({ name: 'Shirt', attributes: { material: 'Wool' }, variants });
  variantIds.push(...shirt.variants.map(({ id }) => id));
  await ada.caller.products.create({
    name: 'Linen shirt',
    attributes: { material: 'Linen' },
    variants: variants.slice(0, 2),
  });
});

async function names(query: string): Promise<string[]> {
  const [list, search] = await Promise.all(
    [`/api/v1/products?${query}`, `/api/v1/products/search?q=shirt&${query}`].map(async (path) => {
      const response = await fetch(`${server.url}${path}`);
      const { items } = (await response.json()) as { items: { name: string }[] };
      return items.map(({ name }) => name).sort();
    }),
  );
  expect(list).toEqual(search);
  return list ?? [];
}

test('labels come as name:value on REST: values of one name are alternatives, and names are combined', async () => {
  expect(await names('options=Size:L&options=Size:XL')).toEqual(['Shirt']);
  expect(await names('options=Size:S&options=Size:L')).toEqual(['Linen shirt', 'Shirt']);
  expect(await names('options=size:m&attributes=Material:linen')).toEqual(['Linen shirt']);
  expect(await names('options=Size:M&attributes=material:wool&inStock=true&maxPrice=1000')).toEqual(['Shirt']);
  expect(await names('options=Size:L&attributes=material:linen')).toEqual([]);
  expect(await names(`options=${encodeURIComponent('Size:1:72, large')}`)).toEqual(['Shirt']);
});

test.each(['options=Size', 'options=:M', 'options=Size:', 'attributes=material:wool&attributes=x'])(
  'what is no label is refused by name: %s',
  async (query) => {
    const response = await fetch(`${server.url}/api/v1/products?${query}`);
    const { issues = [] } = (await response.json()) as { issues?: { path: string }[] };
    expect([response.status, issues[0]?.path.split('.')[0]]).toEqual([422, query.split('=')[0]]);
  },
);

test('a kept answer about stock is no older than five seconds', async () => {
  expect(await names('options=Size:L&inStock=true')).toEqual(['Shirt']);
  const bob = await server.signUp();
  const [, , large = ''] = variantIds;
  await bob.caller.orders.place(orderInput({ items: [{ variantId: large, quantity: 1 }] }));
  server.clock.advance({ minutes: 0.1 });
  expect(await names('options=Size:L&inStock=true')).toEqual([]);
  expect(await names('options=Size:L&inStock=false')).toEqual(['Shirt']);
});

test('the OpenAPI document describes labels as texts that are repeated', () => {
  const { paths } = openApiDocument(server.shop.settings);
  for (const path of ['/products', '/products/search']) {
    for (const name of ['options', 'attributes']) {
      const parameter = paths?.[path]?.get?.parameters?.find((one) => 'name' in one && one.name === name);
      expect(parameter).toMatchObject({ in: 'query', schema: { type: 'array', items: { type: 'string' } } });
    }
  }
});
