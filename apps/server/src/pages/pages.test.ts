import { runInNewContext } from 'node:vm';
import {
  accountSamples,
  eventually,
  officeSamples,
  orderInput,
  orderSamples,
  rowCounts,
} from '@cartwright/api/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../testing.ts';

const storeUrl = 'http://localhost:8000';
const server = await startTestServer(
  { PUBLIC_URL: storeUrl, RATE_LIMITS: 'off', GUEST_CHECKOUT: 'on' },
  { worker: false },
);
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

/** Runs the script of a page as a browser that follows a link to it does. */
async function openLink(page: string, link: string) {
  const script = /<script[^>]*>([^]*)<\/script>/.exec(page)?.[1] ?? '';
  const [pathname = '', hash = ''] = link.split('#');
  const state = { address: link, texts: {} as Record<string, string>, hidden: [] as string[] };
  const parts = new Map<string, object>();
  const part = (name: string) => {
    const add = (text: string) => {
      state.texts[name] = `${state.texts[name] ?? ''}${text}`;
    };
    const insertCell = () => ({
      set textContent(text: string) {
        add(text);
      },
    });
    const made = {
      set textContent(text: string) {
        add(text);
      },
      set hidden(isHidden: boolean) {
        state.hidden = [...state.hidden.filter((other) => other !== name), ...(isHidden ? [name] : [])];
      },
      insertRow: () => ({ insertCell }),
    };
    parts.set(name, parts.get(name) ?? made);
    return parts.get(name);
  };
  runInNewContext(script, {
    URLSearchParams,
    location: { hash: `#${hash}`, pathname },
    history: { replaceState: (_: unknown, _title: string, address: string) => void (state.address = address) },
    document: { querySelector: part },
    Intl,
    fetch: (path: string, init: RequestInit) => fetch(`${server.url}${path}`, init),
  });
  await eventually(() => expect(state.hidden).not.toEqual([]));
  return state;
}

const mails = Object.entries({ ...orderSamples(), ...accountSamples(), ...officeSamples() });

test.for(mails)('every link to the store in the mail %s leads to a page', async ([, { html, text }]) => {
  const written = [...`${html} ${text}`.matchAll(/http:\/\/localhost:8000[^\s"<>]*/g)].map(([address]) => address);
  expect(written.length).toBeGreaterThan(0);
  for (const address of new Set(written)) {
    expect([address, (await read(address.slice(storeUrl.length))).status]).toEqual([address, 200]);
  }
});

test.for(['/verify-email?token=abc', '/reset-password?token=abc', '/confirm-email?token=abc', '/erase-data?token=abc'])(
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
    expect(await (await read(`${path}${encodeURIComponent(hostile)}`)).text()).not.toContain('<script>');
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

test('the page of an order runs one script of its own, which takes the token of a guest from the fragment', async () => {
  const response = await read('/orders/CW-7K3M-92QF');
  const policy = response.headers.get('content-security-policy') ?? '';
  const nonce = /script-src 'nonce-([\w+/=]+)'; connect-src 'self'; /.exec(policy)?.[1];
  expect(policy).toMatch(/^default-src 'none'; /);
  expect(policy).not.toMatch(/unsafe|https?:/);
  const page = await response.text();
  expect(page.match(/<script[^>]*>/g)).toEqual([`<script nonce="${nonce}">`]);
  expect(page).not.toMatch(/\son\w+=|style="|<a /);

  const guest = server.caller({ cartToken: (await server.caller().cart.addItem({ productId })).token });
  const placed = await guest.orders.place(orderInput({ email: 'guest@example.com' }));
  const shown = await openLink(page, `/orders/${placed.number}#token=${placed.orderToken}`);
  expect(shown.address).toBe(`/orders/${placed.number}`);
  expect(shown.texts).toMatchObject({ h1: `Order ${placed.number}`, '#status': 'pending', '#total': '$13.90' });
  expect(shown.texts['#items']).toContain('1 × Mug <b>');
  expect(shown.hidden).toEqual(['#sign-in', '#refusal']);
  const other = await openLink(page, `/orders/${placed.number}#token=${'x'.repeat(43)}`);
  expect([other.address, other.hidden]).toEqual([`/orders/${placed.number}`, ['#order']]);
});

test('the page behind an e-mail to a new address gives it to the account', async () => {
  const { accessToken } = await server.signUp();
  const email = 'moved@example.com';
  await server.caller({ accessToken }).auth.changeEmail({ email, password });
  const page = await (await read(await linkTo(email))).text();
  expect(await (await submit('/confirm-email', hiddenIn(page))).text()).toContain(email);
  expect(await server.caller({ accessToken }).auth.me()).toMatchObject({ email });
  expect((await submit('/confirm-email', hiddenIn(page))).status).toBe(400);
});

test('the page behind an e-mail about data shows the orders of a guest, and erases them', async () => {
  const email = 'leaving@example.com';
  const guest = server.caller({ cartToken: (await server.caller().cart.addItem({ productId })).token });
  const { number, orderToken } = await guest.orders.place(orderInput({ email }));
  // An open order keeps the data that it needs.
  await server.caller({ orderToken }).orders.cancel({ idOrNumber: number });
  await server.drainJobs();
  await server.caller().auth.requestErasure({ email });
  const link = await linkTo(email);
  const choose = async (page: string, action: string) => {
    const token = hiddenIn(page)['token'] ?? '';
    return (await submit('/erase-data', { token, action })).text();
  };
  const first = await (await read(link)).text();
  const shown = await choose(first, 'export');
  expect(shown).toContain(number);
  expect(shown).toContain('Mug &lt;b&gt;');
  expect(await choose(first, 'export')).toContain('role="alert"');
  expect(await choose(shown, 'erase')).toContain('Your data is erased');
  await server.caller().auth.requestErasure({ email });
  const again = await choose(await (await read(await linkTo(email))).text(), 'export');
  expect(again).not.toContain(number);
});

test('a form that is too large, or of another type, is refused', async () => {
  expect((await submit('/reset-password', { token: 'x'.repeat(10_000), password: chosen })).status).toBe(413);
  const json = await fetch(`${server.url}/reset-password`, { method: 'POST', body: '{}' });
  expect(json.status).toBe(415);
});

test('a link without its token says so', async () => {
  for (const path of ['/verify-email', '/reset-password', '/confirm-email', '/erase-data']) {
    expect((await read(path)).status).toBe(400);
  }
});

test('where STORE_URL names another server, its pages are not shown here', async () => {
  for (const path of ['/verify-email?token=abc', '/reset-password?token=abc', '/orders/CW-7K3M-92QF']) {
    expect((await fetch(`${elsewhere.url}${path}`)).status).toBe(404);
  }
});
