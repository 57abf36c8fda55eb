import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestShop, type DevMail, refusalOf, tally } from '../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());
const guest = world.caller();

/** The newest e-mail to an address, with its code and its link. */
async function mailTo(email: string): Promise<{ mail: DevMail; code: string; link: string; token: string }> {
  await world.drainJobs();
  const mail = (await world.mails()).find(({ to }) => to === email);
  if (!mail) throw new Error(`No mail went to ${email}.`);
  const code = /^ {4}(\d{6})$/m.exec(mail.text)?.[1] ?? '';
  const link = /^\S+\/verify-email\?token=\S+$/m.exec(mail.text)?.[0] ?? '';
  return { mail, code, link, token: new URL(link).searchParams.get('token') ?? '' };
}

async function codeFor(email: string): Promise<string> {
  await guest.auth.requestCode({ email });
  return (await mailTo(email)).code;
}

const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

let addresses = 0;
const newAddress = () => `guest-${(addresses += 1)}@example.com`;

describe('a code', () => {
  test('and a link are in one mail, and the link is whole in the text', async () => {
    const email = newAddress();
    const { expiresAt } = await guest.auth.requestCode({ email });
    expect(expiresAt).toEqual(new Date(world.clock.now().getTime() + 10 * 60_000));
    const { mail, code, link } = await mailTo(email);
    expect(link.startsWith(`${world.shop.settings.storeUrl}/verify-email?token=`)).toBe(true);
    expect(mail.html).toContain(code);
    expect(mail.html).toContain(link);
  });

  test('is redeemed once, for a token that opens an account', async () => {
    const email = newAddress();
    const code = await codeFor(email);
    const verification = await guest.auth.verifyCode({ email, code });
    expect(verification).toMatchObject({ emailVerified: false, expiresAt: expect.any(Date) });
    expect((await refusalOf(guest.auth.verifyCode({ email, code }))).code).toBe('CODE_EXPIRED');
  });

  test('is void when its link was used, and the other way round', async () => {
    const [one, other] = [newAddress(), newAddress()];
    await guest.auth.requestCode({ email: one });
    const first = await mailTo(one);
    await guest.auth.verifyCode({ token: first.token });
    expect((await refusalOf(guest.auth.verifyCode({ email: one, code: first.code }))).code).toBe('CODE_EXPIRED');
    expect((await refusalOf(guest.auth.verifyCode({ token: first.token }))).code).toBe('TOKEN_INVALID');

    await guest.auth.requestCode({ email: other });
    const second = await mailTo(other);
    await guest.auth.verifyCode({ email: other, code: second.code });
    expect((await refusalOf(guest.auth.verifyCode({ token: second.token }))).code).toBe('TOKEN_INVALID');
  });

  test('redeemed twenty times at once is redeemed once', async () => {
    const email = newAddress();
    const code = await codeFor(email);
    const calls = Array.from({ length: 20 }, () => guest.auth.verifyCode({ email, code }));
    expect(await tally(calls)).toEqual({ ok: 1, CODE_EXPIRED: 19 });
  });

  test('holds for ten minutes', async () => {
    const email = newAddress();
    const code = await codeFor(email);
    const { token } = await mailTo(email);
    world.clock.advance({ minutes: 10 });
    expect((await refusalOf(guest.auth.verifyCode({ email, code }))).code).toBe('CODE_EXPIRED');
    expect((await refusalOf(guest.auth.verifyCode({ token }))).code).toBe('TOKEN_INVALID');

    const next = await codeFor(email);
    world.clock.advance({ minutes: 9 });
    await guest.auth.verifyCode({ email, code: next });
  });

  test('stays good when there are newer ones, until one of them is used', async () => {
    for (const redeemed of ['code', 'link']) {
      const email = newAddress();
      const first = await codeFor(email);
      const { token } = await mailTo(email);
      const second = await codeFor(email);
      await guest.auth.verifyCode(redeemed === 'code' ? { email, code: first } : { token });
      expect((await refusalOf(guest.auth.verifyCode({ email, code: second }))).code).toBe('CODE_EXPIRED');
      expect((await refusalOf(guest.auth.verifyCode({ token }))).code).toBe('TOKEN_INVALID');
    }
  });

  test('is mailed five times at most while all of them hold, and once more when one has ended', async () => {
    const email = newAddress();
    const mails = async () => {
      await world.drainJobs();
      return (await world.mails()).filter(({ to }) => to === email).length;
    };
    await Promise.all(Array.from({ length: 12 }, () => guest.auth.requestCode({ email })));
    expect(await mails()).toBe(5);
    const code = await codeFor(email);
    for (let guess = 0; guess < 5; guess += 1) {
      expect((await refusalOf(guest.auth.verifyCode({ email, code: '000000' }))).code).toBe('CODE_INVALID');
    }
    await guest.auth.requestCode({ email });
    expect(await mails()).toBe(6);
    await guest.auth.verifyCode({ email, code: await codeFor(email) });
    expect(code).toMatch(/^\d{6}$/);
  });

  test('that the own session of an account asks for comes although strangers have asked for as many as there may be', async () => {
    const ada = await world.signUp();
    const { email } = ada.user;
    for (let asked = 0; asked < 7; asked += 1) await guest.auth.requestCode({ email });
    await ada.caller.auth.requestCode({ email });
    await world.drainJobs();
    expect((await world.mails()).filter(({ to }) => to === email)).toHaveLength(6);
  });

  test('a guess counts against every code that the address has', async () => {
    const email = newAddress();
    const codes = [await codeFor(email), await codeFor(email), await codeFor(email)];
    const wrongOne = ['000000', '000001', '000002', '000003'].find((one) => !codes.includes(one)) ?? '';
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      const refusal = await refusalOf(guest.auth.verifyCode({ email, code: wrongOne }));
      expect(refusal).toEqual({ code: 'CODE_INVALID', attemptsLeft });
    }
    for (const code of codes) {
      expect((await refusalOf(guest.auth.verifyCode({ email, code }))).code).toBe('CODE_LOCKED');
    }
  });

  test('belongs to its address, in whatever case that is written', async () => {
    const [mine, yours] = [newAddress(), newAddress()];
    const code = await codeFor(mine);
    await codeFor(yours);
    await guest.auth.verifyCode({ email: mine.toUpperCase(), code });
  });
});

describe('guessing', () => {
  test('five wrong codes are told apart from the right one, then even the right one is refused', async () => {
    const email = newAddress();
    const code = await codeFor(email);
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      const refusal = await refusalOf(guest.auth.verifyCode({ email, code: wrong(code) }));
      expect(refusal).toEqual({ code: 'CODE_INVALID', attemptsLeft });
    }
    expect((await refusalOf(guest.auth.verifyCode({ email, code }))).code).toBe('CODE_LOCKED');
    // Wrong guesses lock out the guesser, but not the reader of the e-mail.
    await guest.auth.verifyCode({ token: (await mailTo(email)).token });
  });

  test('of a hundred guesses at once at most five are compared', async () => {
    const email = newAddress();
    const code = await codeFor(email);
    const guesses = Array.from({ length: 100 }, () => guest.auth.verifyCode({ email, code: wrong(code) }));
    expect(await tally(guesses)).toEqual({ CODE_INVALID: 5, CODE_LOCKED: 95 });
    const { emailProofs } = world.shop.db.tables;
    const [row] = await world.shop.db.read.select().from(emailProofs).where(eq(emailProofs.emailKey, email));
    expect(row?.attempts).toBe(5);
    expect((await refusalOf(guest.auth.verifyCode({ email, code }))).code).toBe('CODE_LOCKED');
  });

  test('a token that was forged, cut, or made for something else is refused', async () => {
    const email = newAddress();
    const code = await codeFor(email);
    const { token } = await mailTo(email);
    const { verificationToken } = await guest.auth.verifyCode({ email, code });
    const { emailProofs } = world.shop.db.tables;
    const [row] = await world.shop.db.read.select().from(emailProofs).where(eq(emailProofs.emailKey, email));
    const last = token.endsWith('A') ? 'B' : 'A';
    for (const bad of [
      token.slice(0, -1) + last,
      token.slice(0, 40),
      `${token}A`,
      verificationToken,
      row?.id ?? '',
      '%00',
      'é',
    ]) {
      expect((await refusalOf(guest.auth.verifyCode({ token: bad }))).code, bad).toBe('TOKEN_INVALID');
      expect((await refusalOf(guest.auth.resetPassword({ token: bad, password: 'a new passphrase' }))).code).toBe(
        'TOKEN_INVALID',
      );
    }
  });
});

describe('nobody learns whether an address is known', () => {
  test('asking for a code says the same, and mails the same, with and without an account', async () => {
    const { user } = await world.signUp();
    const stranger = newAddress();
    const known = await guest.auth.requestCode({ email: user.email });
    const unknown = await guest.auth.requestCode({ email: stranger });
    expect(unknown).toEqual(known);
    const [a, b] = [await mailTo(user.email), await mailTo(stranger)];
    const blank = ({ mail, code, token }: typeof a) => mail.text.replaceAll(code, '').replaceAll(token, '');
    expect(blank(a)).toBe(blank(b));
  });

  test('a wrong code is refused in the same words', async () => {
    const { user } = await world.signUp();
    for (const email of [user.email, newAddress()]) {
      const code = await codeFor(email);
      const refusal = await refusalOf(guest.auth.verifyCode({ email, code: wrong(code) }));
      expect(refusal).toEqual({ code: 'CODE_INVALID', attemptsLeft: 4 });
    }
  });

  test('asking for a new password says the same, and mails only whom it knows', async () => {
    const { user } = await world.signUp();
    const stranger = newAddress();
    expect(await guest.auth.requestPasswordReset({ email: user.email })).toBeUndefined();
    expect(await guest.auth.requestPasswordReset({ email: stranger })).toBeUndefined();
    await world.drainJobs();
    const recipients = (await world.mails()).map(({ to }) => to);
    expect(recipients).toContain(user.email);
    expect(recipients).not.toContain(stranger);
  });
});

test('a worker that has another SECRET_KEY makes other codes, so that key and database are both needed', async () => {
  const email = newAddress();
  const code = await codeFor(email);
  const { codeOf, tokenOf } = await import('./proofs.ts');
  const { emailProofs } = world.shop.db.tables;
  const [row] = await world.shop.db.read.select().from(emailProofs).where(eq(emailProofs.emailKey, email));
  if (!row) throw new Error('There is no proof.');
  const elsewhere = { ...world.shop, settings: { ...world.shop.settings, secretKey: 'x'.repeat(32) } };
  expect(codeOf(world.shop, row)).toBe(code);
  expect(tokenOf(elsewhere, row)).not.toBe(tokenOf(world.shop, row));
});
