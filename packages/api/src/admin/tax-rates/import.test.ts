import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orderInput } from '../../testing/orders.ts';
import { createTestShop, refusalOf, type SignedUp, type TestShop } from '../../testing.ts';
import { importTaxRates } from './import.ts';
import { mostTaxRates } from './schema.ts';

let world: TestShop;
let ada: SignedUp;
beforeEach(async () => {
  world = await createTestShop();
  ada = await world.signUp({ role: 'admin' });
});
afterEach(() => world.close());

const head = 'country,region,postal_prefix,tax_class,name,basis_points,mode';
const file = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`);
const action = 'admin.taxRates.import';
const load = (lines: string[], dryRun = false) => {
  const by = { actor: 'cli', action, at: world.clock.now() } as const;
  return importTaxRates(world.shop, file(...lines), { dryRun, by });
};
const stored = async () => (await ada.caller.admin.taxRates.list({ limit: 100 })).items;
const refused = (...issues: { path: string; message?: unknown }[]) => ({ code: 'VALIDATION', issues });
const pricingVersion = async () => {
  const { store } = world.shop.db.tables;
  return (await world.shop.db.read.select({ version: store.pricingVersion }).from(store))[0]?.version ?? 0;
};

const german = 'DE,,,standard,MwSt. 19 %,1900,replaces';
const quebec = 'CA,QC,,standard,QST 9.975 %,997.5,adds';

test('a file creates rates once, and the same file again changes nothing', async () => {
  const before = await pricingVersion();
  expect(await load([head, german, quebec])).toEqual({ created: 2, changed: 0, unchanged: 0 });
  expect(await pricingVersion()).toBe(before + 1);
  const rates = await stored();
  expect(rates).toHaveLength(2);
  expect(rates).toMatchObject([
    { country: 'DE', region: null, postalPrefix: null, taxClass: 'standard', basisPoints: 1_900, mode: 'replaces' },
    { country: 'CA', region: 'QC', name: 'QST 9.975 %', basisPoints: 997.5, mode: 'adds', version: 1 },
  ]);
  expect(await load([head, german, quebec])).toEqual({ created: 0, changed: 0, unchanged: 2 });
  expect(await stored()).toEqual(rates);
});

test('a changed rate keeps its id, and the audit log has each written rate with the actor cli', async () => {
  await load([head, german, quebec]);
  const [before] = await stored();
  world.clock.advance({ minutes: 1 });
  expect(await load([head, german.replace('1900', '1600'), quebec])).toEqual({ created: 0, changed: 1, unchanged: 1 });
  const [after] = await stored();
  expect(after).toEqual({ ...before, basisPoints: 1_600, version: 2, updatedAt: world.clock.now() });
  expect((await ada.caller.admin.audit({ target: after?.id })).items).toMatchObject([
    { actor: 'cli', action, before: { basisPoints: 1_900 }, after: { basisPoints: 1_600 } },
    { actor: 'cli', action, before: null, after: { country: 'DE', basisPoints: 1_900 } },
  ]);
  expect((await ada.caller.admin.audit({ action })).items).toHaveLength(3);
});

test('a dry run reports the same numbers and writes nothing', async () => {
  await load([head, german]);
  const before = [await stored(), await pricingVersion()];
  const changes = [head, german.replace('1900', '1600'), quebec];
  expect(await load(changes, true)).toEqual({ created: 1, changed: 1, unchanged: 0 });
  expect([await stored(), await pricingVersion()]).toEqual(before);
});

describe('a rate of the file is one of the store', () => {
  test('if both replace others for the same place and class, also under another name', async () => {
    await load([head, german, 'DE,,78266,standard,Outside,0,replaces', 'DE,,,reduced,MwSt. 7 %,700,replaces']);
    const result = await load([head, 'DE,,,standard,VAT,1900,replaces']);
    expect(result).toEqual({ created: 0, changed: 1, unchanged: 0 });
    expect((await stored()).map(({ name }) => name).sort()).toEqual(['MwSt. 7 %', 'Outside', 'VAT']);
  });

  test('if both add under the same name, and another name is another rate', async () => {
    await load([head, quebec]);
    const result = await load([head, quebec.replace('997.5', '1000'), 'CA,QC,,standard,Levy,10,adds']);
    expect(result).toEqual({ created: 1, changed: 1, unchanged: 0 });
    expect((await stored()).map(({ name, basisPoints }) => [name, basisPoints])).toEqual([
      ['QST 9.975 %', 1_000],
      ['Levy', 10],
    ]);
  });

  test('unless one adds and the other replaces', async () => {
    await load([head, 'CA,QC,,standard,QST,500,adds']);
    expect(await load([head, 'CA,QC,,standard,QST,500,replaces'])).toEqual({ created: 1, changed: 0, unchanged: 0 });
  });
});

describe('a file with an issue writes nothing and names each line', () => {
  const cases: [string, string[], { path: string; message?: unknown }[]][] = [
    [
      'wrong cells in several rows',
      [head, german, 'XX,,,standard,VAT,1900,replaces', 'FR,,,Reduced!,TVA,20 %,adds', 'US,Texas,,,Texas,625,'],
      [
        { path: 'file.3.country' },
        { path: 'file.4.basis_points', message: 'Enter a number such as 1900, which is 19 %.' },
        { path: 'file.4.tax_class' },
        { path: 'file.5.region', message: 'Enter TX for Texas.' },
      ],
    ],
    ['an empty rate', [head, german, 'FR,,,standard,TVA,,'], [{ path: 'file.3.basis_points' }]],
    [
      'an empty country and name',
      [head, german, ',,,standard,,1900,'],
      [{ path: 'file.3.country' }, { path: 'file.3.name' }],
    ],
    [
      'two rates that replace',
      [head, german, 'DE,,,standard,VAT,1600,replaces'],
      [{ path: 'file.3', message: 'Remove this row. Line 2 replaces other rates for the same place and class.' }],
    ],
    [
      'two rates that add under one name',
      [head, quebec, quebec.replace('997.5', '1000')],
      [{ path: 'file.3', message: expect.stringContaining('Line 2 has this name for the same place and class.') }],
    ],
    ['a row of another length', [head, german, 'FR,TVA,2000'], [{ path: 'file.3' }]],
    ['an unknown column', [`${head},note`, `${german},x`], [{ path: 'file.1.note' }]],
    ['a missing column', ['country,name', 'DE,VAT'], [{ path: 'file.1.basis_points' }]],
    ['no header', [''], [{ path: 'file.1' }]],
  ];
  test.each(cases)('%s', async (_, lines, issues) => {
    expect(await refusalOf(load(lines))).toMatchObject(refused(...issues));
    expect(await refusalOf(load(lines, true))).toMatchObject(refused(...issues));
    expect(await stored()).toEqual([]);
  });
});

test('columns come in any order, and those with a default can be missing', async () => {
  await load(['Basis_Points;name;COUNTRY', '1900;MwSt.;DE']);
  expect(await stored()).toMatchObject([{ country: 'DE', taxClass: 'standard', mode: 'replaces', basisPoints: 1_900 }]);
});

test('a store has no more rates than it may, and a full file fits', { timeout: 60_000 }, async () => {
  const rates = Array.from(
    { length: mostTaxRates },
    (_, i) => `DE,,${10_000 + i},standard,Rate ${i},${i % 3_000},replaces`,
  );
  expect(await load([head, ...rates])).toEqual({ created: mostTaxRates, changed: 0, unchanged: 0 });
  const message = 'A store has at most 10000 tax rates. It would have 10001. Remove some first.';
  expect(await refusalOf(load([head, german]))).toMatchObject(refused({ path: 'file', message }));
  expect(await refusalOf(load([head, german], true))).toMatchObject(refused({ path: 'file', message }));
  expect(await refusalOf(load([head, german, ...rates]))).toMatchObject(refused({ path: 'file.10002' }));
  const changed = rates.slice(0, 300).map((rate) => rate.replace('Rate', 'Tax'));
  expect(await load([head, ...changed])).toEqual({ created: 0, changed: 300, unchanged: 0 });
});

test('imports at the same moment create each rate once', async () => {
  const results = await Promise.all([load([head, german, quebec]), load([head, german, quebec])]);
  expect(results).toContainEqual({ created: 2, changed: 0, unchanged: 0 });
  expect(results).toContainEqual({ created: 0, changed: 0, unchanged: 2 });
  expect(await stored()).toHaveLength(2);
});

test('the next price has the imported rate', async () => {
  const mug = await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 9, status: 'active' });
  const { shippingAddress } = orderInput();
  const quote = () => ada.caller.orders.quote({ shippingAddress, items: [{ productId: mug.id, quantity: 1 }] });
  expect((await quote()).tax).toBe(0);
  await load([head, 'US,VA,,standard,VA sales tax,530,replaces', 'US,VA,,shipping,Not taxed,0,replaces']);
  expect((await quote()).tax).toBe(53);
  await load([head, 'US,VA,,standard,VA sales tax,600,replaces']);
  expect((await quote()).tax).toBe(60);
});
