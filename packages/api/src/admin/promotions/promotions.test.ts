import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pricingFactsOf } from '../../pricing/index.ts';
import { createTestShop, refusalOf, type SignedUp, tally } from '../../testing.ts';

const world = await createTestShop({ DATABASE_POOL_SIZE: '8' });
afterAll(() => world.close());
let ada: SignedUp;
let mugId: string;
let kitchenId: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  mugId = (await ada.caller.products.create({ name: 'Mug', price: 1_200, stock: 5 })).id;
  kitchenId = (await ada.caller.products.saveCategory({ slug: 'kitchen', name: 'Kitchen' })).id;
});

const promotions = () => ada.caller.admin.promotions;
type Input = Parameters<ReturnType<typeof promotions>['create']>[0];
type Update = Parameters<ReturnType<typeof promotions>['update']>[0];
const tenPercent = { kind: 'order', off: { kind: 'percent', basisPoints: 1_000 } } as const;
const create = (input: Partial<Input> = {}) => promotions().create({ name: 'Ten off', rule: tenPercent, ...input });
const update = (id: string, version: number, changes: Omit<Update, 'id' | 'version'>) =>
  promotions().update({ id, version, ...changes });
const refused = (...issues: { path: string; message?: unknown }[]) => ({
  code: 'VALIDATION',
  issues: issues.map((issue) => expect.objectContaining(issue)),
});
const absent = '019a0000-0000-7000-8000-000000000001';
let count = 0;
const unique = (word = 'code') => `${word}-${(count += 1)}`.toUpperCase();

/** Sets what orders have taken from the limits of a promotion. */
async function use(id: string, values: { uses?: number; budget?: number }): Promise<void> {
  const rows = Object.entries(values).map(([kind, taken]) => ({
    id: `promotion:${id}:${kind}`,
    ownerId: id,
    kind: kind as 'uses' | 'budget',
    value: -taken,
    floor: -taken,
  }));
  await world.shop.db.transact(async (tx) => void (await tx.insert(tx.tables.balances).values(rows)));
}

test('a promotion is created, read, changed and archived, and the audit log names each step', async () => {
  const code = unique();
  const created = await create({
    codes: [` ${code.toLowerCase()} `, code],
    limits: { uses: 9 },
    startsAt: '2026-01-01',
  });
  expect(created).toEqual({
    id: created.id,
    name: 'Ten off',
    rule: tenPercent,
    conditions: {},
    limits: { uses: 9 },
    startsAt: new Date('2026-01-01'),
    endsAt: null,
    priority: 100,
    exclusive: false,
    automatic: false,
    codes: [code],
    codeCount: 1,
    used: { uses: 0, discount: null },
    archivedAt: null,
    version: 1,
    createdAt: created.createdAt,
    updatedAt: created.createdAt,
  });
  expect(await promotions().get({ id: created.id })).toEqual(created);
  expect((await promotions().list({ hasCode: code })).items).toEqual([created]);

  const other = unique();
  const changes = { name: 'Eleven off', endsAt: '2026-02-01', addCodes: [other], removeCodes: [code] };
  const changed = await update(created.id, 1, changes);
  expect(changed).toEqual({
    ...created,
    name: 'Eleven off',
    endsAt: new Date('2026-02-01'),
    codes: [other],
    version: 2,
    updatedAt: changed.updatedAt,
  });
  await promotions().archive({ id: created.id, version: 2 });
  await promotions().archive({ id: created.id });
  expect(await promotions().get({ id: created.id })).toMatchObject({ archivedAt: expect.any(Date), version: 3 });
  const { items } = await ada.caller.admin.audit({ target: created.id });
  expect(items).toMatchObject([
    { action: 'admin.promotions.archive', before: { archivedAt: null } },
    {
      action: 'admin.promotions.update',
      before: { name: 'Ten off', endsAt: null },
      after: { name: 'Eleven off', addedCodes: [other], removedCodes: [code] },
    },
    { action: 'admin.promotions.create', before: null, after: { name: 'Ten off' } },
  ]);
  expect(Object.keys(items[1]?.after ?? {}).sort()).toEqual(['addedCodes', 'endsAt', 'name', 'removedCodes']);
});

test('a change that is based on an older version is refused', async () => {
  const { id } = await create();
  await update(id, 1, { priority: 5 });
  expect(await refusalOf(update(id, 1, { priority: 6 }))).toMatchObject({ code: 'STALE_VERSION', version: 2 });
  expect(await refusalOf(promotions().archive({ id, version: 1 }))).toMatchObject({ code: 'STALE_VERSION' });
  expect(await refusalOf(promotions().get({ id: absent }))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refusalOf(update(absent, 1, {}))).toMatchObject({ code: 'NOT_FOUND' });
});

test('an archived promotion can neither be changed nor listed with the others', async () => {
  const { id } = await create({ automatic: true });
  await promotions().archive({ id });
  expect(await refusalOf(update(id, 2, { name: 'Again' }))).toMatchObject(refused({ path: 'id' }));
  const idsOf = async (filter: object) =>
    (await promotions().list({ limit: 100, ...filter })).items.map((one) => one.id);
  expect(await idsOf({})).not.toContain(id);
  expect(await idsOf({ archived: true, automatic: true })).toContain(id);
  expect(await idsOf({ archived: true, automatic: false })).not.toContain(id);
});

test('an automatic promotion is in force for the next price, and an archived one is not', async () => {
  const names = async () => {
    const { automatic } = await pricingFactsOf(world.shop, world.shop.db.read);
    return automatic.everywhere.map(({ name }) => name);
  };
  const { id } = await create({ name: 'For all', automatic: true });
  expect(await names()).toContain('For all');
  await update(id, 1, { name: 'For everyone' });
  expect(await names()).toContain('For everyone');
  await promotions().archive({ id });
  expect(await names()).not.toContain('For everyone');
});

test('a page of promotions continues with its cursor, newest first', async () => {
  const [first, second] = [await create(), await create()];
  const page = await promotions().list({ limit: 1 });
  const next = await promotions().list({ limit: 1, cursor: page.nextCursor ?? '' });
  expect([...page.items, ...next.items]).toEqual([second, first]);
});

describe('what orders have used up', () => {
  test('is shown for each limit', async () => {
    const { id } = await create({ limits: { uses: 9, budget: 5_000 } });
    await use(id, { uses: 3, budget: 700 });
    expect((await promotions().get({ id })).used).toEqual({ uses: 3, discount: 700 });
    expect((await promotions().list({})).items[0]?.used).toEqual({ uses: 3, discount: 700 });
  });

  test('may be more than a lowered limit', async () => {
    const { id } = await create({ limits: { uses: 9 } });
    await use(id, { uses: 3 });
    expect(await update(id, 1, { limits: { uses: 2 } })).toMatchObject({ limits: { uses: 2 }, used: { uses: 3 } });
    expect(await update(id, 2, { limits: {} })).toMatchObject({ limits: {}, used: { uses: null, discount: null } });
  });
});

describe('a code', () => {
  test('belongs to one promotion, and the refusal names the code and its owner', async () => {
    const [code, free] = [unique(), unique()];
    await create({ name: 'Owner', codes: [code] });
    const message = `The promotion Owner has the code ${code} already. Choose another code, or remove it there first.`;
    const second = create({ name: 'Second', codes: [free, code.toLowerCase()] });
    expect(await refusalOf(second)).toMatchObject(refused({ path: 'codes.1', message }));
    const { id } = await create();
    const added = update(id, 1, { addCodes: [code, free] });
    expect(await refusalOf(added)).toMatchObject(refused({ path: 'addCodes.0', message }));
    expect(await promotions().get({ id })).toMatchObject({ version: 1, codes: [], codeCount: 0 });
    expect((await promotions().list({ hasCode: free })).items).toEqual([]);
  });

  test('of admins that enter it at the same moment for different promotions one succeeds, and no other leaves anything', async () => {
    const code = unique();
    const others = Array.from({ length: 5 }, () => unique());
    const calls = others.map((other) => create({ name: `Race ${other}`, codes: [other, code] }));
    expect(await tally(calls)).toEqual({ ok: 1, VALIDATION: 4 });
    const left = (await promotions().list({ limit: 100 })).items.filter(({ name }) => name.startsWith('Race'));
    expect(left).toMatchObject([{ codeCount: 2, codes: expect.arrayContaining([code]) }]);
  });

  test('of an archived promotion may be taken by a new one', async () => {
    const [code, kept] = [unique(), unique()];
    const former = await create({ codes: [code, kept] });
    await promotions().archive({ id: former.id });
    expect(await promotions().get({ id: former.id })).toMatchObject({ codes: [code, kept].sort(), codeCount: 2 });
    const next = await create({ codes: [code] });
    expect(next).toMatchObject({ codes: [code], codeCount: 1 });
    expect(await promotions().get({ id: former.id })).toMatchObject({ codes: [kept], codeCount: 1 });
  });

  test('is refused in other alphabets and at 300 characters', async () => {
    const codes = ['夏セール', 'X'.repeat(300), 'ЅUMMER', 'AB'];
    const issues = codes.map((_, index) => ({
      path: `codes.${index}`,
      message: expect.stringMatching(/^Enter 3 to 40/),
    }));
    expect(await refusalOf(create({ codes }))).toMatchObject(refused(...issues));
  });

  test('is removed only from its own promotion, and not while it is added', async () => {
    const [code, other] = [unique(), unique()];
    const { id } = await create({ codes: [code] });
    await create({ codes: [other] });
    const message = `This promotion has no code ${other}.`;
    const removal = update(id, 1, { removeCodes: [code, other] });
    expect(await refusalOf(removal)).toMatchObject(refused({ path: 'removeCodes.1', message }));
    const both = update(id, 1, { addCodes: [code], removeCodes: [code] });
    expect(await refusalOf(both)).toMatchObject(refused({ path: 'removeCodes.0' }));
    expect(await update(id, 1, { addCodes: [code] })).toMatchObject({ codes: [code], codeCount: 1, version: 2 });
    expect(await update(id, 2, { removeCodes: [code, code] })).toMatchObject({ codes: [], codeCount: 0 });
  });

  test('is one of at most 100 in a call and in an answer', async () => {
    const codes = Array.from({ length: 101 }, () => unique('many'));
    expect(await refusalOf(create({ codes }))).toMatchObject(refused({ path: 'codes' }));
    const { id } = await create({ codes: codes.slice(1) });
    const more = await update(id, 1, { addCodes: [unique('AAA')] });
    expect(more).toMatchObject({ codeCount: 101 });
    expect(more.codes).toHaveLength(100);
    expect(more.codes[0]).toMatch(/^AAA/);
  });

  test('belongs to no automatic promotion', async () => {
    const code = unique();
    expect(await refusalOf(create({ automatic: true, codes: [code] }))).toMatchObject(refused({ path: 'codes' }));
    const { id } = await create({ automatic: true });
    expect(await refusalOf(update(id, 1, { addCodes: [code] }))).toMatchObject(refused({ path: 'addCodes' }));
    const manual = await create({ codes: [code] });
    const turned = update(manual.id, 1, { automatic: true });
    expect(await refusalOf(turned)).toMatchObject(refused({ path: 'automatic' }));
    const without = update(manual.id, 1, { automatic: true, removeCodes: [code] });
    expect(await without).toMatchObject({ automatic: true, codes: [] });
  });
});

describe('a promotion that is wrong is refused with a sentence for the field, and nothing changes', () => {
  const products = (amount: number, ...productIds: string[]) =>
    ({ kind: 'products', productIds, off: { kind: 'amount', amount } }) as const;

  test('for goods and countries that do not exist', async () => {
    const ids = { productIds: [mugId, absent], categoryIds: [kitchenId, absent] };
    const rule = { kind: 'buy_x_get_y', buy: { quantity: 2, ...ids }, get: { quantity: 1, ...ids } } as const;
    const issues = ['rule.buy', 'rule.get', 'conditions'].flatMap((path) => [
      { path: `${path}.productIds.1`, message: 'There is no product with this id.' },
      { path: `${path}.categoryIds.1`, message: 'There is no category with this id.' },
    ]);
    expect(await refusalOf(create({ rule, conditions: ids }))).toMatchObject(refused(...issues));
    const nowhere = create({ conditions: { countries: ['DE', 'UK'] } });
    expect(await refusalOf(nowhere)).toMatchObject(refused({ path: 'conditions.countries.1' }));
    const { id } = await create();
    const changed = update(id, 1, { rule: { kind: 'categories', categoryIds: [absent], off: tenPercent.off } });
    expect(await refusalOf(changed)).toMatchObject(refused({ path: 'rule.categoryIds.0' }));
  });

  test('for an amount off that is more than the price', async () => {
    const message = 'Enter at most 1200, which is the highest price of Mug.';
    const jug = await ada.caller.products.create({ name: 'Jug', price: 3_000, stock: 5 });
    expect(await refusalOf(create({ rule: products(1_201, jug.id, mugId) }))).toMatchObject(
      refused({ path: 'rule.off.amount', message }),
    );
    const { id } = await create({ rule: products(1_200, mugId), conditions: { productIds: [jug.id] } });
    expect((await refusalOf(update(id, 1, { rule: products(1_201, mugId) }))).code).toBe('VALIDATION');
    const off = { kind: 'amount', amount: 5_000 } as const;
    const order = create({ rule: { kind: 'order', off }, conditions: { minSubtotal: 4_999 } });
    expect(await refusalOf(order)).toMatchObject(refused({ path: 'rule.off.amount' }));
    await create({ rule: { kind: 'order', off }, conditions: { minSubtotal: 5_000 } });
  });

  test('for times that are the wrong way round, also by an edit of one of them', async () => {
    const { id } = await create({ startsAt: '2026-07-02', endsAt: '2026-07-03' });
    const message = 'Enter a time after 2026-07-02T00:00:00.000Z, when the promotion starts.';
    const earlier = update(id, 1, { endsAt: '2026-07-01' });
    expect(await refusalOf(earlier)).toMatchObject(refused({ path: 'endsAt', message }));
    expect((await refusalOf(update(id, 1, { startsAt: '2026-07-04' }))).code).toBe('VALIDATION');
    expect(await update(id, 1, { startsAt: null })).toMatchObject({ startsAt: null, endsAt: new Date('2026-07-03') });
  });

  test('but an edit of other fields does not ask again for goods that have gone since', async () => {
    const { id: gone } = await ada.caller.products.saveCategory({ slug: 'gone', name: 'Gone' });
    const rule: Input['rule'] = { kind: 'categories', categoryIds: [gone], off: tenPercent.off };
    const { id } = await create({ rule });
    await ada.caller.products.removeCategory({ slug: 'gone' });
    expect(await update(id, 1, { name: 'Renamed' })).toMatchObject({ name: 'Renamed', rule });
  });
});
