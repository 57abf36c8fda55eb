import { hash } from '@node-rs/argon2';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { createContext } from '../context.ts';
import { createCaller } from '../router.ts';
import { createTestShop, refusalOf, type SignedUp, tally } from '../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());
const guest = world.caller();
const password = 'correct horse';
const next = 'battery staple';

async function storedHash({ user }: SignedUp): Promise<string> {
  const { users } = world.shop.db.tables;
  const [row] = await world.shop.db.read.select().from(users).where(eq(users.id, user.id));
  return row?.passwordHash ?? '';
}

const login = ({ user }: SignedUp, given: string) => guest.auth.login({ email: user.email, password: given });
const codeOf = async (call: Promise<unknown>) => (await refusalOf(call)).code;

async function resetToken({ user }: SignedUp): Promise<string> {
  await guest.auth.requestPasswordReset({ email: user.email });
  await world.drainJobs();
  const mail = (await world.mails()).find(({ to, text }) => to === user.email && text.includes('/reset-password'));
  return new URL(/^\S+\/reset-password\?token=\S+$/m.exec(mail?.text ?? '')?.[0] ?? '').searchParams.get('token') ?? '';
}

describe('changing a password', () => {
  test('needs the current one, and then only the new one counts', async () => {
    const ada = await world.signUp();
    const change = (currentPassword: string) => ada.caller.auth.changePassword({ currentPassword, newPassword: next });
    expect(await refusalOf(change('wrong horse'))).toEqual({ code: 'INVALID_CREDENTIALS', wrong: 'password' });
    await login(ada, password);
    await change(password);
    expect(await codeOf(login(ada, password))).toBe('INVALID_CREDENTIALS');
    await login(ada, next);
  });

  test('ends the other sessions and keeps this one', async () => {
    const ada = await world.signUp();
    const other = await login(ada, password);
    await ada.caller.auth.changePassword({ currentPassword: password, newPassword: next });
    expect(await codeOf(world.caller({ accessToken: other.accessToken }).auth.me())).toBe('UNAUTHENTICATED');
    expect(await codeOf(guest.auth.refresh({ refreshToken: other.refreshToken }))).toBe('INVALID_CREDENTIALS');
    await world.caller({ accessToken: ada.accessToken }).auth.me();
  });

  test('makes a stolen copy of the cookie that asked for it useless', async () => {
    const ada = await world.signUp();
    const browser = (accessToken?: string) => {
      const ctx = createContext(world.shop, { requestId: 'test', ip: '127.0.0.1', accessToken });
      return { auth: createCaller(ctx).auth, reply: ctx.reply };
    };
    const tokenIn = ({ session }: ReturnType<typeof browser>['reply']) =>
      typeof session === 'object' ? session.token : '';
    const first = browser();
    await first.auth.login({ email: ada.user.email, password, mode: 'cookie' });
    const stolen = tokenIn(first.reply);
    const changing = browser(stolen);
    await changing.auth.changePassword({ currentPassword: password, newPassword: next });
    expect(await codeOf(browser(stolen).auth.me())).toBe('UNAUTHENTICATED');
    await browser(tokenIn(changing.reply)).auth.me();
  });

  test('voids a reset that was asked for before', async () => {
    const ada = await world.signUp();
    const token = await resetToken(ada);
    await ada.caller.auth.changePassword({ currentPassword: password, newPassword: next });
    expect(await codeOf(guest.auth.resetPassword({ token, password: 'the thief chose this' }))).toBe('TOKEN_INVALID');
  });

  test('twice at the same time happens once', async () => {
    const ada = await world.signUp();
    const change = (newPassword: string) => ada.caller.auth.changePassword({ currentPassword: password, newPassword });
    expect(await tally([change(next), change('third time lucky')])).toEqual({ ok: 1, INVALID_CREDENTIALS: 1 });
  });
});

describe('resetting a password', () => {
  test('ends every session, verifies the address, and works once', async () => {
    const { accessToken, user } = await guest.auth.register({ email: 'lost@example.com', name: 'Lost', password });
    const lost = { user } as SignedUp;
    const token = await resetToken(lost);
    await guest.auth.resetPassword({ token, password: next });
    expect(await codeOf(world.caller({ accessToken }).auth.me())).toBe('UNAUTHENTICATED');
    expect((await login(lost, next)).user.emailVerified).toBe(true);
    expect(await codeOf(guest.auth.resetPassword({ token, password: 'and again please' }))).toBe('TOKEN_INVALID');
    expect(await codeOf(login(lost, password))).toBe('INVALID_CREDENTIALS');
  });

  test('stays good when somebody asks for more of them, until one is used', async () => {
    const ada = await world.signUp();
    const first = await resetToken(ada);
    const second = await resetToken(ada);
    await guest.auth.resetPassword({ token: first, password: next });
    expect(await codeOf(guest.auth.resetPassword({ token: second, password }))).toBe('TOKEN_INVALID');
    await login(ada, next);
  });

  test('holds for an hour', async () => {
    const ada = await world.signUp();
    const token = await resetToken(ada);
    world.clock.advance({ minutes: 60 });
    expect(await codeOf(guest.auth.resetPassword({ token, password: next }))).toBe('TOKEN_INVALID');
    await login(ada, password);
  });

  test('twenty times at once with one token happens once', async () => {
    const ada = await world.signUp();
    const token = await resetToken(ada);
    const calls = Array.from({ length: 20 }, () => guest.auth.resetPassword({ token, password: next }));
    expect(await tally(calls)).toEqual({ ok: 1, TOKEN_INVALID: 19 });
  });

  test('to a common password is refused and leaves the token good', async () => {
    const ada = await world.signUp();
    const token = await resetToken(ada);
    expect(await codeOf(guest.auth.resetPassword({ token, password: 'password1' }))).toBe('VALIDATION');
    await guest.auth.resetPassword({ token, password: next });
  });
});

test.for(['password', 'Password1', 'QWERTYUIOP', 'iloveyou', '1234567890', 'sunshine'])(
  '%s is refused as too common wherever a password is chosen',
  async (common) => {
    const ada = await world.signUp();
    const issue = (path: string) => ({
      code: 'VALIDATION',
      issues: [expect.objectContaining({ path, code: 'common_password' })],
    });
    const register = guest.auth.register({ email: 'common@example.com', name: 'Common', password: common });
    expect(await refusalOf(register)).toEqual(issue('password'));
    const change = ada.caller.auth.changePassword({ currentPassword: password, newPassword: common });
    expect(await refusalOf(change)).toEqual(issue('newPassword'));
  },
);

test('passwords have 8 to 128 characters, and all of them count', async () => {
  const register = (email: string, given: string) => guest.auth.register({ email, name: 'Long', password: given });
  expect(await codeOf(register('short@example.com', 'seven 7'))).toBe('VALIDATION');
  expect(await codeOf(register('long@example.com', 'x'.repeat(129)))).toBe('VALIDATION');
  const long = `${'å'.repeat(127)}!`;
  const { user } = await register('long@example.com', long);
  expect(await codeOf(login({ user } as SignedUp, `${'å'.repeat(127)}?`))).toBe('INVALID_CREDENTIALS');
  await login({ user } as SignedUp, long);
});

test('a hash made with other parameters is made anew at the next login', async () => {
  const ada = await world.signUp();
  const old = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
  const { users } = world.shop.db.tables;
  await world.shop.db.transact(async (tx) => {
    await tx.update(users).set({ passwordHash: old }).where(eq(users.id, ada.user.id));
  });
  expect(await codeOf(login(ada, 'wrong horse'))).toBe('INVALID_CREDENTIALS');
  expect(await storedHash(ada)).toBe(old);
  await login(ada, password);
  const fresh = await storedHash(ada);
  expect(fresh).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  await login(ada, password);
  expect(await storedHash(ada)).toBe(fresh);
});

test('an unknown address and a wrong password are refused alike, after the same hash', async () => {
  const ada = await world.signUp();
  const known = await refusalOf(login(ada, 'wrong horse'));
  expect(await refusalOf(guest.auth.login({ email: 'nobody@example.com', password }))).toEqual(known);
});
