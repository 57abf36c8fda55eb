import type { KeptSecret, RequestFacts } from '@cartwright/kernel/context';
import { hashSecret, newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { createContext } from '../context.ts';
import { createCaller } from '../router.ts';
import { createTestShop, refusalOf, type SignedUp } from '../testing.ts';
import { purgeAuth } from './purge.ts';
import { mostSessions } from './schema.ts';

const world = await createTestShop();
afterAll(() => world.close());
const guest = world.caller();
const password = 'correct horse';

const login = ({ user }: SignedUp, request: Partial<RequestFacts> = {}) =>
  world.caller(request).auth.login({ email: user.email, password });

/** A caller whose reply to the transport is visible. */
function browser(accessToken?: string) {
  const ctx = createContext(world.shop, { requestId: 'test', ip: '127.0.0.1', accessToken });
  return { auth: createCaller(ctx).auth, reply: ctx.reply };
}

async function loginWithCookie({ user }: SignedUp): Promise<KeptSecret> {
  const { auth, reply } = browser();
  const session = await auth.login({ email: user.email, password, mode: 'cookie' });
  expect(session).not.toHaveProperty('accessToken');
  expect(session).not.toHaveProperty('refreshToken');
  if (typeof reply.session !== 'object') throw new Error('There is no cookie.');
  return reply.session;
}

const isRefused = async (token: string | undefined) =>
  (await refusalOf(world.caller({ accessToken: token }).auth.me())).code;

describe('bearer mode', () => {
  test('an access token holds for 30 minutes, its refresh token for 7 days', async () => {
    const ada = await world.signUp();
    const { accessToken, refreshToken, expiresIn } = await login(ada);
    expect(expiresIn).toBe(30 * 60);
    world.clock.advance({ minutes: 29 });
    await world.caller({ accessToken }).auth.me();
    world.clock.advance({ minutes: 1 });
    expect(await isRefused(accessToken)).toBe('UNAUTHENTICATED');
    const next = await guest.auth.refresh({ refreshToken });
    await world.caller({ accessToken: next.accessToken }).auth.me();
    world.clock.advance({ days: 7 });
    expect(await refusalOf(guest.auth.refresh({ refreshToken: next.refreshToken }))).toEqual({
      code: 'INVALID_CREDENTIALS',
      wrong: 'refreshToken',
    });
    await expect(guest.auth.refresh({ refreshToken: next.refreshToken })).rejects.toThrow(
      'This refresh token is not valid any more. Sign in again.',
    );
  });

  test('refreshing every day ends after 30 days', async () => {
    const ada = await world.signUp();
    let { refreshToken } = await login(ada);
    for (let day = 1; day < 30; day += 1) {
      world.clock.advance({ days: 1 });
      ({ refreshToken } = await guest.auth.refresh({ refreshToken }));
    }
    world.clock.advance({ hours: 23, minutes: 50 });
    const last = await guest.auth.refresh({ refreshToken });
    expect(last.expiresIn).toBe(10 * 60);
    world.clock.advance({ minutes: 10 });
    expect(await isRefused(last.accessToken)).toBe('UNAUTHENTICATED');
    expect((await refusalOf(guest.auth.refresh({ refreshToken: last.refreshToken }))).code).toBe('INVALID_CREDENTIALS');
  });

  test('a refresh token used again after 10 seconds ends its session, and no other', async () => {
    const ada = await world.signUp();
    const first = await login(ada);
    const second = await guest.auth.refresh({ refreshToken: first.refreshToken });
    expect(await isRefused(first.accessToken)).toBe('UNAUTHENTICATED');
    world.clock.advance({ seconds: 10 });
    const reuse = () => refusalOf(guest.auth.refresh({ refreshToken: first.refreshToken }));
    expect((await reuse()).code).toBe('REFRESH_REUSED');
    expect(await isRefused(second.accessToken)).toBe('UNAUTHENTICATED');
    expect((await refusalOf(guest.auth.refresh({ refreshToken: second.refreshToken }))).code).toBe(
      'INVALID_CREDENTIALS',
    );
    expect((await reuse()).code).toBe('REFRESH_REUSED');
    await ada.caller.auth.me();
  });

  test('a refresh token used again within 10 seconds gets the same tokens again, which all count', async () => {
    const ada = await world.signUp();
    const { refreshToken } = await login(ada);
    const first = await guest.auth.refresh({ refreshToken });
    const me = world.caller({ accessToken: first.accessToken });
    await me.auth.me();
    world.clock.advance({ seconds: 9.999 });
    const again = await guest.auth.refresh({ refreshToken });
    expect(again).toEqual({ ...first, expiresIn: first.expiresIn - 10 });
    await me.auth.me();
    world.clock.advance({ minutes: 29 });
    const next = await guest.auth.refresh({ refreshToken: again.refreshToken });
    await world.caller({ accessToken: next.accessToken }).auth.me();
  });

  test('a server whose clock is up to 10 seconds behind repeats the answer too', async () => {
    const ada = await world.signUp();
    const { refreshToken } = await login(ada);
    const first = await guest.auth.refresh({ refreshToken });
    world.clock.advance({ seconds: -9 });
    expect(await guest.auth.refresh({ refreshToken })).toMatchObject({ refreshToken: first.refreshToken });
    world.clock.advance({ seconds: -1 });
    expect((await refusalOf(guest.auth.refresh({ refreshToken }))).code).toBe('REFRESH_REUSED');
  });

  test('a refresh token used again ends its session as soon as its successor was used to refresh', async () => {
    const ada = await world.signUp();
    const { refreshToken } = await login(ada);
    const second = await guest.auth.refresh({ refreshToken });
    const third = await guest.auth.refresh({ refreshToken: second.refreshToken });
    expect((await refusalOf(guest.auth.refresh({ refreshToken }))).code).toBe('REFRESH_REUSED');
    expect(await isRefused(third.accessToken)).toBe('UNAUTHENTICATED');
    expect((await refusalOf(guest.auth.refresh({ refreshToken: second.refreshToken }))).code).toBe('REFRESH_REUSED');
  });

  test('a refresh token used again revives no session that has ended', async () => {
    const ada = await world.signUp();
    const { refreshToken } = await login(ada);
    const { accessToken } = await guest.auth.refresh({ refreshToken });
    await world.caller({ accessToken }).auth.logout();
    expect((await refusalOf(guest.auth.refresh({ refreshToken }))).code).toBe('INVALID_CREDENTIALS');
  });

  test('twenty parallel uses of one refresh token get the same tokens, and rotate the session once', async () => {
    const ada = await world.signUp();
    const { refreshToken } = await login(ada);
    const calls = Array.from({ length: 20 }, () => guest.auth.refresh({ refreshToken }));
    const sessions = await Promise.all(calls);
    expect(new Set(sessions.map((session) => session.refreshToken)).size).toBe(1);
    expect(new Set(sessions.map((session) => session.accessToken)).size).toBe(1);
    const { usedRefreshTokens } = world.shop.db.tables;
    const used = eq(usedRefreshTokens.hash, hashSecret(refreshToken ?? ''));
    expect(await world.shop.db.read.$count(usedRefreshTokens, used)).toBe(1);
    await world.caller({ accessToken: sessions[0]?.accessToken }).auth.me();
    await guest.auth.refresh({ refreshToken: sessions[0]?.refreshToken });
  });

  test('the tokens of a rotation follow from the old one by SECRET_KEY alone, and are stored as hashes', async () => {
    const ada = await world.signUp();
    const { refreshToken } = await login(ada);
    const next = await guest.auth.refresh({ refreshToken });
    const { sessions, usedRefreshTokens } = world.shop.db.tables;
    const { read } = world.shop.db;
    const stored = JSON.stringify([await read.select().from(sessions), await read.select().from(usedRefreshTokens)]);
    for (const secret of [refreshToken, next.refreshToken, next.accessToken]) {
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(stored).not.toContain(secret);
    }
    const otherKey = {
      ...world.shop,
      settings: { ...world.shop.settings, secretKey: 'another key, that is long enough' },
    };
    const elsewhere = createCaller(createContext(otherKey, { requestId: 'test', ip: '127.0.0.1' }));
    expect((await refusalOf(elsewhere.auth.refresh({ refreshToken }))).code).toBe('REFRESH_REUSED');
  });

  test('an access token is no refresh token, and the other way round', async () => {
    const ada = await world.signUp();
    expect(await isRefused(ada.refreshToken)).toBe('UNAUTHENTICATED');
    expect((await refusalOf(guest.auth.refresh({ refreshToken: ada.accessToken }))).code).toBe('INVALID_CREDENTIALS');
    expect((await refusalOf(ada.caller.auth.refresh({}))).code).toBe('UNAUTHENTICATED');
    expect((await refusalOf(guest.auth.refresh({}))).code).toBe('UNAUTHENTICATED');
  });
});

describe('cookie mode', () => {
  test('use prolongs a session, and seven days without use end it', async () => {
    const ada = await world.signUp();
    const { token } = await loginWithCookie(ada);
    for (let day = 4; day <= 16; day += 4) {
      world.clock.advance({ days: 4 });
      await browser(token).auth.me();
    }
    world.clock.advance({ days: 7 });
    expect(await isRefused(token)).toBe('UNAUTHENTICATED');
  });

  test('nothing prolongs it past 30 days', async () => {
    const ada = await world.signUp();
    const { token, expiresAt } = await loginWithCookie(ada);
    expect(expiresAt).toEqual(new Date(world.clock.now().getTime() + 30 * 24 * 60 * 60_000));
    for (let day = 1; day < 30; day += 1) {
      world.clock.advance({ days: 1 });
      await browser(token).auth.refresh({});
    }
    world.clock.advance({ days: 1 });
    expect(await isRefused(token)).toBe('UNAUTHENTICATED');
  });

  test('refreshing answers without tokens and prolongs at once', async () => {
    const ada = await world.signUp();
    const { token } = await loginWithCookie(ada);
    world.clock.advance({ days: 1 });
    const session = await browser(token).auth.refresh({});
    expect(session).toMatchObject({ user: { id: ada.user.id }, expiresIn: 7 * 24 * 60 * 60 });
    expect(session).not.toHaveProperty('accessToken');
  });

  test('refreshing changes no secret, so twenty at the same time, or a lost answer, sign out no tab', async () => {
    const ada = await world.signUp();
    const { token } = await loginWithCookie(ada);
    const tabs = Array.from({ length: 20 }, () => browser(token));
    await Promise.all(tabs.map(({ auth }) => auth.refresh({})));
    expect(tabs.map(({ reply }) => reply.session)).toEqual(Array(20).fill(undefined));
    await browser(token).auth.me();
  });

  test('registering can begin with a cookie', async () => {
    const { auth, reply } = browser();
    const session = await auth.register({ email: 'cookie@example.com', name: 'Cookie', password, mode: 'cookie' });
    expect(session).not.toHaveProperty('accessToken');
    expect(reply.session).toMatchObject({ token: expect.any(String) });
  });

  test('signing out, and a cookie that is not valid, clear it', async () => {
    const ada = await world.signUp();
    const { token } = await loginWithCookie(ada);
    const leaving = browser(token);
    await leaving.auth.logout();
    expect(leaving.reply).toMatchObject({ session: 'clear', cart: 'clear' });
    const stale = browser(token);
    expect((await refusalOf(stale.auth.me())).code).toBe('UNAUTHENTICATED');
    expect(stale.reply.session).toBe('clear');
  });
});

describe('devices', () => {
  test('are at most 100: one more ends the oldest session, and no other', async () => {
    const ada = await world.signUp();
    const { db, clock } = world.shop;
    const at = clock.now();
    const endsAt = new Date(at.getTime() + 60_000);
    const rows = Array.from({ length: mostSessions - 1 }, (_, index) => ({
      id: newId(),
      userId: ada.user.id,
      mode: 'cookie' as const,
      tokenHash: hashSecret(`${ada.user.id} ${index}`),
      expiresAt: endsAt,
      endsAt,
      createdAt: at,
      lastUsedAt: at,
    }));
    await db.transact(async (tx) => void (await tx.insert(tx.tables.sessions).values(rows)));
    await ada.caller.auth.me();
    const { accessToken } = await login(ada);
    expect(await isRefused(ada.accessToken)).toBe('UNAUTHENTICATED');
    const { items } = await world.caller({ accessToken }).auth.sessions.list({ limit: 100 });
    expect(items.slice(1).map(({ id }) => id)).toEqual(rows.map(({ id }) => id).reverse());
    expect(items[0]).toMatchObject({ current: true });
  });

  test('each login is a new session; they are listed, the newest first, and can be signed out', async () => {
    const ada = await world.signUp();
    const phone = await login(ada, { userAgent: 'Phone', ip: '203.0.113.7' });
    const laptop = await login(ada, { userAgent: 'Laptop' });
    const onPhone = world.caller({ accessToken: phone.accessToken });
    const { items } = await onPhone.auth.sessions.list({});
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ userAgent: 'Laptop', current: false });
    expect(items[1]).toMatchObject({ userAgent: 'Phone', ip: '203.0.113.7', current: true, mode: 'bearer' });
    await onPhone.auth.sessions.revoke({ id: items[0]?.id ?? '' });
    expect(await isRefused(laptop.accessToken)).toBe('UNAUTHENTICATED');
    expect((await refusalOf(guest.auth.refresh({ refreshToken: laptop.refreshToken }))).code).toBe(
      'INVALID_CREDENTIALS',
    );
    expect((await onPhone.auth.sessions.list({})).items).toHaveLength(2);
  });

  test('come in pages', async () => {
    const ada = await world.signUp();
    for (let more = 0; more < 4; more += 1) await login(ada);
    const first = await ada.caller.auth.sessions.list({ limit: 3 });
    const second = await ada.caller.auth.sessions.list({ limit: 3, cursor: first.nextCursor ?? '' });
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(5);
  });

  test("somebody else's is not there", async () => {
    const [ada, bob] = [await world.signUp(), await world.signUp()];
    const [theirs] = (await ada.caller.auth.sessions.list({})).items;
    expect((await refusalOf(bob.caller.auth.sessions.revoke({ id: theirs?.id ?? '' }))).code).toBe('NOT_FOUND');
    await ada.caller.auth.me();
  });

  test('when one was last used is known to within five minutes', async () => {
    const ada = await world.signUp();
    world.clock.advance({ minutes: 20 });
    const usedAt = world.clock.now();
    await ada.caller.auth.me();
    world.clock.advance({ minutes: 4 });
    const again = world.caller({ accessToken: ada.accessToken });
    expect((await again.auth.sessions.list({})).items[0]?.lastUsedAt).toEqual(usedAt);
  });

  test('signing out everywhere ends every session', async () => {
    const ada = await world.signUp();
    const others = await Promise.all([login(ada), login(ada)]);
    const cookie = await loginWithCookie(ada);
    await ada.caller.auth.logoutAll();
    const tokens = [ada.accessToken, cookie.token, ...others.map(({ accessToken }) => accessToken)];
    expect(await Promise.all(tokens.map(isRefused))).toEqual(Array(4).fill('UNAUTHENTICATED'));
  });

  test('signing out ends the session of the call, and no other', async () => {
    const ada = await world.signUp();
    const other = await login(ada);
    await world.caller({ accessToken: other.accessToken }).auth.logout();
    expect(await isRefused(other.accessToken)).toBe('UNAUTHENTICATED');
    expect((await refusalOf(guest.auth.refresh({ refreshToken: other.refreshToken }))).code).toBe(
      'INVALID_CREDENTIALS',
    );
    await ada.caller.auth.me();
  });
});

test('what has come to its end is purged, and nothing else', async () => {
  const { db } = world.shop;
  const { emailProofs, sessions } = db.tables;
  await guest.auth.requestCode({ email: 'forgotten@example.com' });
  world.clock.advance({ days: 31 });
  const ada = await world.signUp();
  await guest.auth.requestCode({ email: ada.user.email });
  await purgeAuth(world.shop);
  expect([await db.read.$count(sessions), await db.read.$count(emailProofs)]).toEqual([1, 1]);
  await ada.caller.auth.me();
});
