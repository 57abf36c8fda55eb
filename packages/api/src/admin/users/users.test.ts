import { dumpDatabase } from '@cartwright/db/testing';
import { hashSecret, newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTestShop,
  orderInput,
  personalDataOf,
  refusalOf,
  type SignedUp,
  tally,
  testAddress,
} from '../../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());

let ada: SignedUp;
let productId: string;
beforeAll(async () => {
  ada = await world.signUp({ name: 'Ada', role: 'admin' });
  productId = (await ada.caller.products.create({ name: 'Lamp', price: 2_500, stock: 100 })).id;
});

const users = () => ada.caller.admin.users;
const codeOf = async (call: Promise<unknown>) => (await refusalOf(call)).code;

describe('the list of accounts', () => {
  test('is searched by a part of name or address, and by role, in pages', async () => {
    const people: SignedUp[] = [];
    for (const name of ['Zoë Anderson', 'Zack ANDERS', 'Percent 100%']) people.push(await world.signUp({ name }));
    const namesOf = async (filter: Parameters<ReturnType<typeof users>['list']>[0]) =>
      (await users().list(filter)).items.map(({ name }) => name);
    expect(await namesOf({ q: 'anders' })).toEqual(['Zack ANDERS', 'Zoë Anderson']);
    expect(await namesOf({ q: 'ANDERSON' })).toEqual(['Zoë Anderson']);
    expect(await namesOf({ q: '0%' })).toEqual(['Percent 100%']);
    expect(await namesOf({ q: '%0' })).toEqual([]);
    expect(await namesOf({ q: people[0]?.user.email.toUpperCase() })).toEqual(['Zoë Anderson']);
    expect(await namesOf({ role: 'admin' })).toEqual(['Ada']);
    const first = await users().list({ q: 'anders', limit: 1 });
    const second = await users().list({ q: 'anders', limit: 1, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['Zack ANDERS', 'Zoë Anderson']);
    expect(second.nextCursor).toBeNull();
    expect(JSON.stringify(await users().list({}))).not.toMatch(/password|hash/i);
  });
});

describe('customer groups', () => {
  const setGroups = ({ user: { id } }: SignedUp, groups: string[]) => users().setGroups({ id, groups });

  test('belong to the account from its next call on, in one form, and each change is audited', async () => {
    const grace = await world.signUp();
    const { id } = grace.user;
    expect(grace.user.groups).toEqual([]);
    expect(await setGroups(grace, [' Wholesale ', 'ＶＩＰ', 'wholesale'])).toMatchObject({
      groups: ['vip', 'wholesale'],
    });
    const me = world.caller({ accessToken: grace.accessToken });
    expect((await me.auth.me()).groups).toEqual(['vip', 'wholesale']);
    expect((await users().get({ id })).groups).toEqual(['vip', 'wholesale']);
    expect(await personalDataOf(me)).toMatchObject({ user: { groups: ['vip', 'wholesale'] } });
    await setGroups(grace, ['wholesale', 'vip']);
    await setGroups(grace, []);
    expect((await ada.caller.admin.audit({ target: id })).items).toMatchObject([
      { action: 'admin.users.setGroups', before: { groups: ['vip', 'wholesale'] }, after: { groups: [] } },
      { action: 'admin.users.setGroups', before: { groups: [] }, after: { groups: ['vip', 'wholesale'] } },
    ]);
    expect(await codeOf(users().setGroups({ id: productId, groups: ['vip'] }))).toBe('NOT_FOUND');
  });

  test('are at most 20 names of 1 to 40 characters', async () => {
    const grace = await world.signUp();
    const names = Array.from({ length: 21 }, (_, index) => `group ${index}`);
    for (const [groups, path] of [
      [names, 'groups'],
      [['x'.repeat(41)], 'groups.0'],
      [['vip', ' \u202E\n'], 'groups.1'],
    ] as const) {
      expect(await refusalOf(setGroups(grace, [...groups]))).toMatchObject({ code: 'VALIDATION', issues: [{ path }] });
    }
    expect((await setGroups(grace, names.slice(0, 20))).groups).toHaveLength(20);
  });

  test('filter the list of accounts by the whole name', async () => {
    const odd = 'a "100%_\\ list"';
    const people: string[] = [];
    for (const groups of [['trade', 'trade fair'], ['trade fair'], [odd]]) {
      const person = await world.signUp();
      people.push(person.user.email);
      await setGroups(person, groups);
    }
    const membersOf = async (group: string) => (await users().list({ group })).items.map(({ email }) => email);
    expect(await membersOf('Trade')).toEqual([people[0]]);
    expect(await membersOf('trade fair')).toEqual([people[1], people[0]]);
    expect(await membersOf(odd)).toEqual([people[2]]);
    expect(await membersOf('a')).toEqual([]);
    expect(await membersOf('trade","trade fair')).toEqual([]);
  });
});

describe('one account', () => {
  test('is read with its newest orders and its devices', async () => {
    const grace = await world.signUp({ name: 'Grace' });
    const placed = await grace.caller.orders.place(orderInput({ items: [{ productId, quantity: 2 }] }));
    const details = await users().get({ id: grace.user.id });
    expect(details).toMatchObject({
      name: 'Grace',
      role: 'customer',
      orders: { items: [{ id: placed.id, total: placed.total }], nextCursor: null },
      sessions: [{ mode: 'bearer', ip: '127.0.0.1' }],
    });
    expect(await codeOf(users().get({ id: placed.id }))).toBe('NOT_FOUND');
  });

  test('is read with its newest 100 sessions', async () => {
    const grace = await world.signUp();
    const { db, clock } = world.shop;
    const at = clock.now();
    const endsAt = new Date(at.getTime() + 60_000);
    const rows = Array.from({ length: 100 }, (_, index) => ({
      id: newId(),
      userId: grace.user.id,
      mode: 'cookie' as const,
      tokenHash: hashSecret(`${grace.user.id} ${index}`),
      userAgent: `browser ${index}`,
      expiresAt: endsAt,
      endsAt,
      createdAt: at,
      lastUsedAt: at,
    }));
    await db.transact(async (tx) => void (await tx.insert(tx.tables.sessions).values(rows)));
    const { sessions } = await users().get({ id: grace.user.id });
    expect(sessions.map(({ userAgent }) => userAgent)).toEqual(rows.map(({ userAgent }) => userAgent).reverse());
  });

  test('is signed out on every device at once', async () => {
    const grace = await world.signUp();
    await world.caller().auth.login({ email: grace.user.email, password: 'correct horse' });
    expect(await users().endSessions({ id: grace.user.id })).toEqual({ ended: 2 });
    expect(await codeOf(world.caller({ accessToken: grace.accessToken }).auth.me())).toBe('UNAUTHENTICATED');
    expect(await codeOf(world.caller().auth.refresh({ refreshToken: grace.refreshToken }))).toBe('INVALID_CREDENTIALS');
    expect(await users().endSessions({ id: grace.user.id })).toEqual({ ended: 0 });
    expect((await ada.caller.admin.audit({ target: grace.user.id })).items).toHaveLength(1);
  });

  test('is erased: the person is gone, the figures stay', async () => {
    const grace = await world.signUp({ name: 'Grace Vanishing' });
    const placed = await grace.caller.orders.place(orderInput({ items: [{ productId, quantity: 2 }] }));
    await users().remove({ id: grace.user.id });
    expect(await codeOf(users().get({ id: grace.user.id }))).toBe('NOT_FOUND');
    expect(await codeOf(users().remove({ id: grace.user.id }))).toBe('NOT_FOUND');
    const kept = await ada.caller.admin.orders.get({ idOrNumber: placed.id });
    expect(kept).toMatchObject({ total: placed.total, shippingAddress: { fullName: 'Erased' } });
    const { items } = await ada.caller.admin.audit({ target: grace.user.id });
    expect(items).toMatchObject([{ action: 'admin.users.remove', before: { role: 'customer' }, after: null }]);
    expect(JSON.stringify(items)).not.toMatch(/Vanishing|person-\d+@/);
  });

  test('is erased from the answers too that are kept for admins to be repeated, which still count', async () => {
    const grace = await world.signUp();
    const shippingAddress = { ...testAddress, fullName: 'Grace Remembered' };
    const order = await grace.caller.orders.place({
      ...orderInput({ items: [{ productId, quantity: 2 }] }),
      shippingAddress,
    });
    await world.drainJobs();
    const refund = () => ada.withKey('refund-once').admin.orders.refund({ idOrNumber: order.id, amount: 100 });
    expect((await refund()).shippingAddress.fullName).toBe('Grace Remembered');
    for (const status of ['shipped', 'delivered'] as const) {
      await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status });
    }
    await world.drainJobs();
    expect(await users().remove({ id: grace.user.id })).toEqual({ openOrders: [] });
    const stored = await dumpDatabase(world.database.url);
    const left = stored.filter(({ table, value }) => table !== 'dev_mails' && value.includes('Grace Remembered'));
    expect(left).toEqual([]);
    expect(await refund()).toMatchObject({ refunded: 100, shippingAddress: { fullName: 'Erased' } });
  });
});

describe('a role', () => {
  test('holds from the next call on, in sessions that were there before', async () => {
    const bob = await world.signUp();
    const session = () => world.caller({ accessToken: bob.accessToken });
    expect(await codeOf(session().admin.orders.list({}))).toBe('FORBIDDEN');
    expect(await users().setRole({ id: bob.user.id, role: 'admin' })).toMatchObject({ role: 'admin' });
    await session().admin.orders.list({});
    await users().setRole({ id: bob.user.id, role: 'customer' });
    expect(await codeOf(session().admin.orders.list({}))).toBe('FORBIDDEN');
    await users().setRole({ id: bob.user.id, role: 'customer' });
    const { items } = await ada.caller.admin.audit({ target: bob.user.id });
    expect(items).toMatchObject([
      { before: { role: 'admin' }, after: { role: 'customer' } },
      { before: { role: 'customer' }, after: { role: 'admin' } },
    ]);
  });

  test('of the last admin can be neither taken nor removed', async () => {
    expect(await codeOf(users().setRole({ id: ada.user.id, role: 'customer' }))).toBe('LAST_ADMIN');
    expect(await codeOf(users().remove({ id: ada.user.id }))).toBe('LAST_ADMIN');
    expect((await ada.caller.auth.me()).role).toBe('admin');
  });

  test('of one of two admins stays when they demote, or remove, each other at the same moment', async () => {
    const shop = await createTestShop();
    try {
      const { db } = shop.shop;
      const demote = (by: SignedUp, id: string) => by.caller.admin.users.setRole({ id, role: 'customer' });
      const remove = (by: SignedUp, id: string) => by.caller.admin.users.remove({ id });
      let one = await shop.signUp({ role: 'admin' });
      for (const [first, second] of [
        [demote, demote],
        [demote, remove],
        [remove, remove],
        [remove, demote],
      ] as const) {
        const two = await shop.signUp({ role: 'admin' });
        const ends = await tally([first(one, two.user.id), second(two, one.user.id)]);
        expect(ends['ok']).toBe(1);
        const { users } = db.tables;
        const left = await db.read.select({ id: users.id }).from(users).where(eq(users.role, 'admin'));
        expect(left).toHaveLength(1);
        one = left[0]?.id === two.user.id ? two : one;
      }
      // With a third admin neither is the last, and still only one of the two may act.
      const [two, three] = [await shop.signUp({ role: 'admin' }), await shop.signUp({ role: 'admin' })];
      expect((await tally([demote(one, two.user.id), demote(two, one.user.id)]))['ok']).toBe(1);
      await three.caller.admin.users.list({});
    } finally {
      await shop.close();
    }
  });
});
