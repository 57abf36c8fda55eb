import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../../testing.ts';

const world = await createTestShop({ GUEST_CHECKOUT: 'on', GUEST_COD: 'on', PAYMENT_METHODS: 'dummy,cod' });
const { shop } = world;
const { orders } = shop.db.tables;
let ada: SignedUp;
let mug = '';
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  mug = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 500 })).variants[0]?.id ?? '';
});
afterAll(() => world.close());

let people = 0;

async function placeAsGuest(email: string, details: object = {}) {
  people += 1;
  const ip = `198.51.100.${people}`;
  const { token: cartToken } = await world.caller({ ip }).cart.addItem({ variantId: mug });
  const placed = await world
    .caller({ ip, cartToken })
    .orders.place(orderInput({ email, note: 'Ring twice', ...details }));
  await world.drainJobs();
  return { ...placed, caller: world.caller({ ip, orderToken: placed.orderToken }) };
}

/** The code and the token of the newest e-mail about data. */
async function askFor(email: string) {
  await world.caller().auth.requestErasure({ email });
  await world.drainJobs();
  const text = (await world.mails()).find(({ to, subject }) => to === email && subject.includes('data'))?.text ?? '';
  return { code: /^ {4}(\d{6})$/m.exec(text)?.[1] ?? '', token: /\?token=(\S+)$/m.exec(text)?.[1] ?? '' };
}

const confirm = world.caller().auth.confirmErasure;
const personIn = async (id: string) => {
  const [row] = await shop.db.read.select().from(orders).where(eq(orders.id, id));
  return JSON.stringify(row);
};

test('a guest is erased at once from what is closed or unpaid, and from an open order when it closes', async () => {
  const email = 'leaving@example.com';
  const [open, unpaid, closed] = [
    await placeAsGuest(email, { payment: { method: 'cod' } }),
    await placeAsGuest(email, { payment: { method: 'dummy', token: 'decline' } }),
    await placeAsGuest(email.toUpperCase()),
  ];
  const other = await placeAsGuest('staying@example.com');
  for (const status of ['processing', 'shipped', 'delivered'] as const) {
    await ada.caller.admin.orders.setStatus({ idOrNumber: closed.id, status });
  }
  await world.drainJobs();
  const { openOrders } = await confirm({ token: (await askFor(email)).token, action: 'erase' });
  expect(openOrders).toEqual([open.number]);
  await world.drainJobs();
  for (const { id, caller } of [unpaid, closed]) {
    expect(await personIn(id)).not.toMatch(/leaving|Grace|Harbour|Ring twice/i);
    expect(await refusalOf(caller.orders.get({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
  }
  expect(await open.caller.orders.get({ idOrNumber: open.id })).toMatchObject({ status: 'confirmed' });
  expect(await personIn(open.id)).toContain('Harbour');
  expect(await personIn(other.id)).toContain('staying@example.com');

  await open.caller.orders.cancel({ idOrNumber: open.id });
  await world.drainJobs();
  world.clock.advance({ minutes: 6 });
  await world.drainJobs();
  expect(await personIn(open.id)).not.toMatch(/leaving|Grace|Harbour/i);
  expect(await refusalOf(open.caller.orders.get({ idOrNumber: open.id }))).toEqual({ code: 'NOT_FOUND' });
});

test('an export returns the orders of guests with the address, and a token for the next call', async () => {
  const { user, caller } = await world.signUp();
  const email = 'reading@example.com';
  const placed = [await placeAsGuest(email), await placeAsGuest(email)];
  await placeAsGuest('else@example.com');
  const code = await askFor(email);
  const first = await confirm({ email, code: code.code, action: 'export' });
  expect(first.orders.map(({ id }) => id)).toEqual(placed.map(({ id }) => id).reverse());
  expect(first.orders[0]).toMatchObject({ note: 'Ring twice', shippingAddress: { fullName: 'Grace Hopper' } });
  expect(await refusalOf(confirm({ token: code.token, action: 'erase' }))).toEqual({
    code: 'TOKEN_INVALID',
    wrong: 'link',
  });
  await confirm({ token: first.token ?? '', action: 'erase' });

  // An order of an account belongs to the account.
  await caller.orders.place(orderInput({ items: [{ variantId: mug, quantity: 1 }] }));
  const own = await confirm({ token: (await askFor(user.email)).token, action: 'export' });
  expect(own.orders).toEqual([]);
});

test('every address gets the same answer, and a code for data verifies nothing', async () => {
  const { user } = await world.signUp();
  await placeAsGuest('known@example.com');
  const answers = [];
  for (const email of [user.email, 'known@example.com', 'unknown@example.com']) {
    answers.push(Object.keys(await world.caller().auth.requestErasure({ email })));
    const { code } = await askFor(email);
    expect(await refusalOf(world.caller().auth.verifyCode({ email, code }))).toEqual({ code: 'CODE_EXPIRED' });
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await refusalOf(confirm({ email, code: wrong, action: 'erase' }))).toEqual({
      code: 'CODE_INVALID',
      attemptsLeft: 4,
    });
    expect(await confirm({ email, code, action: 'erase' })).toMatchObject({ openOrders: expect.any(Array) });
  }
  expect(new Set(answers.map(String)).size).toBe(1);
});
