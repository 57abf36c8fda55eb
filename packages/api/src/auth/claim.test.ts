import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeShop } from '../shop.ts';
import {
  createTestShop,
  inconsistencies,
  orderInput,
  personalDataOf,
  refusalOf,
  type SignedUp,
  testAddress,
} from '../testing.ts';

const later = await createTestShop();
/** The shop changed its policy after accounts had been made. */
const first = await createTestShop({ SIGNUP_POLICY: 'verify_first' }, { database: later.database });
afterAll(async () => {
  await closeShop(first.shop);
  await later.close();
});
const guest = later.caller();
const { db } = later.shop;
const password = 'a password of its maker';
const chosen = 'a password of its owner';
const codeOf = async (call: Promise<unknown>) => (await refusalOf(call)).code;

let boss: SignedUp;
let productId = '';
beforeAll(async () => {
  boss = await later.signUp({ role: 'admin' });
  productId = (await boss.caller.products.create({ name: 'Lamp', price: 2_500, stock: 500 })).id;
});

let people = 0;

/** Makes an account of an unproven address that is in use: with a cart, an address, a paid and an open order. */
async function unverified() {
  const email = `victim-${(people += 1)}@example.com`;
  const session = await guest.auth.register({ email, name: `Maker ${people}`, password });
  const { accessToken, refreshToken } = session;
  const maker = later.caller({ accessToken });
  await maker.cart.addItem({ productId, quantity: 3 });
  await maker.auth.addresses.create(testAddress);
  const paid = await maker.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
  await later.drainJobs();
  const open = await maker.orders.place(orderInput({ items: [{ productId, quantity: 1 }], token: 'decline' }));
  await later.drainJobs();
  return { email, maker, accessToken, refreshToken, userId: session.user.id, paid, open };
}

type Unverified = Awaited<ReturnType<typeof unverified>>;

/** The code and the token of the newest e-mail to an address. */
async function newestMail(email: string) {
  await later.drainJobs();
  const mail = (await later.mails()).find(({ to }) => to === email);
  const code = /^ {4}(\d{6})$/m.exec(mail?.text ?? '')?.[1] ?? '';
  const token = /\?token=(\S+)$/m.exec(mail?.text ?? '')?.[1] ?? '';
  return { code, token, text: mail?.text ?? '' };
}

async function ask(email: string, by = guest) {
  await by.auth.requestCode({ email });
  return newestMail(email);
}

async function askForReset(email: string, by = guest) {
  await by.auth.requestPasswordReset({ email });
  return newestMail(email);
}

/** Every way in which the owner of an address can prove it. */
const proofs: Record<string, (account: Unverified) => Promise<unknown>> = {
  'the code of a mail': async ({ email }) => guest.auth.verifyCode({ email, code: (await ask(email)).code }),
  'the link of a mail': async ({ email }) => guest.auth.verifyCode({ token: (await ask(email)).token }),
  'a password reset': async ({ email }) =>
    guest.auth.resetPassword({ token: (await askForReset(email)).token, password: chosen }),
  'a registration with a verification token': async ({ email }) => {
    const { verificationToken } = await guest.auth.verifyCode({ email, code: (await ask(email)).code });
    await guest.auth.register({ email, name: 'Owner', password: chosen, verificationToken });
  },
  'a registration where addresses are verified first': async ({ email }) => {
    const { verificationToken } = await first.caller().auth.verifyCode({ token: (await ask(email)).token });
    await first.caller().auth.register({ email, name: 'Owner', password: chosen, verificationToken });
  },
};

describe.for(Object.keys(proofs))('%s', (way) => {
  test('takes an unverified account away from the stranger who made it', async () => {
    const account = await unverified();
    await proofs[way]?.(account);
    expect(await codeOf(later.caller({ accessToken: account.accessToken }).auth.me())).toBe('UNAUTHENTICATED');
    expect(await codeOf(guest.auth.refresh({ refreshToken: account.refreshToken }))).toBe('INVALID_CREDENTIALS');
    expect(await codeOf(guest.auth.login({ email: account.email, password }))).toBe('INVALID_CREDENTIALS');
    const { users } = db.tables;
    expect(await db.read.select().from(users).where(eq(users.emailKey, account.email))).toMatchObject([
      { emailVerifiedAt: expect.any(Date) },
    ]);
  });

  test('shows its owner nothing of the stranger', async () => {
    const account = await unverified();
    await proofs[way]?.(account);
    const token = (await askForReset(account.email)).token;
    await guest.auth.resetPassword({ token, password: chosen });
    const session = await guest.auth.login({ email: account.email, password: chosen });
    const owner = later.caller({ accessToken: session.accessToken });
    const data = await personalDataOf(owner);
    expect(data).toMatchObject({
      user: { emailVerified: true, role: 'customer', cancelledOrders: 0 },
      addresses: [],
      orders: [],
      cart: { count: 0 },
      sessions: [{ current: true }],
    });
    expect(data['user']).not.toMatchObject({ id: account.userId });
    expect(JSON.stringify(data)).not.toContain('Maker');
    expect(await codeOf(owner.orders.get({ idOrNumber: account.paid.id }))).toBe('NOT_FOUND');
  });
});

test('the orders of the stranger go the way of a deleted account, and no mail about them is sent any more', async () => {
  const account = await unverified();
  await guest.auth.verifyCode({ email: account.email, code: (await ask(account.email)).code });
  const mails = (await later.mails()).length;
  await later.drainJobs();
  expect((await boss.caller.orders.get({ idOrNumber: account.open.id })).status).toBe('cancelled');
  expect((await boss.caller.orders.get({ idOrNumber: account.paid.id })).status).toBe('confirmed');
  await boss.caller.admin.orders.setStatus({ idOrNumber: account.paid.id, status: 'shipped' });
  await later.drainJobs();
  expect((await later.mails()).length).toBe(mails);
  expect(await inconsistencies(db)).toEqual([]);
});

test('an account whose own session asked for the code, at registering or later, becomes verified as it is', async () => {
  const registered = await unverified();
  const mail = (await later.mails()).find(({ to, text }) => to === registered.email && text.includes('verify-email'));
  const code = /^ {4}(\d{6})$/m.exec(mail?.text ?? '')?.[1] ?? '';
  expect(await guest.auth.verifyCode({ email: registered.email, code })).toMatchObject({
    emailVerified: true,
    needsPassword: false,
  });
  const asked = await unverified();
  const { token, text } = await ask(asked.email, asked.maker);
  expect(text).not.toContain('never verified');
  await guest.auth.verifyCode({ token });
  for (const { maker, email, userId } of [registered, asked]) {
    expect(await personalDataOf(maker)).toMatchObject({
      user: { id: userId, emailVerified: true },
      cart: { count: 3 },
      orders: [{}, {}],
      addresses: [{}],
    });
    await guest.auth.login({ email, password });
  }
});

test('an account whose own session redeems the code becomes verified as it is', async () => {
  const { email, maker } = await unverified();
  const { code, text } = await ask(email);
  expect(text).toContain('never verified');
  await maker.auth.verifyCode({ email, code });
  expect(await maker.auth.me()).toMatchObject({ emailVerified: true });
});

test('a reset that the own session asked for keeps the account, and ends its sessions', async () => {
  const { email, maker, userId, accessToken } = await unverified();
  const { token, text } = await askForReset(email, maker);
  expect(text).not.toContain('never verified');
  await guest.auth.resetPassword({ token, password: chosen });
  expect(await codeOf(later.caller({ accessToken }).auth.me())).toBe('UNAUTHENTICATED');
  const { user } = await guest.auth.login({ email, password: chosen });
  expect(user).toMatchObject({ id: userId, emailVerified: true });
});

test('the session of another account, a key, or a token that is not valid asks for nobody', async () => {
  const bob = await later.signUp();
  const { key } = await boss.caller.admin.apiKeys.create({
    name: 'Till',
    scopes: ['orders:read'],
    password: 'correct horse',
  });
  for (const accessToken of [bob.accessToken, key, 'nonsense']) {
    const { email, maker } = await unverified();
    const { code } = await ask(email, later.caller({ accessToken }));
    expect(await guest.auth.verifyCode({ email, code })).toMatchObject({ emailVerified: true, needsPassword: true });
    expect(await codeOf(maker.auth.me())).toBe('UNAUTHENTICATED');
  }
});

test('a verified account is taken by no proof', async () => {
  const ada = await later.signUp();
  const { email } = ada.user;
  expect(await guest.auth.verifyCode({ email, code: (await ask(email)).code })).toMatchObject({ needsPassword: false });
  const { verificationToken } = await guest.auth.verifyCode({ email, code: (await ask(email)).code });
  const again = guest.auth.register({ email, name: 'Again', password: chosen, verificationToken });
  expect(await codeOf(again)).toBe('EMAIL_TAKEN');
  expect(await ada.caller.auth.me()).toMatchObject({ id: ada.user.id, name: ada.user.name });
});

test('an account that a stranger makes after the address was proven gives way to the verification token', async () => {
  const email = 'prompt@example.com';
  const { verificationToken } = await guest.auth.verifyCode({ email, code: (await ask(email)).code });
  const stranger = await guest.auth.register({ email, name: 'Stranger', password });
  const owner = await guest.auth.register({ email, name: 'Owner', password: chosen, verificationToken });
  expect(owner.user).toMatchObject({ name: 'Owner', emailVerified: true });
  expect(await codeOf(later.caller({ accessToken: stranger.accessToken }).auth.me())).toBe('UNAUTHENTICATED');
});

test('an admin whose account is taken loses keys and sessions, and the address keeps role and groups', async () => {
  const account = await unverified();
  await boss.caller.admin.users.setGroups({ id: account.userId, groups: ['staff'] });
  await boss.caller.admin.users.setRole({ id: account.userId, role: 'admin' });
  const { key } = await account.maker.admin.apiKeys.create({ name: 'Stolen', scopes: ['orders:read'], password });
  await guest.auth.resetPassword({ token: (await askForReset(account.email)).token, password: chosen });
  expect(await codeOf(later.caller({ accessToken: key }).admin.orders.list({}))).toBe('UNAUTHENTICATED');
  expect(await codeOf(account.maker.admin.orders.list({}))).toBe('UNAUTHENTICATED');
  const { user } = await guest.auth.login({ email: account.email, password: chosen });
  expect(user).toMatchObject({ role: 'admin', groups: ['staff'] });
  const { items } = await boss.caller.admin.audit({ target: user.id });
  expect(items).toMatchObject([{ action: 'auth.claim', after: { role: 'admin' } }]);
});

test('what the stranger does at the moment of the proof ends up in no account of the owner', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { email, maker } = await unverified();
    const { code } = await ask(email);
    const place = () => maker.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
    const doings = [place(), maker.cart.addItem({ productId }), guest.auth.login({ email, password }), place()];
    await Promise.allSettled([...doings, guest.auth.verifyCode({ email, code })]);
    const { users, sessions, orders, carts } = db.tables;
    const [owner] = await db.read.select().from(users).where(eq(users.emailKey, email));
    expect(owner?.passwordHash).toBeNull();
    const id = owner?.id ?? '';
    for (const table of [sessions, orders, carts]) expect(await db.read.$count(table, eq(table.userId, id))).toBe(0);
    expect(await codeOf(maker.auth.me())).toBe('UNAUTHENTICATED');
  }
});
