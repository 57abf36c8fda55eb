import { afterAll, describe, expect, test } from 'vitest';
import { createTestShop, refusalOf, rowCounts, tally } from '../testing.ts';

const later = await createTestShop();
const first = await createTestShop({ SIGNUP_POLICY: 'verify_first' });
afterAll(() => Promise.all([later.close(), first.close()]));

const person = { email: 'grace@example.com', name: 'Grace Hopper', password: 'compiler of words' };

/** Redeems the code of the newest e-mail to an address. */
async function verified(world: typeof first, email: string) {
  await world.caller().auth.requestCode({ email });
  await world.drainJobs();
  const mail = (await world.mails()).find(({ to }) => to === email);
  const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? '';
  return world.caller().auth.verifyCode({ email, code });
}

describe('where addresses are verified later', () => {
  test('registering signs in at once, and mails a code that verifies', async () => {
    const session = await later.caller().auth.register(person);
    expect(session).toMatchObject({
      user: { email: person.email, role: 'customer', emailVerified: false },
      tokenType: 'Bearer',
    });
    const me = later.caller({ accessToken: session.accessToken });
    await later.drainJobs();
    const mail = (await later.mails()).find(({ to }) => to === person.email);
    const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? '';
    expect(await later.caller().auth.verifyCode({ email: person.email, code })).toMatchObject({ emailVerified: true });
    expect(await me.auth.me()).toMatchObject({ emailVerified: true });
  });

  test('an address that was proved before begins verified, and gets no second mail', async () => {
    const email = 'early@example.com';
    const { verificationToken } = await verified(later, email);
    const mails = await later.mails();
    const { user } = await later.caller().auth.register({ ...person, email, verificationToken });
    expect(user.emailVerified).toBe(true);
    await later.drainJobs();
    expect(await later.mails()).toEqual(mails);
  });

  test('a taken address is refused, in any case, and twenty at once open one account', async () => {
    expect((await refusalOf(later.caller().auth.register({ ...person, email: 'GRACE@example.com' }))).code).toBe(
      'EMAIL_TAKEN',
    );
    const race = { ...person, email: 'race@example.com' };
    const calls = Array.from({ length: 20 }, () => later.caller().auth.register(race));
    expect(await tally(calls)).toEqual({ ok: 1, EMAIL_TAKEN: 19 });
  });

  test('every refusal leaves nothing behind', async () => {
    await later.drainJobs();
    const before = await rowCounts(later.shop.db);
    const register = (change: object) =>
      later.caller().auth.register({ ...person, email: 'new@example.com', ...change });
    const codes: string[] = [];
    for (const change of [
      { email: person.email },
      { password: 'short' },
      { password: 'x'.repeat(129) },
      { password: 'Password123' },
      { name: 'G' },
      { role: 'admin' },
      { verificationToken: 'made up' },
      { emailVerified: true },
    ]) {
      codes.push((await refusalOf(register(change))).code);
    }
    const validation = Array<string>(5).fill('VALIDATION');
    expect(codes).toEqual(['EMAIL_TAKEN', ...validation, 'TOKEN_INVALID', 'VALIDATION']);
    await later.drainJobs();
    expect(await rowCounts(later.shop.db)).toEqual(before);
  });
});

describe('where addresses are verified first', () => {
  test('nobody gets an account without proof, and until then there is no row', async () => {
    expect((await refusalOf(first.caller().auth.register(person))).code).toBe('VERIFICATION_REQUIRED');
    const { verificationToken } = await verified(first, person.email);
    expect(await first.shop.db.read.$count(first.shop.db.tables.users)).toBe(0);
    const { user } = await first.caller().auth.register({ ...person, verificationToken });
    expect(user).toMatchObject({ emailVerified: true, role: 'customer' });
  });

  test('whether an address is taken is told only to who reads its mails', async () => {
    const taken = { ...person, email: person.email };
    const free = { ...person, email: 'free@example.com' };
    const refusals = await Promise.all([taken, free].map((input) => refusalOf(first.caller().auth.register(input))));
    expect(refusals).toEqual([{ code: 'VERIFICATION_REQUIRED' }, { code: 'VERIFICATION_REQUIRED' }]);
    const { verificationToken } = await verified(first, person.email);
    expect((await refusalOf(first.caller().auth.register({ ...taken, verificationToken }))).code).toBe('EMAIL_TAKEN');
  });

  test('a token serves its own address, for an hour, once', async () => {
    const email = 'mine@example.com';
    const { verificationToken } = await verified(first, email);
    const register = (to: string) => first.caller().auth.register({ ...person, email: to, verificationToken });
    expect((await refusalOf(register('yours@example.com'))).code).toBe('TOKEN_INVALID');
    await register(email);
    expect((await refusalOf(register(email))).code).toBe('TOKEN_INVALID');

    const late = await verified(first, 'late@example.com');
    first.clock.advance({ minutes: 60 });
    const tooLate = { ...person, email: 'late@example.com', verificationToken: late.verificationToken };
    expect((await refusalOf(first.caller().auth.register(tooLate))).code).toBe('TOKEN_INVALID');
  });

  test('a common password does not use the token up', async () => {
    const email = 'careless@example.com';
    const { verificationToken } = await verified(first, email);
    const register = (password: string) =>
      first.caller().auth.register({ ...person, email, password, verificationToken });
    expect((await refusalOf(register('iloveyou1'))).code).toBe('VALIDATION');
    await register('not so common a one');
  });
});

test.for([
  'grace@example.com\r\nBcc: all@example.com',
  'grace@example.com\n',
  '\rgrace@example.com',
  'gr\0ace@example.com',
  'gra\tce@example.com',
  'grаce@example.com', // Cyrillic а
  'grace@exаmple.com',
  '\u212Aevin@example.com', // The Kelvin sign becomes k in lower case
  'grace\u200B@example.com',
  `${'g'.repeat(300)}@example.com`,
  `grace@${'e'.repeat(300)}.com`,
  'grace@localhost',
  '',
])('the address %j is refused at the edge', async (email) => {
  const before = await rowCounts(later.shop.db);
  const guest = later.caller();
  const calls = [
    guest.auth.requestCode({ email }),
    guest.auth.register({ ...person, email }),
    guest.auth.login({ email, password: 'whatever it is' }),
    guest.auth.requestPasswordReset({ email }),
    guest.auth.verifyCode({ email, code: '123456' }),
  ];
  expect(await tally(calls)).toEqual({ VALIDATION: 5 });
  expect(await rowCounts(later.shop.db)).toEqual(before);
});
