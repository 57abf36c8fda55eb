import { accountSamples, officeSamples, orderInput, orderSamples, rowCounts } from '@cartwright/api/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../testing.ts';

const storeUrl = 'http://localhost:8000';
const server = await startTestServer({ PUBLIC_URL: storeUrl, RATE_LIMITS: 'off' }, { worker: false });
const elsewhere = await startTestServer({ STORE_URL: 'https://shop.example' }, { worker: false });
afterAll(() => Promise.all([server.close(), elsewhere.close()]));

const password = 'correct horse';
const chosen = 'battery staple';
let productId = '';
beforeAll(async () => {
  const admin = await server.signUp({ role: 'admin' });
  productId = (await admin.caller.products.create({ name: 'Mug <b>', price: 900, stock: 50 })).id;
});

const read = (path: string) => fetch(`${server.url}${path}`);

/** Sends a page's form with a person's entries, as a browser does on a page without a referrer. */
function submit(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { origin: 'null', ...headers },
    body: new URLSearchParams(fields),
  });
}

function hiddenIn(page: string): Record<string, string> {
  const fields = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
}

/** The path of the link in the newest e-mail to an address. */
async function linkTo(email: string): Promise<string> {
  await server.drainJobs();
  const mail = (await server.mails()).find(({ to }) => to === email);
  return /^http:\/\/localhost:8000(\/\S+\?token=\S+)$/m.exec(mail?.text ?? '')?.[1] ?? '';
}

const mails = Object.entries({ ...orderSamples(), ...accountSamples(), ...officeSamples() });

test.for(mails)('every link to the store in the mail %s leads to a page', async ([, { html, text }]) => {
  const written = [...`${html} ${text}`.matchAll(/http:\/\/localhost:8000[^\s"<>]*/g)].map(([address]) => address);
  expect(written.length).toBeGreaterThan(0);
  for (const address of new Set(written)) {
    expect([address, (await read(address.slice(storeUrl.length))).status]).toEqual([address, 200]);
  }
});

test.for(['/verify-email?token=abc', '/reset-password?token=abc', '/orders/CW-7K3M-92QF'])(
  '%s runs no script, loads nothing from elsewhere, sends no referrer and is not kept',
  async (path) => {
    const response = await read(path);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'nonce-[\w+/=]+'; img-src data:; form-action 'self'; /);
    expect(policy).not.toMatch(/unsafe|script|https?:/);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const page = await response.text();
    expect(page).not.toMatch(/<script|\son\w+=|style="|<a /);
    expect(page.match(/(src|href|action)="([^"]*)"/g)?.filter((link) => !/"(data:|\/)/.test(link))).toEqual([]);
    expect(page).toMatch(/<html lang="en">/);
    const head = await fetch(`${server.url}${path}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  },
);

test('a page shows what its address says as text', async () => {
  const hostile = '"><script>alert(1)</script>';
  for (const path of ['/verify-email?token=', '/reset-password?token=', '/orders/']) {
    expect(await (await read(`${path}${encodeURIComponent(hostile)}`)).text()).not.toContain('<script');
  }
});

test('reading the pages, as a mail scanner does, uses nothing up', async () => {
  const { user } = await server.signUp();
  await server.caller().auth.requestPasswordReset({ email: user.email });
  const reset = await linkTo(user.email);
  await server.caller().auth.requestCode({ email: user.email });
  const verify = await linkTo(user.email);
  const before = await rowCounts(server.shop.db);
  for (const path of [reset, verify, reset, verify]) expect((await read(path)).status).toBe(200);
  expect(await rowCounts(server.shop.db)).toEqual(before);
  expect((await submit('/verify-email', hiddenIn(await (await read(verify)).text()))).status).toBe(200);
  expect((await submit('/reset-password', { token: reset.split('=')[1] ?? '', password: chosen })).status).toBe(200);
});

describe('the page that verifies an address', () => {
  test('verifies the account whose registration asked for it', async () => {
    const { accessToken } = await server
      .caller()
      .auth.register({ email: 'grace@example.com', name: 'Grace Hopper', password });
    const page = await (await read(await linkTo('grace@example.com'))).text();
    const done = await submit('/verify-email', hiddenIn(page), { cookie: 'cartwright_session=stale' });
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('grace@example.com is verified');
    expect(await server.caller({ accessToken }).auth.me()).toMatchObject({ emailVerified: true });
    const again = await submit('/verify-email', hiddenIn(page));
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('role="alert"');
  });

  test('opens an account for an address without one, and leaves no session behind', async () => {
    const email = 'new@example.com';
    await server.caller().auth.requestCode({ email });
    const page = await (await read(await linkTo(email))).text();
    const form = hiddenIn(await (await submit('/verify-email', hiddenIn(page))).text());
    expect(form).toMatchObject({ email, verificationToken: expect.any(String) });
    const refused = await submit('/verify-email', { ...form, name: 'Newcomer', password: 'password1' });
    expect(refused.status).toBe(422);
    const shown = await refused.text();
    expect(shown).toContain('most common');
    expect(shown).toContain('value="Newcomer"');
    expect(shown).not.toContain('password1');
    const opened = await submit('/verify-email', { ...hiddenIn(shown), name: 'Newcomer', password: chosen });
    expect(opened.status).toBe(200);
    expect(opened.headers.getSetCookie()).toEqual([]);
    const session = await server.caller().auth.login({ email, password: chosen });
    expect(session.user).toMatchObject({ name: 'Newcomer', emailVerified: true });
    const devices = await server.caller({ accessToken: session.accessToken }).auth.sessions.list({});
    expect(devices.items).toHaveLength(1);
  });

  test('lets the owner of an address take over the account that a stranger made', async () => {
    const email = 'victim@example.com';
    await server.caller().auth.register({ email, name: 'Stranger', password });
    await server.caller().auth.requestCode({ email });
    const page = await (await read(await linkTo(email))).text();
    const form = hiddenIn(await (await submit('/verify-email', hiddenIn(page))).text());
    expect((await submit('/verify-email', { ...form, name: 'Owner', password: chosen })).status).toBe(200);
    expect((await server.caller().auth.login({ email, password: chosen })).user.name).toBe('Owner');
  });
});

test('the page that resets a password sets it once, and says what is wrong', async () => {
  const { user, accessToken } = await server.signUp();
  await server.caller().auth.requestPasswordReset({ email: user.email });
  const token = hiddenIn(await (await read(await linkTo(user.email))).text())['token'] ?? '';
  const common = await submit('/reset-password', { token, password: 'iloveyou1' });
  expect(common.status).toBe(422);
  expect(hiddenIn(await common.text())).toEqual({ token });
  expect((await submit('/reset-password', { token, password: chosen })).status).toBe(200);
  await server.caller().auth.login({ email: user.email, password: chosen });
  await expect(server.caller({ accessToken }).auth.me()).rejects.toThrow();
  expect((await submit('/reset-password', { token, password: chosen })).status).toBe(400);
});

test('the page of an order shows it to its owner alone, who is signed out again', async () => {
  const { user, caller } = await server.signUp();
  const { number } = await caller.orders.place(orderInput({ items: [{ productId, quantity: 2 }] }));
  expect(await (await read(`/orders/${number}`)).text()).not.toContain('Mug');
  const shown = await submit(`/orders/${number}`, { email: user.email, password });
  const page = await shown.text();
  expect([shown.status, shown.headers.getSetCookie()]).toEqual([200, []]);
  expect(page).toContain('2 × Mug &lt;b&gt;');
  expect((await caller.auth.sessions.list({})).items).toHaveLength(1);
  const wrong = await submit(`/orders/${number}`, { email: user.email, password: 'wrong horse' });
  expect(wrong.status).toBe(401);
  expect(await wrong.text()).not.toContain('wrong horse');
  const other = await server.signUp();
  expect((await submit(`/orders/${number}`, { email: other.user.email, password })).status).toBe(404);
  expect((await other.caller.auth.sessions.list({})).items).toHaveLength(1);
});

test('a form that is too large, or of another type, is refused', async () => {
  expect((await submit('/reset-password', { token: 'x'.repeat(10_000), password: chosen })).status).toBe(413);
  const json = await fetch(`${server.url}/reset-password`, { method: 'POST', body: '{}' });
  expect(json.status).toBe(415);
});

test('a link without its token says so', async () => {
  for (const path of ['/verify-email', '/reset-password']) expect((await read(path)).status).toBe(400);
});

test('where STORE_URL names another server, its pages are not shown here', async () => {
  for (const path of ['/verify-email?token=abc', '/reset-password?token=abc', '/orders/CW-7K3M-92QF']) {
    expect((await fetch(`${elsewhere.url}${path}`)).status).toBe(404);
  }
});
