import { dumpDatabase, eventually, onDatabase } from '@cartwright/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp, tally } from '../../testing.ts';

const password = 'correct horse';
const logged: unknown[] = [];
const write = (...entry: unknown[]) => void logged.push(entry);
const world = await createTestShop({}, { log: { debug: write, info: write, warn: write, error: write } });
const { clock } = world;
const { db } = world.shop;
afterAll(() => world.close());

let ada: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ name: 'Ada', role: 'admin' });
});

type Input = Parameters<typeof ada.caller.admin.apiKeys.create>[0];
const newKey = async (input: Partial<Input> = {}, by = ada) => {
  const { key = '', ...made } = await by.caller.admin.apiKeys.create({
    name: 'Till',
    scopes: ['orders:read'],
    password,
    ...input,
  });
  return { ...made, key };
};
const as = (key: string, idempotencyKey?: string) =>
  world.caller({ accessToken: key, ...(idempotencyKey !== undefined && { idempotencyKey }) });
const use = (key: string) => as(key).admin.orders.list({});
const codeOf = async (call: Promise<unknown>) => (await refusalOf(call)).code;

describe('a key', () => {
  test('is shown once, has a beginning that may be seen, and is stored as a hash only', async () => {
    const { key, prefix, id } = await newKey({ scopes: ['orders:write', 'orders:read', 'orders:read'] });
    expect(key).toMatch(/^cw_test_[0-9a-f]{12}_[\w-]{43}$/);
    expect(key.startsWith(`${prefix}_`)).toBe(true);
    await use(key);
    const [listed] = (await ada.caller.admin.apiKeys.list({})).items;
    expect(listed).toMatchObject({ id, prefix, scopes: ['orders:read', 'orders:write'], createdBy: { name: 'Ada' } });
    expect(JSON.stringify(listed)).not.toContain(key);
    const secret = key.slice(prefix.length + 1);
    const stored = await dumpDatabase(world.database.url);
    expect(stored.filter(({ value }) => value.includes(secret))).toEqual([]);
    expect(JSON.stringify(logged)).not.toContain(secret);
  });

  test('opens nothing with another ending, another beginning, or in other letters', async () => {
    const { key } = await newKey();
    const { key: other } = await newKey();
    const last = key.at(-1) === 'A' ? 'B' : 'A';
    const forged = [
      `${key.slice(0, -1)}${last}`,
      `${key.slice(0, -43)}${other.slice(-43)}`,
      key.toUpperCase(),
      key.slice(0, -1),
      `${key}A`,
      key.slice(0, 20),
      key.replace('cw_test', 'cw_live'),
    ];
    for (const secret of forged) expect([secret, await codeOf(use(secret))]).toEqual([secret, 'UNAUTHENTICATED']);
    await use(key);
  });

  test('ends at its time, and cannot be made to have ended', async () => {
    const soon = new Date(clock.now().getTime() + 60_000);
    const { key } = await newKey({ expiresAt: soon.toISOString() });
    await use(key);
    clock.advance({ minutes: 1 });
    expect(await codeOf(use(key))).toBe('UNAUTHENTICATED');
    expect(await codeOf(newKey({ expiresAt: clock.now().toISOString() }))).toBe('VALIDATION');
  });

  test('is over at the next call once it was revoked, which is written once', async () => {
    const { key, id } = await newKey();
    await use(key);
    await ada.caller.admin.apiKeys.revoke({ id });
    expect(await codeOf(use(key))).toBe('UNAUTHENTICATED');
    await ada.caller.admin.apiKeys.revoke({ id });
    const { items } = await ada.caller.admin.audit({ target: id });
    expect(items.map(({ action }) => action)).toEqual(['admin.apiKeys.revoke', 'admin.apiKeys.create']);
    expect(await codeOf(ada.caller.admin.apiKeys.revoke({ id: ada.user.id }))).toBe('NOT_FOUND');
  });

  test('ends with the role of its maker and does not come back with it, and goes with the account', async () => {
    const bob = await world.signUp({ role: 'admin' });
    const [{ key }, { key: second }] = [await newKey({}, bob), await newKey({}, bob)];
    await use(key);
    await ada.caller.admin.users.setRole({ id: bob.user.id, role: 'customer' });
    expect(await codeOf(use(key))).toBe('UNAUTHENTICATED');
    await ada.caller.admin.users.setRole({ id: bob.user.id, role: 'admin' });
    expect(await codeOf(use(second))).toBe('UNAUTHENTICATED');

    const { key: third } = await newKey({}, bob);
    await use(third);
    await ada.caller.admin.users.remove({ id: bob.user.id });
    expect(await codeOf(use(third))).toBe('UNAUTHENTICATED');
  });

  test('is looked at again at each call: a role that was taken in the database counts too', async () => {
    const eve = await world.signUp({ role: 'admin' });
    const { key } = await newKey({}, eve);
    await use(key);
    await onDatabase(world.database.url, `update users set role = 'customer' where id = '${eve.user.id}'`);
    expect(await codeOf(use(key))).toBe('UNAUTHENTICATED');
  });

  test('says when it was used last, to within a minute', async () => {
    const { key, id } = await newKey();
    const lastUse = async () =>
      (await ada.caller.admin.apiKeys.list({})).items.find((item) => item.id === id)?.lastUsedAt ?? null;
    expect(await lastUse()).toBeNull();
    await Promise.all(Array.from({ length: 10 }, () => use(key)));
    await eventually(async () => expect(await lastUse()).not.toBeNull());
    const first = await lastUse();
    expect(first).toEqual(clock.now());
    clock.advance({ minutes: 0.5 });
    await use(key);
    clock.advance({ minutes: 0.5 });
    await use(key);
    await eventually(async () => expect(await lastUse()).toEqual(clock.now()));
  });
});

test('a key takes the password of its maker, and five wrong ones a minute are tried', async () => {
  const before = await db.read.$count(db.tables.apiKeys);
  expect(await codeOf(newKey({ password: 'wrong horse' }))).toBe('INVALID_CREDENTIALS');
  const missing: unknown = { name: 'Till', scopes: ['orders:read'] };
  expect(await codeOf(ada.caller.admin.apiKeys.create(missing as Input))).toBe('VALIDATION');
  expect(await db.read.$count(db.tables.apiKeys)).toBe(before);
  const limited = await createTestShop({ RATE_LIMITS: 'on' });
  try {
    const { caller } = await limited.signUp({ role: 'admin' });
    const guesses = Array.from({ length: 7 }, () =>
      caller.admin.apiKeys.create({ name: 'Till', scopes: ['orders:read'], password: 'wrong horse' }),
    );
    expect(await tally(guesses)).toEqual({ INVALID_CREDENTIALS: 5, RATE_LIMITED: 2 });
  } finally {
    await limited.close();
  }
});

test('the mail of a password reset lists the keys that are in force, and no other account has them', async () => {
  const bob = await world.signUp({ name: 'Bob', role: 'admin' });
  const [kept, revoked, ended] = [
    await newKey({ name: 'Kept key' }, bob),
    await newKey({ name: 'Revoked key' }, bob),
    await newKey({ name: 'Ended key', expiresAt: new Date(clock.now().getTime() + 60_000).toISOString() }, bob),
  ];
  await bob.caller.admin.apiKeys.revoke({ id: revoked.id });
  clock.advance({ minutes: 1 });
  const resetMailTo = async (email: string) => {
    await world.caller().auth.requestPasswordReset({ email });
    await world.drainJobs();
    const mail = (await world.mails()).find(({ to }) => to === email);
    return [mail?.text ?? '', mail?.html ?? ''];
  };
  for (const part of await resetMailTo(bob.user.email)) {
    expect(part).toContain(`Kept key (${kept.prefix}…)`);
    expect(part).not.toMatch(/Revoked key|Ended key/);
    for (const { key } of [kept, revoked, ended]) expect(part).not.toContain(key);
  }
  const grace = await world.signUp();
  for (const part of await resetMailTo(grace.user.email)) expect(part).not.toContain('API key');
});

describe('a program with a key', () => {
  test('sees the catalogue as an admin does', async () => {
    const { id } = await ada.caller.products.create({ name: 'Draft', price: 1, stock: 4, status: 'draft' });
    const { key } = await newKey({ scopes: ['products:read'] });
    expect((await as(key).products.get({ idOrSlug: id })).variants[0]).toMatchObject({ onHand: 4 });
  });

  test('must send an Idempotency-Key where it moves goods or money', async () => {
    const product = await ada.caller.products.create({ name: 'Cup', price: 500, stock: 4 });
    const variant = product.variants[0];
    const id = variant?.id ?? '';
    const grace = await world.signUp();
    const order = await grace.caller.orders.place(orderInput({ items: [{ productId: product.id, quantity: 1 }] }));
    await world.drainJobs();
    const { key } = await newKey({ scopes: ['inventory:write', 'orders:write', 'products:write'] });
    const missing = { code: 'VALIDATION', issues: [expect.objectContaining({ path: 'Idempotency-Key' })] };
    const moves = [
      (caller: ReturnType<typeof as>) => caller.products.stock.adjust({ id, delta: 2, reason: 'Found' }),
      (caller: ReturnType<typeof as>) =>
        caller.products.stock.set({ id, onHand: 9, version: (variant?.version ?? 0) + 1, reason: 'Counted' }),
      (caller: ReturnType<typeof as>) => caller.admin.orders.refund({ idOrNumber: order.id, amount: 100 }),
      (caller: ReturnType<typeof as>) => caller.products.create({ name: 'Jug of a key', price: 700, stock: 3 }),
      (caller: ReturnType<typeof as>) =>
        caller.products.variants.create({ idOrSlug: product.id, options: { size: 'L' }, price: 600, stock: 5 }),
    ];
    for (const move of moves) expect(await refusalOf(move(as(key)))).toEqual(missing);
    for (const move of moves) await move(as(key, 'a-move'));
    for (const move of moves) await move(as(key, 'a-move'));
    expect((await ada.caller.admin.orders.get({ idOrNumber: order.id })).refunded).toBe(100);
    expect((await ada.caller.products.get({ idOrSlug: product.id })).variants.map(({ onHand }) => onHand)).toEqual([
      9, 5,
    ]);
    expect((await ada.caller.products.search({ q: 'jug of a key' })).items).toHaveLength(1);
    await ada.caller.products.stock.adjust({ id, delta: 1, reason: 'By hand' });
  });

  test('shares no Idempotency-Key with its maker, nor with another key', async () => {
    const { variants } = await ada.caller.products.create({ name: 'Jug', price: 500 });
    const id = variants[0]?.id ?? '';
    const [one, two] = [await newKey({ scopes: ['inventory:write'] }), await newKey({ scopes: ['inventory:write'] })];
    for (const caller of [as(one.key, 'same'), as(two.key, 'same'), ada.withKey('same')]) {
      await caller.products.stock.adjust({ id, delta: 1, reason: 'received' });
    }
    expect((await ada.caller.products.stock.ledger({ id })).items.map(({ actor }) => actor)).toEqual([
      `user:${ada.user.id}`,
      `key:${two.id}`,
      `key:${one.id}`,
    ]);
  });

  test('is named in the audit log and in the timeline, and acts for the shop even on an order of its maker', async () => {
    const { id: productId } = await ada.caller.products.create({ name: 'Bowl', price: 500, stock: 4 });
    const order = await ada.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
    const { key, id } = await newKey({ name: 'Robot', scopes: ['orders:write'] });
    await as(key).admin.orders.cancel({ idOrNumber: order.id });
    const { timeline } = await ada.caller.orders.get({ idOrNumber: order.id });
    expect(timeline.at(-1)).toMatchObject({ type: 'cancelled', actor: 'admin' });
    expect((await ada.caller.auth.me()).cancelledOrders).toBe(0);
    const { items } = await ada.caller.admin.audit({ actor: `key:${id}` });
    expect(items).toMatchObject([
      { action: 'admin.orders.cancel', actorName: 'Robot', after: { status: 'cancelled' } },
    ]);
  });

  test('makes no keys, changes no roles, and is no customer', async () => {
    const everything = Object.keys((await import('@cartwright/kernel/scopes')).scopes) as Input['scopes'];
    const { key } = await newKey({ scopes: everything });
    const caller = as(key);
    const refused = [
      caller.admin.apiKeys.create({ name: 'More', scopes: ['orders:read'], password }),
      caller.admin.apiKeys.list({}),
      caller.admin.users.setRole({ id: ada.user.id, role: 'admin' }),
      caller.admin.users.remove({ id: ada.user.id }),
      caller.auth.me(),
      caller.auth.changePassword({ currentPassword: 'correct horse', newPassword: 'battery staple' }),
      caller.cart.get(),
      caller.orders.list({}),
    ];
    expect(await tally(refused)).toEqual({ FORBIDDEN: refused.length });
  });
});

test('only an admin makes keys, and only with scopes that there are', async () => {
  const grace = await world.signUp();
  expect(await codeOf(newKey({}, grace))).toBe('FORBIDDEN');
  expect(await codeOf(newKey({ scopes: [] }))).toBe('VALIDATION');
  const unknown: unknown = { name: 'Till', scopes: ['everything'], password };
  expect(await codeOf(ada.caller.admin.apiKeys.create(unknown as Input))).toBe('VALIDATION');
  expect(await db.read.$count(db.tables.apiKeys)).toBeGreaterThan(0);
});

test('each key has so many calls a minute, from wherever they come', async () => {
  const limited = await createTestShop({ RATE_LIMITS: 'on', CLIENT_CALLS_PER_MINUTE: '5' });
  try {
    const admin = await limited.signUp({ role: 'admin' });
    const [one, two] = [
      await admin.caller.admin.apiKeys.create({ name: 'One', scopes: ['orders:read'], password }),
      await admin.caller.admin.apiKeys.create({ name: 'Two', scopes: ['orders:read'], password }),
    ];
    const calls = (key: string | undefined, count: number) =>
      Array.from({ length: count }, (_, index) =>
        limited.caller({ accessToken: key, ip: `192.0.2.${index}` }).admin.orders.list({}),
      );
    expect(await tally(calls(one.key, 7))).toEqual({ ok: 5, RATE_LIMITED: 2 });
    expect(await tally(calls(two.key, 5))).toEqual({ ok: 5 });
    for (let call = 0; call < 7; call += 1) await admin.caller.admin.orders.list({});
  } finally {
    await limited.close();
  }
});
