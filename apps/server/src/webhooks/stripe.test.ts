import { inconsistencies, startFakeStripe, testAddress } from '@cartwright/api/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startTestServer } from '../testing.ts';

const fake = await startFakeStripe();
const { account } = fake;
const server = await startTestServer(fake.env, { worker: false });
const { shop } = server;
const ada = await server.signUp({ role: 'admin' });
const bob = await server.signUp();
const mug = await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 100 });
afterEach(async () => expect(await inconsistencies(shop.db)).toEqual([]));
afterAll(async () => {
  await server.close();
  await fake.close();
});

const send = (body: string, headers: Record<string, string> = {}, url = server.url) =>
  fetch(`${url}/webhooks/stripe`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });

/** Makes the event of an order whose customer confirmed at the bank. */
async function confirmedAtTheBank() {
  const { id, number } = await bob.caller.orders.place({
    items: [{ productId: mug.id, quantity: 1 }],
    shippingAddress: testAddress,
    payment: { method: 'stripe', token: 'pm_card_3ds' },
  });
  await server.drainJobs();
  account.pay(account.of(number)[0]!.id);
  return { id, event: account.lastEvent(number, 'payment_intent.succeeded') };
}

const statusOf = async (idOrNumber: string) => (await bob.caller.orders.get({ idOrNumber })).status;
const stored = () => shop.db.read.$count(shop.db.tables.providerEvents);
const waiting = async () => (await shop.db.queue.count()).waiting;

describe('an event that Stripe signed', () => {
  test('is answered at once, and confirms the order afterwards', async () => {
    const { id, event } = await confirmedAtTheBank();
    const calls = fake.calls.length;
    const { body, signature } = fake.signed(event);
    const answer = await send(body, { 'stripe-signature': signature });
    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
    expect(fake.calls).toHaveLength(calls);
    await server.drainJobs();
    expect(await statusOf(id)).toBe('confirmed');
  });

  test('and that comes ten times at once is stored once, with one job', async () => {
    const { id, event } = await confirmedAtTheBank();
    const before = { stored: await stored(), waiting: await waiting() };
    const { body, signature } = fake.signed(event);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(body, { 'stripe-signature': signature })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect({ stored: await stored(), waiting: await waiting() }).toEqual({
      stored: before.stored + 1,
      waiting: before.waiting + 1,
    });
    await server.drainJobs();
    expect(await statusOf(id)).toBe('confirmed');
  });

  test('of a kind that does not matter is taken and forgotten', async () => {
    const before = await stored();
    const object = { object: 'customer', id: 'cus_1' };
    const { body, signature } = fake.signed({
      id: 'evt_other',
      object: 'event',
      type: 'customer.created',
      data: { object },
    });
    expect((await send(body, { 'stripe-signature': signature })).status).toBe(200);
    expect(await stored()).toBe(before);
  });
});

describe('what Stripe did not sign', () => {
  const secrets = { secret: 'whsec_other' };
  test.each([
    ['another secret', async () => fake.signed((await confirmedAtTheBank()).event, secrets)],
    ['an old signature', async () => fake.signed((await confirmedAtTheBank()).event, { secondsAgo: 301 })],
    [
      'a changed body',
      async () => {
        const { body, signature } = fake.signed((await confirmedAtTheBank()).event);
        return { body: body.replace('"amount": ', '"amount":  '), signature };
      },
    ],
    ['no signature', async () => ({ body: fake.signed((await confirmedAtTheBank()).event).body, signature: '' })],
  ])('because of %s is refused, and nothing is stored', async (_why, make) => {
    const { body, signature } = await make();
    const before = await stored();
    const answer = await send(body, signature === '' ? {} : { 'stripe-signature': signature });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'MALFORMED_REQUEST',
      status: 400,
      requestId: expect.any(String),
    });
    expect(await stored()).toBe(before);
  });

  test('and is larger than 256 KiB is not even read', async () => {
    const answer = await send('x'.repeat(256 * 1_024 + 1), { 'stripe-signature': 't=1,v1=0' });
    expect([answer.status, await answer.json()]).toEqual([
      413,
      expect.objectContaining({ code: 'TOO_LARGE', limit: 262_144 }),
    ]);
  });

  test('and is larger than 256 KiB, without saying so, is refused', async () => {
    const chunks = Array.from({ length: 257 }, () => new Uint8Array(1_024));
    const body = new ReadableStream({ pull: (out) => (chunks.length > 0 ? out.enqueue(chunks.pop()) : out.close()) });
    const init = { method: 'POST', body, duplex: 'half', headers: { 'stripe-signature': 't=1,v1=0' } } as RequestInit;
    // The server may respond before it has read the whole body.
    const end = await fetch(`${server.url}/webhooks/stripe`, init).then(
      ({ status }) => status,
      () => 'closed',
    );
    expect([413, 'closed']).toContain(end);
  });
});

test.each([
  ['without a key', {}],
  ['without a webhook secret', { STRIPE_SECRET_KEY: 'sk_test_abc' }],
])('a shop %s has no such address', async (_what, env: Record<string, string>) => {
  const other = await startTestServer(env, { worker: false });
  try {
    const answer = await send('{}', { 'stripe-signature': 't=1,v1=0' }, other.url);
    expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND' })]);
  } finally {
    await other.close();
  }
});
