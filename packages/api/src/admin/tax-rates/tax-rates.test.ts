import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pricingFactsOf } from '../../pricing/index.ts';
import { createTestShop, refusalOf, type SignedUp, tally } from '../../testing.ts';

const world = await createTestShop({ DATABASE_POOL_SIZE: '8' });
afterAll(() => world.close());
let ada: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
});

type Input = Parameters<typeof ada.caller.admin.taxRates.create>[0];
const rate: Input = { country: 'DE', name: 'VAT 19 %', basisPoints: 1_900 };
const create = (input: Partial<Input>) => ada.caller.admin.taxRates.create({ ...rate, ...input });
const refused = (...issues: { path?: string; message: unknown }[]) => ({ code: 'VALIDATION', issues });
const audited = async (target: string) =>
  (await ada.caller.admin.audit({ target })).items.map(({ action, before, after }) => ({ action, before, after }));

test('a rate is created, listed, changed and removed, and the audit log names each step', async () => {
  const created = await create({ name: 'VAT 19 %' });
  expect(created).toMatchObject({ ...rate, region: null, postalPrefix: null, taxClass: 'standard', mode: 'replaces' });
  expect((await ada.caller.admin.taxRates.list({ country: 'DE' })).items).toEqual([created]);

  const changed = await ada.caller.admin.taxRates.update({ id: created.id, version: 1, basisPoints: 1_600 });
  expect(changed).toEqual({ ...created, basisPoints: 1_600, version: 2, updatedAt: changed.updatedAt });
  await ada.caller.admin.taxRates.remove({ id: created.id, version: 2 });
  expect((await ada.caller.admin.taxRates.list({ country: 'DE' })).items).toEqual([]);
  expect(await audited(created.id)).toMatchObject([
    { action: 'admin.taxRates.remove', after: null },
    { action: 'admin.taxRates.update', before: { basisPoints: 1_900 }, after: { basisPoints: 1_600 } },
    { action: 'admin.taxRates.create', before: null, after: { basisPoints: 1_900 } },
  ]);
});

test('a change that is based on an older version is refused', async () => {
  const { id } = await create({ country: 'AT' });
  await ada.caller.admin.taxRates.update({ id, version: 1, basisPoints: 2_000 });
  const stale = ada.caller.admin.taxRates.update({ id, version: 1, basisPoints: 100 });
  expect(await refusalOf(stale)).toMatchObject({ code: 'STALE_VERSION', version: 2 });
  expect(await refusalOf(ada.caller.admin.taxRates.remove({ id, version: 1 }))).toMatchObject({
    code: 'STALE_VERSION',
  });
  await ada.caller.admin.taxRates.remove({ id });
  expect(await refusalOf(ada.caller.admin.taxRates.remove({ id }))).toMatchObject({ code: 'NOT_FOUND' });
});

describe('a rate that contradicts another one', () => {
  test('a place has one rate of a class that replaces others', async () => {
    const first = await create({ country: 'FR', name: 'TVA 20 %' });
    const second = create({ country: 'FR', name: 'TVA 5 %' });
    const message =
      'TVA 20 % already replaces other rates of the class standard in this place. Change that one instead.';
    expect(await refusalOf(second)).toMatchObject(refused({ path: 'mode', message }));
    const reduced = await create({ country: 'FR', name: 'TVA 5.5 %', taxClass: 'reduced' });
    const moved = ada.caller.admin.taxRates.update({ id: reduced.id, version: 1, taxClass: 'standard' });
    expect(await refusalOf(moved)).toMatchObject(refused({ path: 'mode', message }));
    await create({ country: 'FR', name: 'Corsica', postalPrefix: '20' });
    await ada.caller.admin.taxRates.update({ id: first.id, version: 1, name: 'TVA' });
  });

  test('a place has several rates that add, with different names', async () => {
    await create({ country: 'CA', region: 'QC', mode: 'adds', name: 'QST', basisPoints: 998 });
    await create({ country: 'CA', region: 'QC', mode: 'adds', name: 'GST', basisPoints: 500 });
    const second = create({ country: 'CA', region: 'QC', mode: 'adds', name: 'GST', basisPoints: 500 });
    const message =
      'This place already has a rate called GST for the class standard. Change that one, or choose another name.';
    expect(await refusalOf(second)).toMatchObject(refused({ path: 'name', message }));
  });

  test('of callers that create the same rate at the same moment one succeeds', async () => {
    const calls = Array.from({ length: 6 }, () => create({ country: 'NL' }));
    expect(await tally(calls)).toEqual({ ok: 1, VALIDATION: 5 });
  });
});

test('a wrong rate is refused with a sentence for each field', async () => {
  const wrong = create({ country: 'XX', basisPoints: 10_001, taxClass: 'Reduced!' });
  expect(await refusalOf(wrong)).toMatchObject({
    code: 'VALIDATION',
    issues: [{ path: 'country' }, { path: 'taxClass' }, { path: 'basisPoints' }],
  });
  const { id } = await create({ country: 'US', region: 'CA', name: 'California' });
  const moved = ada.caller.admin.taxRates.update({ id, version: 1, country: 'CA' });
  const message = expect.stringMatching(/^Enter the code of a (state|province) in Canada/);
  expect(await refusalOf(moved)).toMatchObject(refused({ path: 'region', message }));
});

test('every change is in force for the next price', async () => {
  const names = async () => {
    const { rates } = await pricingFactsOf(world.shop, world.shop.db.read);
    return [...rates.values()].flat().map(({ name }) => name);
  };
  const { id } = await create({ country: 'IE', name: 'Irish VAT' });
  expect(await names()).toContain('Irish VAT');
  await ada.caller.admin.taxRates.update({ id, version: 1, name: 'VAT of Ireland' });
  expect(await names()).toContain('VAT of Ireland');
  await ada.caller.admin.taxRates.remove({ id });
  expect(await names()).not.toContain('VAT of Ireland');
});

test('a page of rates continues with its cursor', async () => {
  const all = (await ada.caller.admin.taxRates.list({ limit: 100 })).items;
  const first = await ada.caller.admin.taxRates.list({ limit: 2 });
  const rest = await ada.caller.admin.taxRates.list({ limit: 100, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...rest.items]).toEqual(all);
});
