import { readFileSync } from 'node:fs';
import { importTaxRates } from '@cartwright/api';
import { createTestShop } from '@cartwright/api/testing';
import { afterAll, expect, test } from 'vitest';

const world = await createTestShop();
afterAll(() => world.close());

test('the whole file of tax rates can be imported, and a second import changes nothing', async () => {
  const bytes = readFileSync(new URL('rates.csv', import.meta.url));
  const by = { actor: 'cli', action: 'admin.taxRates.import', at: world.clock.now() } as const;
  const load = () => importTaxRates(world.shop, bytes, { dryRun: false, by });
  const { created, ...others } = await load();
  expect(created).toBeGreaterThan(100);
  expect(others).toEqual({ changed: 0, unchanged: 0 });
  expect(await load()).toEqual({ created: 0, changed: 0, unchanged: created });
});
