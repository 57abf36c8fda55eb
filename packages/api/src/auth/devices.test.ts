import type { RequestFacts } from '@cartwright/kernel/context';
import { afterAll, describe, expect, test } from 'vitest';
import { createContext } from '../context.ts';
import { createCaller } from '../router.ts';
import { createTestShop, refusalOf, type SignedUp } from '../testing.ts';

const world = await createTestShop({ RATE_LIMITS: 'on' });
const { shop, clock } = world;
afterAll(() => world.close());

const password = 'correct horse';
let networks = 0;
const newIp = () => {
  networks += 1;
  return `203.0.${networks >> 8}.${networks & 255}`;
};

/** A client on a new network, with the device token that it was given. */
function client(request: Partial<RequestFacts> = {}) {
  const ctx = createContext(shop, { requestId: 'test', ip: newIp(), ...request });
  const { auth } = createCaller(ctx);
  return { auth, deviceToken: () => ctx.reply.device?.token ?? '' };
}

/** A client that has signed in to an account before. */
async function known({ user }: Pick<SignedUp, 'user'>, deviceToken?: string) {
  const { auth, deviceToken: kept } = client({ deviceToken });
  await auth.login({ email: user.email, password });
  return kept();
}

type Outcome = 'RATE_LIMITED' | 'INVALID_CREDENTIALS' | 'ok';

async function guess(email: string, request: Partial<RequestFacts> = {}, tried = 'wrong horse'): Promise<Outcome> {
  const call = client(request).auth.login({ email, password: tried });
  return call.then(
    () => 'ok',
    async () => (await refusalOf(call)).code as Outcome,
  );
}

/** Sends as many wrong passwords from different networks as strangers may try in an hour. */
async function besiege(email: string): Promise<void> {
  for (let tried = 0; tried < 50; tried += 1) expect(await guess(email)).toBe('INVALID_CREDENTIALS');
  expect(await guess(email)).toBe('RATE_LIMITED');
}

describe('a client that has signed in to an account before', () => {
  test('signs in while strangers have used up all tries, from their network too', async () => {
    const ada = await world.signUp({ role: 'admin' });
    const deviceToken = await known(ada);
    const ip = newIp();
    for (let tried = 0; tried < 5; tried += 1) await guess(ada.user.email, { ip });
    expect(await guess(ada.user.email, { ip }, password)).toBe('RATE_LIMITED');
    expect(await guess(ada.user.email, { ip, deviceToken }, password)).toBe('ok');
    await besiege((await world.signUp()).user.email);
    const bob = await world.signUp();
    const ofBob = await known(bob);
    for (let tried = 0; tried < 49; tried += 1) await guess(bob.user.email);
    expect(await guess(bob.user.email, {}, password)).toBe('RATE_LIMITED');
    expect(await guess(bob.user.email, { deviceToken: ofBob }, password)).toBe('ok');
  });

  test('has five tries a minute of its own, which no other client uses up', async () => {
    const ada = await world.signUp();
    const [one, other] = [await known(ada), await known(ada)];
    const tries: Outcome[] = [];
    for (let tried = 0; tried < 6; tried += 1) tries.push(await guess(ada.user.email, { deviceToken: one }));
    expect(tries).toEqual([...Array<Outcome>(5).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED']);
    expect(await guess(ada.user.email, { deviceToken: one }, password)).toBe('RATE_LIMITED');
    expect(await guess(ada.user.email, { deviceToken: other }, password)).toBe('ok');
  });

  test('is sent codes and links while strangers have used up all of theirs', async () => {
    const ada = await world.signUp();
    const deviceToken = await known(ada);
    const { email } = ada.user;
    for (const name of ['requestCode', 'requestPasswordReset'] as const) {
      const ask = (request: Partial<RequestFacts> = {}) => client(request).auth[name]({ email });
      for (let asked = 0; asked < 50; asked += 1) await ask();
      expect(await refusalOf(ask())).toMatchObject({ code: 'RATE_LIMITED', policy: { calls: 50, seconds: 3_600 } });
      for (let asked = 0; asked < 3; asked += 1) await ask({ deviceToken });
      expect(await refusalOf(ask({ deviceToken }))).toMatchObject({ policy: { calls: 3, seconds: 60 } });
    }
  });

  test('may be known to several accounts at the same time, of which the oldest of more than five is forgotten', async () => {
    const people: SignedUp[] = [];
    let deviceToken = '';
    for (let count = 0; count < 6; count += 1) {
      people.push(await world.signUp());
      deviceToken = await known(people[count] as SignedUp, deviceToken);
    }
    const isKnown = people.map(({ user }) =>
      createContext(shop, { requestId: '', ip: '', deviceToken }).recognise(user.email),
    );
    expect((await Promise.all(isKnown)).map((id) => id !== undefined)).toEqual([false, true, true, true, true, true]);
  });

  test('keeps its count when it signs in again', async () => {
    const ada = await world.signUp();
    const first = await known(ada);
    const second = await known(ada, first);
    const idOf = (deviceToken: string) =>
      createContext(shop, { requestId: '', ip: '', deviceToken }).recognise(ada.user.email);
    expect(second).toEqual(expect.any(String));
    expect(await idOf(second)).toBe(await idOf(first));
  });
});

describe('a device token', () => {
  const isKnown = async (email: string, deviceToken: string) =>
    (await createContext(shop, { requestId: '', ip: '', deviceToken }).recognise(email)) !== undefined;

  test('is good for its own account only, as it was issued', async () => {
    const [ada, bob] = [await world.signUp(), await world.signUp()];
    const token = await known(ada);
    expect(await isKnown(ada.user.email.toUpperCase(), token)).toBe(true);
    expect(await isKnown(bob.user.email, token)).toBe(false);
    expect(await isKnown('nobody@example.com', token)).toBe(false);
    for (const forged of [
      '',
      '.',
      'x',
      token.slice(1),
      `${token.slice(0, -2)}AA`,
      token.split('').reverse().join(''),
    ]) {
      expect(await isKnown(ada.user.email, forged)).toBe(false);
    }
  });

  test('signs nobody in', async () => {
    const ada = await world.signUp();
    const token = await known(ada);
    expect(await guess(ada.user.email, { deviceToken: token })).toBe('INVALID_CREDENTIALS');
    const asAccess = world.caller({ accessToken: token }).auth.me();
    expect(await refusalOf(asAccess)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('is void after 90 days, and with a new password, whose setting gives another', async () => {
    const ada = await world.signUp();
    const { email } = ada.user;
    const before = await known(ada);
    const changing = client({ accessToken: ada.accessToken });
    await changing.auth.changePassword({ currentPassword: password, newPassword: 'battery staple' });
    expect(await isKnown(email, before)).toBe(false);
    expect(await isKnown(email, changing.deviceToken())).toBe(true);

    await client().auth.requestPasswordReset({ email });
    await world.drainJobs();
    const mail = (await world.mails()).find(({ to, text }) => to === email && text.includes('reset-password'));
    const token = /reset-password\?token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    const resetting = client();
    await resetting.auth.resetPassword({ token, password: 'a third passphrase' });
    expect(await isKnown(email, changing.deviceToken())).toBe(false);
    expect(await isKnown(email, resetting.deviceToken())).toBe(true);
    clock.advance({ days: 89 });
    expect(await isKnown(email, resetting.deviceToken())).toBe(true);
    clock.advance({ days: 2 });
    expect(await isKnown(email, resetting.deviceToken())).toBe(false);
  });
});
