import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../context.ts';
import { createCaller } from '../../router.ts';
import { createTestShop } from '../../testing.ts';

const world = await createTestShop();
const statements: string[] = [];
const traced = await world.database.openAnother({
  traceQuery: (statement, run) => {
    statements.push(statement);
    return run();
  },
});
const { products } = createCaller(() =>
  createContext({ ...world.shop, db: traced }, { requestId: 'test', ip: '127.0.0.1' }),
);
afterAll(() => world.close());

beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  for (const Size of ['S', 'M']) {
    const variants = [{ options: { Size }, price: 1_500, stock: 1 }];
    await ada.caller.products.create({ name: `Shirt ${Size}`, attributes: { material: 'wool' }, variants });
  }
});

async function statementsOf(call: () => Promise<unknown>): Promise<string[]> {
  statements.length = 0;
  await call();
  return [...statements];
}

const filters = {
  'by stock': { inStock: true },
  'by options': { options: { size: ['m'] } },
  'by attributes': { attributes: { material: ['wool'] } },
  'by a range of prices that a facet names': { minPrice: 1_000, maxPrice: 1_999 },
  'by all of them': { inStock: true, options: { size: ['m'] }, minPrice: 1_000, attributes: { material: ['wool'] } },
};

test.each(Object.entries(filters))(
  'a search filtered %s reads no variants but those of its page',
  async (_, filter) => {
    const plain = await statementsOf(() => products.search({ q: 'shirt' }));
    const filtered = await statementsOf(() => products.search({ q: 'shirt', ...filter }));
    expect(filtered.filter((statement) => /\b"?variants"?\b/.test(statement))).toHaveLength(1);
    // Each process reads facts once.
    expect(filtered.length).toBeLessThanOrEqual(plain.length);
    const listed = await statementsOf(() => products.list(filter));
    // The price index answers questions about prices.
    const ofIndex = /^select (count|distinct)|"price" between/;
    const read = listed.filter((statement) => /\b"?variants"?\b/.test(statement) && !ofIndex.test(statement));
    expect(read).toHaveLength(1);
  },
);

test('a filter by other prices asks for the prices of variants once, and only where a step is cut', async () => {
  const filtered = await statementsOf(() => products.search({ q: 'shirt', minPrice: 1_200 }));
  expect(filtered.filter((statement) => /\b"?variants"?\b/.test(statement))).toHaveLength(2);
});
