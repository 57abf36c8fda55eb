import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { createTestShop, eventually, startFakeStripe } from '@cartwright/api/testing';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from '../src/testing/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-logs-'));
const world = await createTestShop({ PAYMENT_METHODS: 'dummy,cod' });
const stripe = await startFakeStripe();

/** Accepts every e-mail except those to an unknown mailbox. Its refusal repeats the address, as mail servers do. */
const mails: string[] = [];
const unknownMailbox = 'nobody.planted@example.org';
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: ({ address }, _session, done) =>
    done(address === unknownMailbox ? new Error(`5.1.1 <${address}>: Recipient address rejected`) : undefined),
  onData: (stream, _session, done) => {
    void readAll(stream).then((source) => {
      // Long lines are folded with an = at their end.
      mails.push(source.replaceAll(/=\r\n/g, '').replaceAll('=3D', '='));
      done();
    });
  },
});
smtp.listen(0, '127.0.0.1');
await once(smtp.server, 'listening');

let server: ServerProcess;
let url = '';
/** Values of requests and responses that must not appear in a log, by name. */
const planted = new Map<string, string>();
const plant = (name: string, value: string | undefined) => {
  if (!value) throw new Error(`There is no ${name}.`);
  planted.set(name, value);
  return value;
};
let requests = 0;

async function call(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; answer: Record<string, string> }> {
  requests += 1;
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, answer: text === '' ? {} : (JSON.parse(text) as Record<string, string>) };
}

const mailed = (pattern: RegExp) =>
  eventually(() => mails.map((mail) => pattern.exec(mail)?.[1]).find((found) => found) ?? expect.unreachable());

/** A line of structured.json. */
interface Line extends Record<string, unknown> {
  readonly msg: string;
  readonly requestId?: string;
}
const lines = (): Line[] =>
  readFileSync(join(folder, 'structured.json'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const orderRequest = 'order-of-the-logs.test-1';

/** Runs the life of an account with purchases, refunds and mistakes, in a process with the most detailed log. */
beforeAll(async () => {
  server = startServerProcess({
    DATABASE_URL: world.database.url,
    LOG_LEVEL: 'debug',
    LOG_DIR: folder,
    EMAIL_BACKEND: 'smtp',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String((smtp.server.address() as AddressInfo).port),
    ...stripe.env,
  });
  url = await server.opened;
  for (const [name, value] of Object.entries(stripe.env)) if (name !== 'STRIPE_API_URL') plant(name, value);
  const admin = await world.signUp({ role: 'admin' });
  const mug = await admin.caller.products.create({ name: 'Mug', price: 1_000, stock: 50 });

  const email = plant('mail address', 'planted.person@example.net');
  const password = plant('password', 'Pl4nted horse battery');
  plant('unknown mailbox', unknownMailbox);
  await call('/api/v1/auth/register', { email: unknownMailbox, name: 'Nobody', password });
  await call('/api/v1/auth/register', { email, name: 'Planted Person', password });
  plant('link token', await mailed(/verify-email\?token=([\w.-]+)/));
  await call('/api/v1/auth/register', { email, name: 'Planted Person', password });
  await call('/api/v1/auth/login', { email, password: plant('wrong password', 'Pl4nted donkey') });
  await call('/api/v1/auth/login', `{"email":"${email}","password":"${password}"`);
  const login = await call('/api/v1/auth/login', { email, password });
  plant('refresh token', login.answer['refreshToken']);
  const authorization = `Bearer ${plant('access token', login.answer['accessToken'])}`;
  await call('/api/v1/auth/me', undefined, { authorization: `${authorization}planted` });
  await call('/api/v1/products/search?q=planted.query%40example.com', undefined);
  plant('search', 'planted.query');

  const shippingAddress = {
    fullName: plant('full name', 'Planted Q. Person'),
    line1: plant('street', '99 Planted Lane'),
    city: plant('city', 'Plantedville'),
    postalCode: plant('postal code', 'PL4 NTD'),
    country: 'GB',
  };
  const order = (payment: object, headers = {}) =>
    call(
      '/api/v1/orders',
      { items: [{ productId: mug.id, quantity: 1 }], shippingAddress, payment },
      { authorization, ...headers },
    );
  await order({ method: 'dummy', token: 'ok' }, { 'x-request-id': orderRequest });
  await order({ method: 'dummy', token: 'decline' });
  await order({ method: 'dummy', token: plant('card number', '4242 4242 4242 4242') });
  stripe.trouble('POST /v1/payment_intents', 'down');
  const paid = await order({ method: 'stripe', token: plant('payment token', 'pm_card_visa') });
  await order({ method: 'stripe', token: plant('token of a bank', 'pm_card_3ds') });
  const orders = { authorization: `Bearer ${plant('admin token', admin.accessToken)}` };
  await eventually(async () => {
    const read = await call(`/api/v1/orders/${paid.answer['id']}`, undefined, { authorization });
    expect(read.answer['status']).toBe('confirmed');
  });
  await call(`/api/v1/admin/orders/${paid.answer['id']}/refund`, { amount: 100, reason: 'Planted reason' }, orders);
  const event = stripe.account.lastEvent(paid.answer['number'] ?? '', 'payment_intent.succeeded');
  const { body, signature } = stripe.signed(event);
  await call('/webhooks/stripe', body, { 'stripe-signature': plant('signature', signature) });
  await call('/webhooks/stripe', body, { 'stripe-signature': `${signature}0` });

  await call('/api/v1/auth/password/forgot', { email });
  const token = plant('reset token', await mailed(/reset-password\?token=([\w.-]+)/));
  await call('/api/v1/auth/password/reset', { token, password: plant('new password', 'Pl4nted horse staple') });
  await call('/api/v1/auth/password/reset', { token, password: 'Pl4nted horse staple' });
  await call('/api/v1/nowhere/planted.person@example.net', undefined, { 'x-request-id': 'not an id' });
  for (const { id } of stripe.account.intents) plant(`secret of ${id}`, `${id}_secret`);
  await eventually(() => expect(lines().filter(({ job, msg }) => job && msg === 'job failed')).not.toEqual([]));
  await eventually(async () => expect((await world.shop.db.queue.count()).waiting).toBeLessThan(12));
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});

afterAll(async () => {
  server.kill('SIGKILL');
  await server.ended;
  await world.close();
  await stripe.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

test('no credential, address, mail address or payment datum is in anything that was logged', () => {
  const places = { console: server.output() };
  for (const name of ['app.log', 'error.log', 'structured.json']) {
    Object.assign(places, { [name]: readFileSync(join(folder, name), 'utf8') });
  }
  expect(planted.size).toBeGreaterThan(18);
  expect(lines().length).toBeGreaterThan(60);
  const leaks = Object.entries(places).flatMap(([place, text]) =>
    [...planted].filter(([, value]) => text.includes(value)).map(([name]) => `${name} in ${place}`),
  );
  expect(leaks).toEqual([]);
  // The log has lines that could leak, because the mail server's and Stripe's responses repeat their inputs.
  expect(lines().map(({ err }) => (err as Error | undefined)?.message ?? '')).toEqual(
    expect.arrayContaining([expect.stringMatching(/5\.1\.1 <\[e-mail address\]>/)]),
  );
});

test('each request has one line, with what it called, how it went, how long it took, and who it was', () => {
  const access = lines().filter(({ msg }) => msg === 'request');
  expect(access).toHaveLength(requests);
  expect(access.every(({ ms, status, path, requestId }) => ms !== undefined && status && path && requestId)).toBe(true);
  expect(access).toContainEqual(
    expect.objectContaining({
      level: 30,
      requestId: orderRequest,
      method: 'POST',
      path: '/api/v1/orders',
      procedure: 'orders.place',
      status: 201,
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    }),
  );
  expect(access).toContainEqual(expect.objectContaining({ procedure: 'auth.login', status: 401 }));
});

test('the id of a request is in its jobs, its mails and its errors, and only a harmless one is taken', () => {
  const jobs = lines().filter(({ msg, requestId }) => msg === 'job done' && requestId === orderRequest);
  expect(new Set(jobs.map(({ job }) => job)).size).toBeGreaterThan(1);
  const own = mails.filter((mail) => mail.toLowerCase().includes(`x-request-id: ${orderRequest}`));
  const subjects = own.map((mail) => /^subject: *(\S*)/im.exec(mail)?.[1] ?? '');
  expect(subjects.sort((a, b) => a.localeCompare(b))).toEqual(['Order', 'Payment']);
  expect(lines().filter(({ requestId }) => requestId === 'not an id')).toEqual([]);
  expect(lines().filter(({ msg, requestId }) => msg.startsWith('job ') && !requestId)).toEqual([]);
});

test('app.log and error.log are for people to read, and errors are in both', () => {
  const [app, errors] = ['app.log', 'error.log'].map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(app).toMatch(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\] INFO: request /m);
  expect(app).not.toContain('\u001b[');
  expect(errors?.split('\n').filter((line) => line.includes('] INFO'))).toEqual([]);
});
