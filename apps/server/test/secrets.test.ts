import { inspect } from 'node:util';
import { orderInput } from '@cartwright/api/testing';
import { dumpDatabase, type StoredValue } from '@cartwright/db/testing';
import type { Log } from '@cartwright/kernel/ports';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../src/testing.ts';

/** Every log line before redaction, so that a secret is absent only if it is not logged. */
const logged: string[] = [];
const write = (facts: object, message: string) => void logged.push(`${message} ${inspect(facts, { depth: 8 })}`);
const log: Log = { debug: write, info: write, warn: write, error: write };

const origin = 'https://shop.example';
const server = await startTestServer({ ALLOWED_ORIGINS: origin, STORE_URL: origin }, { worker: false, log });
afterAll(() => server.close());

/** Every response with its headers, except cookies that carry a secret on purpose. */
const answered: { path: string; text: string }[] = [];
const secrets = new Map<string, string>();
const stored: StoredValue[] = [];

async function call<Answer>(
  path: string,
  body: unknown,
  options: { token?: string | undefined; cookie?: string; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      origin,
      'content-type': 'application/json',
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
      ...(options.cookie !== undefined && { cookie: options.cookie }),
      ...options.headers,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const headers = [...response.headers].filter(([name]) => name !== 'set-cookie');
  answered.push({ path, text: `${JSON.stringify(headers)} ${text}` });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { status: response.status, cookie, answer: (text === '' ? {} : JSON.parse(text)) as Answer };
}

const learn = (name: string, secret: string | undefined) => {
  if (!secret) throw new Error(`There is no ${name}.`);
  secrets.set(name, secret);
  return secret;
};

interface SessionAnswer {
  accessToken: string;
  refreshToken: string;
}

/** Runs the life of an account with every secret in it, and with mistakes. */
beforeAll(async () => {
  const email = 'secretive@example.com';
  const password = learn('password', 'Tr0ub4dor and three');
  const newPassword = learn('second password', 'Tr0ub4dor and four');
  const admin = await server.signUp({ role: 'admin' });
  const { id: productId } = await admin.caller.products.create({ name: 'Safe', price: 900, stock: 50 });

  const mailed = async (pattern: RegExp) => {
    stored.push(...(await dumpDatabase(server.database.url)));
    await server.drainJobs();
    const [mail] = await server.mails();
    return pattern.exec(mail?.text ?? '')?.[1];
  };
  const linkToken = /\?token=(\S+)/;

  const registered = await call<SessionAnswer>('/api/v1/auth/register', { email, name: 'Secretive', password });
  learn('first link', await mailed(linkToken));
  await call('/api/v1/auth/code', { email }, { token: registered.answer.accessToken });
  const code = learn('code', await mailed(/^ {4}(\d{6})$/m));
  await call('/api/v1/auth/code/verify', { email, code: code === '999999' ? '999998' : '999999' });
  const verified = await call<{ verificationToken: string }>('/api/v1/auth/code/verify', { email, code });
  learn('verification token', verified.answer.verificationToken);

  await call('/api/v1/auth/login', { email, password: learn('wrong password', 'Tr0ub4dor and none') });
  const { answer: session } = await call<SessionAnswer>('/api/v1/auth/login', { email, password });
  learn('access token', session.accessToken);
  learn('refresh token', session.refreshToken);
  const { answer: next } = await call<SessionAnswer>('/api/v1/auth/refresh', { refreshToken: session.refreshToken });
  learn('second access token', next.accessToken);
  learn('second refresh token', next.refreshToken);
  await call('/trpc/auth.refresh', { json: { refreshToken: session.refreshToken } });

  const inCookie = await call('/trpc/auth.login', { json: { email, password, mode: 'cookie' } });
  const cookie = inCookie.cookie;
  learn('cookie', cookie.split('=')[1]);
  await call('/api/v1/auth/refresh', {}, { cookie });
  const changed = await call('/api/v1/auth/password', { currentPassword: password, newPassword }, { cookie });
  learn('second cookie', changed.cookie.split('=')[1]);

  await call('/api/v1/auth/password/forgot', { email });
  const token = learn('reset token', await mailed(linkToken));
  const third = learn('third password', 'Tr0ub4dor and five');
  await call('/api/v1/auth/password/reset', { token, password: third });
  await call('/api/v1/auth/password/reset', { token, password: third });

  const headers = { 'x-cart-token': 'a cart that is long gone', 'idempotency-key': 'one-cart' };
  const cart = await call<{ token: string }>('/api/v1/cart/items', { productId }, { headers });
  learn('cart token', cart.answer.token);
  const { answer: last } = await call<SessionAnswer>('/api/v1/auth/login', { email, password: third });
  learn('last access token', last.accessToken);
  learn('last refresh token', last.refreshToken);
  const ordering = { token: last.accessToken, headers: { 'idempotency-key': 'one-order' } };
  const order = await call('/api/v1/orders', orderInput({ items: [{ productId, quantity: 1 }] }), ordering);
  expect(order.status).toBe(201);
  const making = { name: 'Till', scopes: ['inventory:write'], password: 'correct horse' };
  const { answer: made } = await call<{ key: string; id: string }>('/api/v1/admin/api-keys', making, {
    token: admin.accessToken,
  });
  const key = learn('API key', made.key);
  const { variants } = await admin.caller.products.get({ idOrSlug: productId });
  const stock = `/api/v1/variants/${variants[0]?.id}/stock`;
  const byKey = { token: key, headers: { 'idempotency-key': 'one-change' } };
  expect((await call(stock, { delta: 1, reason: 'received' }, byKey)).status).toBe(200);
  await call(stock, { delta: 1, reason: 'received' }, { token: key });
  await call('/api/v1/products', { name: 'Not in scope', price: 1 }, { token: key });
  await admin.caller.admin.apiKeys.revoke({ id: made.id });
  await call(stock, { delta: 1, reason: 'received' }, byKey);
  await call('/api/v1/auth/me', { password: third }, { token: 'no token at all' });
  await server.drainJobs();
  stored.push(...(await dumpDatabase(server.database.url)));
});

test('the run went through everything that has a secret', () => {
  expect(secrets.size).toBe(18);
  expect(logged.length).toBeGreaterThan(20);
  expect(stored.some(({ table, value }) => /jobs/.test(table) && value.includes('proofId'))).toBe(true);
  expect(answered.filter(({ text }) => text.includes('"code":"INTERNAL"'))).toEqual([]);
});

describe('no password, code or token in clear is', () => {
  test('in a log line', () => {
    expect(leaksIn(logged.map((line) => ['log', line]))).toEqual([]);
  });

  test('in a column, a payload of a job included, but for the mailbox of development', () => {
    const columns = stored.filter(({ table }) => table !== 'dev_mails');
    expect(leaksIn(columns.map(({ table, column, value }) => [`${table}.${column}`, value]))).toEqual([]);
  });

  test('in a response, but for the tokens that it exists to hand out', () => {
    const handsOut: Record<string, RegExp> = {
      '/api/v1/auth/register': /access|refresh/,
      '/api/v1/auth/login': /access|refresh/,
      '/api/v1/auth/refresh': /access|refresh/,
      '/trpc/auth.refresh': /access|refresh/,
      '/api/v1/auth/code/verify': /verification/,
      '/api/v1/cart/items': /cart/,
      '/api/v1/admin/api-keys': /API key/,
    };
    const leaks = leaksIn(answered.map(({ path, text }) => [path, text]));
    expect(leaks.filter(({ place, secret }) => !handsOut[place]?.test(secret))).toEqual([]);
  });
});

test('no stored value can be presented as a credential', async () => {
  const values = [...new Set(stored.filter(({ table }) => table !== 'dev_mails').map(({ value }) => value))];
  const presentable = values.filter((value) => /^[\x21-\x7e]{6,200}$/.test(value));
  expect(presentable.length).toBeGreaterThan(60);
  const accepted: string[] = [];
  for (const value of presentable) {
    const me = `${server.url}/api/v1/auth/me`;
    const tries = [
      fetch(me, { headers: { authorization: `Bearer ${value}` } }),
      fetch(me, { headers: { cookie: `cartwright_session=${value}` } }),
      post('/auth/refresh', { refreshToken: value }),
      post('/auth/code/verify', { token: value }),
      post('/auth/password/reset', { token: value, password: 'taken over' }),
      post('/auth/login', { email: 'secretive@example.com', password: value.slice(0, 128) }),
      post('/auth/register', {
        email: 'secretive@example.com',
        name: 'Thief',
        password: 'taken over',
        verificationToken: value,
      }),
    ];
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    if (statuses.some((status) => status < 400 || status === 409 || status >= 500))
      accepted.push(`${value}: ${statuses}`);
    const cart = await fetch(`${server.url}/api/v1/cart`, { headers: { 'x-cart-token': value } });
    if (((await cart.json()) as { count: number }).count > 0) accepted.push(`${value} as cart`);
  }
  expect(accepted).toEqual([]);
});

function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** A code of six digits occurs inside many numbers, so it only counts as a leak if it stands alone. */
function leaksIn(places: readonly (readonly [string, string])[]): { place: string; secret: string }[] {
  const found = places.flatMap(([place, text]) =>
    [...secrets]
      .filter(([name, secret]) =>
        name === 'code' ? new RegExp(`(?<![\\w.-])${secret}(?![\\w.-])`).test(text) : text.includes(secret),
      )
      .map(([secret]) => ({ place, secret })),
  );
  return [...new Map(found.map((leak) => [JSON.stringify(leak), leak])).values()];
}
