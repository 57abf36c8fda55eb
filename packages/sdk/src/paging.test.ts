import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('all yields every item of every page, and no page before it is needed', async () => {
  const shop = world.client();
  const names: string[] = [];
  for await (const product of shop.products.list.all({ sort: 'name', limit: 1 })) {
    expect(world.proxy.seen).toHaveLength(names.length + 1);
    names.push(product.name);
  }
  expect(names).toEqual(['Beans', 'Mug']);
});

test('all stops asking when nobody asks it', async () => {
  const shop = world.client();
  world.proxy.seen.length = 0;
  for await (const _ of shop.products.list.all({ limit: 1 })) break;
  expect(world.proxy.seen).toHaveLength(1);
});

test('only lists have all', () => {
  const shop = world.client();
  // @ts-expect-error one product is no list
  expect(shop.products.get.all).toBeUndefined();
});
