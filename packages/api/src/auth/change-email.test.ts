import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp, tally } from '../testing.ts';

const world = await createTestShop({ GUEST_CHECKOUT: 'on' });
const { shop } = world;
const { users } = shop.db.tables;
const password = 'correct horse';
let bob: SignedUp;
let mug = '';
beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  mug = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 500 })).variants[0]?.id ?? '';
});
beforeEach(async () => {
  bob = await world.signUp();
});
afterAll(() => world.close());

let count = 0;
const newAddress = () => `new-${(count += 1)}@example.com`;

/** The code and the token of the newest e-mail to an address. */
async function mailTo(email: string) {
  await world.drainJobs();
  const { text = '', subject = '' } = (await world.mails()).find(({ to }) => to === email) ?? {};
  return { subject, code: /^ {4}(\d{6})$/m.exec(text)?.[1] ?? '', token: /\?token=(\S+)$/m.exec(text)?.[1] ?? '' };
}

async function ask(email: string, by = bob) {
  await by.caller.auth.changeEmail({ email, password });
  return mailTo(email);
}

test('the address changes when the new one is proven, the former one is told, and sessions go on', async () => {
  const [email, former] = [newAddress(), bob.user.email];
  const order = await bob.caller.orders.place(orderInput({ items: [{ variantId: mug, quantity: 1 }] }));
  const { token } = await ask(email);
  expect(await bob.caller.auth.me()).toMatchObject({ email: former });
  expect(await world.caller().auth.confirmEmail({ token })).toMatchObject({
    id: bob.user.id,
    email,
    emailVerified: true,
  });
  expect(await bob.caller.auth.me()).toMatchObject({ email });
  expect((await mailTo(former)).subject).toContain('address was changed');
  await world.caller().auth.login({ email, password });
  expect(await refusalOf(world.caller().auth.login({ email: former, password }))).toMatchObject({
    code: 'INVALID_CREDENTIALS',
  });
  expect(await refusalOf(world.caller().auth.confirmEmail({ token }))).toEqual({
    code: 'TOKEN_INVALID',
    wrong: 'link',
  });
  // News about the open order goes to the new address.
  await bob.caller.orders.cancel({ idOrNumber: order.id });
  expect((await mailTo(email)).subject).toContain(order.number);
});

test('needs the password of the account and a new address', async () => {
  const email = newAddress();
  const wrong = bob.caller.auth.changeEmail({ email, password: 'wrong horse' });
  expect(await refusalOf(wrong)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  const same = bob.caller.auth.changeEmail({ email: bob.user.email, password });
  expect(await refusalOf(same)).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'email' }] });
  const { code } = await ask(email);
  const guess = world.caller().auth.confirmEmail({ email, code: code === '000000' ? '000001' : '000000' });
  expect(await refusalOf(guess)).toEqual({ code: 'CODE_INVALID', attemptsLeft: 4 });
  expect(await world.caller().auth.confirmEmail({ email, code })).toMatchObject({ email });
});

test('an address of another account is asked for like any other, and refused when it is proven', async () => {
  const carol = await world.signUp();
  const free = await bob.caller.auth.changeEmail({ email: newAddress(), password });
  const taken = await bob.caller.auth.changeEmail({ email: carol.user.email, password });
  expect(Object.keys(taken)).toEqual(Object.keys(free));
  const { token } = await mailTo(carol.user.email);
  expect(await refusalOf(world.caller().auth.confirmEmail({ token }))).toEqual({ code: 'EMAIL_TAKEN' });
  expect(await carol.caller.auth.me()).toMatchObject({ email: carol.user.email });
});

test('an unverified account of a stranger does not keep the address from its reader', async () => {
  const email = newAddress();
  const stranger = await world.caller().auth.register({ email, name: 'Stranger', password });
  const { token } = await ask(email);
  expect(await world.caller().auth.confirmEmail({ token })).toMatchObject({ id: bob.user.id, email });
  await expect(world.caller({ accessToken: stranger.accessToken }).auth.me()).rejects.toThrow();
  expect(await shop.db.read.$count(users, eq(users.emailKey, email))).toBe(1);
});

test('one of two accounts that prove one address at the same moment gets it', async () => {
  const email = newAddress();
  const carol = await world.signUp();
  const first = await ask(email);
  const second = await ask(email, carol);
  // Using one proof ends the others of the address.
  const confirm = ({ token }: { token: string }) => world.caller().auth.confirmEmail({ token });
  expect(await tally([confirm(first), confirm(second)])).toEqual({ ok: 1, TOKEN_INVALID: 1 });
  expect(await shop.db.read.$count(users, eq(users.emailKey, email))).toBe(1);
});

test('the orders that a guest placed with the new address move to the account', async () => {
  const email = newAddress();
  const { token: cartToken } = await world.caller().cart.addItem({ variantId: mug });
  const placed = await world.caller({ cartToken }).orders.place(orderInput({ email }));
  await world.drainJobs();
  const { token } = await ask(email);
  expect((await bob.caller.orders.list({})).items).toEqual([]);
  await world.caller().auth.confirmEmail({ token });
  await world.drainJobs();
  expect((await bob.caller.orders.list({})).items.map(({ id }) => id)).toEqual([placed.id]);
});
