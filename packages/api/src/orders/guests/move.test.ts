import { and, eq, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, type DevMail, orderInput, type SignedUp } from '../../testing.ts';
import { moveOrdersToAccount } from './move.ts';

const world = await createTestShop({ GUEST_CHECKOUT: 'on' });
const { shop } = world;
const { auditLog, orders, users } = shop.db.tables;
const password = 'correct horse';
let ada: SignedUp;
let mug = '';
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  mug = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 500 })).variants[0]?.id ?? '';
});
afterAll(() => world.close());

let people = 0;

async function placeAsGuest(email: string) {
  people += 1;
  const ip = `198.51.100.${people}`;
  const { token: cartToken } = await world.caller({ ip }).cart.addItem({ variantId: mug });
  const placed = await world.caller({ ip, cartToken }).orders.place(orderInput({ email }));
  await world.drainJobs();
  return { ...placed, caller: world.caller({ ip, orderToken: placed.orderToken }) };
}

const isFor = (email: string) => (mail: DevMail) => mail.to === email;

/** The token of the newest link to an address. */
async function linkTo(email: string): Promise<string> {
  await world.drainJobs();
  return /token=([\w-]+)/.exec((await world.mails()).find(isFor(email))?.text ?? '')?.[1] ?? '';
}

const ownOf = async (accessToken = '') =>
  (await world.caller({ accessToken }).orders.list({})).items.map(({ id }) => id);

test('orders move to an account once its address is proven there, and not before', async () => {
  const email = 'grace@example.com';
  const first = await placeAsGuest(email);
  const { accessToken } = await world.caller().auth.register({ email, name: 'Grace', password });
  await world.drainJobs();
  expect(await ownOf(accessToken)).toEqual([]);
  const before = await first.caller.orders.get({ idOrNumber: first.id });

  await world.caller({ accessToken }).auth.verifyCode({ token: await linkTo(email) });
  await world.drainJobs();
  expect(await ownOf(accessToken)).toEqual([first.id]);
  // The holder of the token sees no difference.
  expect(await first.caller.orders.get({ idOrNumber: first.id })).toEqual(before);

  const later = await placeAsGuest(email.toUpperCase());
  expect(await ownOf(accessToken)).toEqual([later.id, first.id]);
  const { items } = await ada.caller.admin.orders.list({ q: 'GRACE@' });
  expect(items.map(({ id }) => id)).toEqual([later.id, first.id]);
});

test('orders move with a new account that begins with a proof, and with a new password', async () => {
  const [fresh, claimed] = ['fresh@example.com', 'claimed@example.com'];
  const orderOf = { fresh: await placeAsGuest(fresh), claimed: await placeAsGuest(claimed) };
  await world.caller().auth.requestCode({ email: fresh });
  const { verificationToken } = await world.caller().auth.verifyCode({ token: await linkTo(fresh) });
  const opened = await world.caller().auth.register({ email: fresh, name: 'Fresh', password, verificationToken });
  await world.drainJobs();
  expect(await ownOf(opened.accessToken)).toEqual([orderOf.fresh.id]);

  // A stranger made the account, and the owner of the address takes it by a new password.
  const stranger = await world.caller().auth.register({ email: claimed, name: 'Stranger', password });
  await world.drainJobs();
  await world.caller().auth.requestPasswordReset({ email: claimed });
  await world.caller().auth.resetPassword({ token: await linkTo(claimed), password: 'battery staple' });
  await world.drainJobs();
  await expect(ownOf(stranger.accessToken)).rejects.toThrow();
  const owner = await world.caller().auth.login({ email: claimed, password: 'battery staple' });
  expect(await ownOf(owner.accessToken)).toEqual([orderOf.claimed.id]);
});

test('an order moves once, also when two proofs race', async () => {
  const email = 'race@example.com';
  const order = await placeAsGuest(email);
  const { accessToken, user } = await world.caller().auth.register({ email, name: 'Race', password });
  const caller = world.caller({ accessToken });
  await caller.auth.requestCode({ email });
  const tokens = (await linkTo(email), await world.mails()).filter(isFor(email)).flatMap(({ text }) => {
    return /verify-email\?token=([\w-]+)/.exec(text)?.[1] ?? [];
  });
  expect(tokens).toHaveLength(2);
  await Promise.allSettled(tokens.map((token) => caller.auth.verifyCode({ token })));
  await Promise.all([world.drainJobs(), ...Array.from({ length: 3 }, () => moveOrdersToAccount(shop, user.id))]);
  expect(await ownOf(accessToken)).toEqual([order.id]);
  const moves = and(eq(auditLog.targetId, order.id), eq(auditLog.action, 'orders.moveOrdersToAccount'));
  expect(await shop.db.read.$count(auditLog, moves)).toBe(1);
});

test('an address with an account and one without are answered, e-mailed and cancelled alike', async () => {
  const { user } = await world.signUp();
  const known = user.email;
  const unknown = 'nobody@example.com';
  const lives = [];
  for (const email of [known, unknown]) {
    const { caller, ...placed } = await placeAsGuest(email);
    const cancelled = await caller.orders.cancel({ idOrNumber: placed.id });
    await world.drainJobs();
    const seen = await caller.orders.get({ idOrNumber: placed.id });
    const jobs = await shop.db.read.select().from(orders).where(eq(orders.id, placed.id));
    expect(jobs[0]?.userId).toBe(email === known ? user.id : null);
    const mails = (await world.mails()).filter(isFor(email)).map(({ subject }) => subject.replace(placed.number, '…'));
    lives.push({ fields: [placed, cancelled, seen].map(shapeOf), mails });
  }
  expect(lives[0]).toEqual(lives[1]);
  const verified = and(eq(users.id, user.id), isNotNull(users.emailVerifiedAt));
  expect(await shop.db.read.$count(users, verified)).toBe(1);
});

/** The values of an answer without those that differ between any two orders. */
function shapeOf(answer: object): unknown {
  const text = JSON.stringify(answer);
  return JSON.parse(
    text
      .replaceAll(/[0-9a-f-]{36}/g, '<id>')
      .replaceAll(/"[0-9A-Z]{5}-[0-9A-Z]{5}"/g, '"<number>"')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replaceAll(/"(\d+)\.\d{6}"/g, '"<event>"')
      .replaceAll(/"orderToken":"[^"]+"/g, '"orderToken":"<token>"'),
  );
}
