import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openStripeWorld } from '../../src/testing/stripe-world.ts';
import { inconsistencies } from '../../src/testing.ts';

const world = await openStripeWorld();
const { shop, fake } = world;
const { account } = fake;
afterEach(async () => expect(await inconsistencies(shop.db)).toEqual([]));
afterAll(() => world.close());

const creating = 'POST /v1/payment_intents';

/** Every source that may settle a payment. Each may come twice, and the first charging job always ran before. */
const steps = {
  job: (id: string) => world.runJob(id, 2),
  webhook: async (_id: string, number: string) => void (await world.deliver(account.lastEvent(number))),
  sweeper: () => world.sweep(),
};
type Step = keyof typeof steps;

/** Every distinct order of some steps, of which some are equal. */
function ordersOf(things: readonly Step[]): Step[][] {
  if (things.length === 0) return [[]];
  return [...new Set(things)].flatMap((first) => {
    const rest = [...things];
    rest.splice(rest.indexOf(first), 1);
    return ordersOf(rest).map((order) => [first, ...order]);
  });
}

const everyOrder = ordersOf(['job', 'webhook', 'webhook', 'sweeper', 'sweeper']);

/** The ways in which Stripe has the money and the shop does not know it yet. */
const beginnings = {
  async 'whose answer was lost'() {
    const order = await world.place();
    fake.trouble(creating, 'cut');
    await expect(world.runJob(order.id)).rejects.toThrow('StripeConnectionError');
    return order;
  },
  async 'that the customer confirmed at the bank'() {
    const order = await world.place('pm_card_3ds');
    await world.runJob(order.id);
    account.pay(account.of(order.number)[0]!.id);
    return order;
  },
  async 'that was called unanswered and then paid'() {
    const order = await world.place();
    fake.trouble(creating, 'cut');
    await expect(world.runJob(order.id, 4)).rejects.toThrow('StripeConnectionError');
    return order;
  },
};

const subjects = async () => (await world.mails()).map(({ subject }) => subject);

interface Placed {
  readonly id: string;
  readonly number: string;
  readonly total: number;
}

async function expectPaidOnce({ id, number, total }: Placed, how: string, mails: readonly string[]) {
  const order = await world.read(id);
  const payments = await world.paymentsOf(id);
  expect({
    how,
    status: order.status,
    paid: order.count('paid'),
    confirmed: order.count('confirmed'),
    captured: payments.map(({ captured }) => captured),
    taken: account.netOf(number),
    intents: account.of(number).length,
    paidMails: mails.filter((subject) => subject === `Payment received for order ${number}`).length,
  }).toEqual({
    how,
    status: 'confirmed',
    paid: 1,
    confirmed: 1,
    captured: [total],
    taken: total,
    intents: 1,
    paidMails: 1,
  });
}

describe.each(Object.entries(beginnings))('a payment %s', (_what, begin) => {
  test('is applied once, whoever comes first and however often', async () => {
    expect(everyOrder).toHaveLength(30);
    const walked = [];
    for (const order of everyOrder) {
      const placed = await begin();
      for (const step of order) await steps[step](placed.id, placed.number);
      walked.push({ placed, how: order.join(', ') });
    }
    await world.drainJobs();
    const mails = await subjects();
    for (const { placed, how } of walked) await expectPaidOnce(placed, how, mails);
  });

  test.each(['webhook', 'sweeper'] as const)('is applied by the %s alone', async (step) => {
    const { id, number } = await begin();
    await steps[step](id, number);
    expect((await world.read(id)).status).toBe('confirmed');
  });

  test('is applied once when all come at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const placed = await begin();
      const all: Step[] = ['job', 'webhook', 'sweeper', 'job', 'webhook', 'sweeper'];
      await Promise.all(all.map((step) => steps[step](placed.id, placed.number)));
      await world.drainJobs();
      await expectPaidOnce(placed, 'at once', await subjects());
    }
  });
});

test('events that arrive in the wrong order end where the right order ends', async () => {
  const ends = [];
  for (const isReversed of [false, true]) {
    const { id, number } = await world.place('pm_card_3ds');
    await world.runJob(id);
    const [intent] = account.of(number);
    account.failAuthentication(intent!.id);
    account.pay(intent!.id);
    const events = account.events.filter(({ data }) => 'id' in data.object && data.object.id === intent!.id);
    expect(events.map(({ type }) => type)).toEqual([
      'payment_intent.requires_action',
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
    ]);
    for (const event of isReversed ? events.toReversed() : events) await world.deliver(event);
    await world.drainJobs();
    const { status, paymentStatus, events: timeline } = await world.read(id);
    ends.push({ status, paymentStatus, timeline });
  }
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[0]).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
});

test('an event that comes twice is stored once, and its second job asks nobody', async () => {
  const { id, number } = await world.place('pm_card_3ds');
  await world.runJob(id);
  const event = account.lastEvent(number);
  expect(await world.deliver(event)).toBe(true);
  const before = fake.calls.length;
  expect(await world.deliver(event)).toBe(false);
  expect(fake.calls).toHaveLength(before);
});

test('an event about a payment of somebody else is stored, and changes nothing', async () => {
  const { providerEvents } = shop.db.tables;
  const before = fake.calls.length;
  const event = world.foreignEvent();
  expect(await world.deliver(event)).toBe(true);
  const stored = (await shop.db.read.select().from(providerEvents)).find(({ id }) => id === `stripe:${event.id}`);
  expect(stored?.appliedAt).toBeInstanceOf(Date);
  expect(fake.calls).toHaveLength(before);
});
