import { onDatabase } from '@cartwright/db/testing';
import { recordAudit } from '@cartwright/kernel/audit';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdmin } from '../../auth/index.ts';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../../testing.ts';

const world = await createTestShop();
const { clock } = world;
const { db } = world.shop;
afterAll(() => world.close());

let ada: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ name: 'Ada', role: 'admin' });
});

const newProduct = (name = 'Lamp') => ada.caller.products.create({ name, price: 900, stock: 5 });
const audit = (filter: Parameters<typeof ada.caller.admin.audit>[0]) => ada.caller.admin.audit(filter);

test('of an edit only the fields that changed are kept, as they were and as they are', async () => {
  const { id, version } = await newProduct();
  await ada.caller.products.update({ idOrSlug: id, version, name: 'Tall lamp', description: '' });
  const [entry] = (await audit({ target: id, action: 'products.update' })).items;
  expect(entry).toMatchObject({
    actor: `user:${ada.user.id}`,
    actorName: 'Ada',
    target: { type: 'product', id, label: 'lamp' },
    before: { name: 'Lamp' },
    after: { name: 'Tall lamp' },
    at: clock.now(),
    requestId: 'test',
    ip: '127.0.0.1',
  });
  expect(Object.keys({ ...entry?.before, ...entry?.after })).toEqual(['name']);
});

test('what was refused, rolled back or changed nothing leaves no entry', async () => {
  const { id, version } = await newProduct();
  const [variant] = (await ada.caller.products.get({ idOrSlug: id })).variants;
  const before = await db.read.$count(db.tables.auditLog);
  expect(
    await refusalOf(ada.caller.products.update({ idOrSlug: id, version: version + 1, name: 'Late' })),
  ).toMatchObject({
    code: 'STALE_VERSION',
  });
  const tooMany = ada.caller.products.stock.adjust({ id: variant?.id ?? '', delta: -6, reason: 'lost' });
  expect(await refusalOf(tooMany)).toMatchObject({ code: 'VALIDATION' });
  const rolledBack = db.transact(async (tx) => {
    const target = { type: 'product', id, label: null } as const;
    recordAudit(tx, { actor: 'cli', action: 'test', at: clock.now() }, { target, before: null, after: { one: 1 } });
    await tx.update(tx.tables.products).set({ name: 'Gone' });
    throw new Error('after all, no');
  });
  await expect(rolledBack).rejects.toThrow('after all, no');
  await ada.caller.products.restore({ idOrSlug: id });
  expect(await db.read.$count(db.tables.auditLog)).toBe(before);
});

test('a call that is repeated with its Idempotency-Key is written once', async () => {
  const { variants } = await newProduct();
  const id = variants[0]?.id ?? '';
  const adjust = () =>
    ada.withKey('once').products.stock.adjust({ id, delta: 2, reason: 'Found', reference: 'shelf 4' });
  await adjust();
  await adjust();
  const { items } = await audit({ target: id });
  expect(items).toMatchObject([
    {
      action: 'products.stock.adjust',
      before: { onHand: 5 },
      after: { onHand: 7, reference: 'shelf 4' },
      reason: 'Found',
    },
  ]);
});

test("an admin's cancelling of a customer's order is written, a customer's own is not", async () => {
  const grace = await world.signUp();
  const { id: productId } = await newProduct();
  const place = () => grace.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
  const [one, two] = [await place(), await place()];
  await grace.caller.orders.cancel({ idOrNumber: one.id });
  await ada.caller.orders.cancel({ idOrNumber: two.id, reason: 'Sold out' });
  expect((await audit({ target: one.id })).items).toEqual([]);
  expect((await audit({ target: two.id })).items).toMatchObject([
    {
      action: 'orders.cancel',
      target: { type: 'order', label: two.number },
      before: { status: 'pending' },
      after: { status: 'cancelled' },
      reason: 'Sold out',
    },
  ]);
});

test('the command line is an actor too, and who was made an admin there is not named', async () => {
  const { id } = await createAdmin(world.shop, {
    email: 'root@example.com',
    name: 'Root',
    password: 'a long passphrase',
  });
  const { items } = await audit({ actor: 'cli', target: id });
  expect(items).toMatchObject([{ action: 'admin create', after: { role: 'admin' }, ip: null, requestId: null }]);
  expect(JSON.stringify(items)).not.toMatch(/root@example|Root/);
});

describe('the list', () => {
  test('is found by actor, action, target, time and any word, without regard to case and accents', async () => {
    const eve = await world.signUp({ name: 'Eve', role: 'admin' });
    clock.advance({ minutes: 5 });
    const from = clock.now().toISOString();
    const cafe = await eve.caller.products.create({ name: 'Café table 100%_', price: 100 });
    clock.advance({ minutes: 5 });
    await eve.caller.products.saveCategory({ slug: 'tables', name: 'Tables' });
    const actor = `user:${eve.user.id}`;
    const actions = async (filter: Parameters<typeof audit>[0]) =>
      (await audit(filter)).items.map(({ action }) => action);

    expect(await actions({ actor })).toEqual(['products.saveCategory', 'products.create']);
    expect(await actions({ actor, action: 'products.create' })).toEqual(['products.create']);
    expect(await actions({ actor, action: 'products' })).toEqual(['products.saveCategory', 'products.create']);
    expect(await actions({ actor, action: 'product' })).toEqual([]);
    expect(await actions({ actor, action: 'Products' })).toEqual([]);
    expect(await actions({ target: cafe.id })).toEqual(['products.create']);
    expect(await actions({ from, to: clock.now().toISOString() })).toEqual(['products.create']);
    expect(await actions({ from: clock.now().toISOString() })).toEqual(['products.saveCategory']);
    expect(await actions({ q: 'CAFE TABLE 100%_' })).toEqual(['products.create']);
    expect(await actions({ actor, q: 'table%00' })).toEqual([]);
    expect(await actions({ actor, q: '\\' })).toEqual([]);
  });

  test('comes in pages that miss nothing and repeat nothing, also of the same moment', async () => {
    for (let count = 0; count < 5; count += 1) await newProduct(`Page ${count}`);
    const all = (await audit({ limit: 100 })).items.map(({ id }) => id);
    const read: number[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await audit({ limit: 2, ...(cursor !== undefined && { cursor }) });
      read.push(...page.items.map(({ id }) => id));
      more = page.nextCursor !== null;
      cursor = page.nextCursor ?? undefined;
    }
    expect(read).toEqual(all);
  });
});

test('whatever size was sent, an entry stays small, and says what it left out', async () => {
  const attributes = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a${index}`, 'é'.repeat(200)]));
  const description = '😀'.repeat(4_000);
  const { id } = await ada.caller.products.create({ name: 'Large', price: 1, description, attributes });
  const [entry] = (await audit({ target: id })).items;
  expect(JSON.stringify(entry).length).toBeLessThan(8_000);
  expect(entry?.after).toMatchObject({ description: `${'😀'.repeat(500)}… (4000 characters)` });
  expect(entry?.after?.['attributes']).toMatch(/^… \(\d+ characters\)$/);
});

test('the database itself refuses to change or delete an entry', async () => {
  await newProduct();
  const { auditLog } = db.tables;
  const count = await db.read.$count(auditLog);
  const changes = [
    () => db.transact(async (tx) => void (await tx.update(auditLog).set({ actor: 'nobody' }))),
    () => db.transact(async (tx) => void (await tx.delete(auditLog))),
    () => db.transact(async (tx) => void (await tx.delete(auditLog).where(sql`${auditLog.id} = 1`))),
    () => onDatabase(world.database.url, 'delete from audit_log'),
    ...(db.dialect === 'sqlite'
      ? [() => onDatabase(world.database.url, 'insert or replace into audit_log select * from audit_log limit 1')]
      : [() => onDatabase(world.database.url, 'truncate audit_log')]),
  ];
  for (const change of changes) {
    const error: unknown = await Promise.resolve()
      .then(change)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    const said = error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error);
    expect(said).toContain('audit_log is append-only');
  }
  expect(await db.read.$count(auditLog)).toBe(count);
});
