import { newId } from '@cartwright/kernel/ids';
import type { PaymentProvider } from '@cartwright/kernel/ports';
import { asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, type SignedUp, type TestShop, tally } from '../../testing.ts';
import { recordRefund } from './record-refund.ts';

/** Prices whose tax does not divide by the quantity, so that equal quantities of a line cost different amounts. */
const prices = [999, 7, 3_337];
const currencies = ['JPY', 'USD', 'KWD'];

interface Shop {
  readonly world: TestShop;
  readonly ada: SignedUp;
  readonly bob: SignedUp;
  readonly variantIds: readonly string[];
  /** The amount of each refund that the provider paid out, by the refund's id. */
  readonly paidOut: ReadonlyMap<string, number>;
  /** Whether the provider refuses refunds instead of paying them out. */
  refuse(isRefusing: boolean): void;
}

const shops: TestShop[] = [];
afterAll(async () => {
  for (const world of shops) await world.close();
});

async function openShop(currency: string): Promise<Shop> {
  const rules = { TAX_BASIS_POINTS: String(taxBasisPoints), SHIPPING_PRICE: '499', FREE_SHIPPING_FROM: '1000000' };
  const world = await createTestShop({ STORE_CURRENCY: currency, ...rules });
  shops.push(world);
  const paidOut = new Map<string, number>();
  let isRefusing = false;
  const providers = world.shop.paymentProviders as Map<string, PaymentProvider>;
  providers.set('dummy', {
    ...providers.get('dummy')!,
    async refund({ refundId, amount }) {
      if (isRefusing) return { status: 'failed', reason: 'account_closed' };
      paidOut.set(refundId, amount);
      return { status: 'succeeded', reference: `dummy_${refundId}` };
    },
  });
  const [ada, bob] = [await world.signUp({ role: 'admin' }), await world.signUp()];
  const variantIds: string[] = [];
  for (const price of prices) {
    const product = await ada.caller.products.create({ name: `Thing for ${price}`, price, stock: 1_000_000 });
    variantIds.push(product.variants[0]!.id);
  }
  return { world, ada, bob, variantIds, paidOut, refuse: (value) => void (isRefusing = value) };
}

/** A line as the customer bought it, and each refund of it that was accepted. */
interface Line {
  readonly quantity: number;
  readonly paid: number;
  readonly requests: Request[];
}

interface Request {
  readonly quantity: number;
  readonly amount: number;
  readonly attempts: readonly Attempt[];
}

interface Attempt {
  readonly id: string;
  readonly amount: number;
  isFailed: boolean;
}

const taxBasisPoints = 825;

/** Rounded half up, for amounts far below 2^53. */
const half = (amount: number, part: number, whole: number) => Math.floor((2 * amount * part + whole) / (2 * whole));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const keptOf = ({ attempts }: Request) => sum(attempts.map(({ amount, isFailed }) => (isFailed ? 0 : amount)));
/** The quantity of a request that counts as refunded: whole units, in proportion to the money that did not fail. */
const unitsOf = (request: Request) => Math.floor((request.quantity * keptOf(request)) / request.amount);
const refundedOf = ({ quantity, paid, requests }: Line) => {
  const kept = sum(requests.map(keptOf));
  const units = sum(requests.map(unitsOf));
  const hasFailures = requests.some(({ attempts }) => attempts.some(({ isFailed }) => isFailed));
  // A failure leaves at least one unit while money of the line is missing.
  return hasFailures && kept < paid ? Math.min(units, quantity - 1) : units;
};
const expectedFor = (line: Line, quantity: number) =>
  Math.max(0, half(line.paid, refundedOf(line) + quantity, line.quantity) - sum(line.requests.map(keptOf)));

/** An order that is paid, with the oracle of its refunds beside it. */
async function buy(shop: Shop, quantities: readonly number[], payments: number) {
  const { world, ada, bob, variantIds, paidOut } = shop;
  const items = quantities.map((quantity, index) => ({ variantId: variantIds[index]!, quantity }));
  const { id, total } = await bob.caller.orders.place(orderInput({ items }));
  await world.drainJobs();
  if (payments === 2) await splitPayment(world, id, total);
  const totals = quantities.map((quantity, index) => quantity * prices[index]!);
  const taxes = totals.map((amount) => half(amount, taxBasisPoints, 10_000));
  const lines = quantities.map((quantity, index): Line => {
    return { quantity, paid: totals[index]! + taxes[index]!, requests: [] };
  });
  const attempts = () => lines.flatMap(({ requests }) => requests.flatMap((request) => request.attempts));

  /** The attempts of a request that was just accepted. */
  async function newAttempts(): Promise<Attempt[]> {
    const { refunds } = world.shop.db.tables;
    const rows = await world.shop.db.read
      .select()
      .from(refunds)
      .where(eq(refunds.orderId, id))
      .orderBy(asc(refunds.id));
    const known = new Set(attempts().map((attempt) => attempt.id));
    return rows.filter((row) => !known.has(row.id)).map((row) => ({ id: row.id, amount: row.amount, isFailed: false }));
  }

  return {
    id,
    total,
    lines,

    /** Asks for a quantity of a line, and expects the amount that the oracle names, or a refusal. */
    async refund(index: number, quantity: number): Promise<void> {
      const line = lines[index]!;
      const amount = expectedFor(line, quantity);
      const input = { idOrNumber: id, lines: [{ variantId: variantIds[index]!, quantity }] };
      const outcome = await tally([ada.caller.admin.orders.refund(input)]);
      if (quantity > line.quantity - refundedOf(line)) expect(outcome).toEqual({ VALIDATION: 1 });
      else if (amount === 0) expect(outcome).toEqual({ REFUND_TOO_LARGE: 1 });
      else {
        expect(outcome).toEqual({ ok: 1 });
        const request = { quantity, amount, attempts: await newAttempts() };
        expect(sum(request.attempts.map((attempt) => attempt.amount))).toBe(amount);
        line.requests.push(request);
      }
    },

    /** The provider or the bank fails one refund, which may be paid out already. */
    async sendBack(pick: number): Promise<void> {
      const attempt = attempts()[pick % attempts().length];
      if (!attempt) return;
      await recordRefund(world.shop, attempt.id, { status: 'failed', reason: 'account_closed' }, 'cli');
      attempt.isFailed = true;
    },

    /** The worker asks the provider for every refund that waits, and the provider pays out or refuses. */
    async payOut({ isRefused = false } = {}): Promise<void> {
      shop.refuse(isRefused);
      await world.drainJobs();
      shop.refuse(false);
      for (const attempt of attempts()) {
        if (isRefused && !paidOut.has(attempt.id)) attempt.isFailed = true;
        if (!attempt.isFailed) expect(paidOut.get(attempt.id)).toBe(attempt.amount);
      }
    },

    /** What the customer received for a line and kept. */
    received: ({ requests }: Line) =>
      sum(
        requests
          .flatMap((request) => request.attempts.filter(({ isFailed }) => !isFailed))
          .map((one) => paidOut.get(one.id) ?? 0),
      ),
  };
}

/** Turns the payment of an order into two, of a third and of the rest. */
async function splitPayment({ shop }: TestShop, orderId: string, total: number): Promise<void> {
  const first = Math.floor(total / 3);
  await shop.db.transact(async (tx) => {
    const { payments } = tx.tables;
    const [row] = await tx.select().from(payments).where(eq(payments.orderId, orderId));
    await tx.update(payments).set({ amount: first, captured: first }).where(eq(payments.orderId, orderId));
    const rest = { id: newId(), amount: total - first, captured: total - first, reference: null };
    await tx.insert(payments).values({ ...row!, ...rest });
  });
}

const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('refund' as const), pick: fc.nat(), size: fc.nat(3) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('send back' as const), pick: fc.nat() }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'pay out' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'refuse' as const }) },
  ),
  { minLength: 4, maxLength: 12 },
);
const bought = fc.record({
  quantities: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
  payments: fc.constantFrom(1, 1, 2),
});

describe.each(currencies)('in %s', (currency) => {
  test('the provider pays out what each refunded line cost, in every order of refunds and failures', async () => {
    const shop = await openShop(currency);
    const property = fc.asyncProperty(bought, steps, async ({ quantities, payments }, taken) => {
      const { id, total, lines, ...order } = await buy(shop, quantities, payments);
      for (const step of taken) {
        if (step.kind === 'refund') await order.refund(step.pick % lines.length, step.size + 1);
        if (step.kind === 'send back') await order.sendBack(step.pick);
        if (step.kind === 'pay out') await order.payOut();
        if (step.kind === 'refuse') await order.payOut({ isRefused: true });
      }
      for (const [index, line] of lines.entries()) {
        for (let left = line.quantity - refundedOf(line); left > 0; left -= 1) await order.refund(index, 1);
      }
      await order.payOut();
      expect(lines.map(order.received)).toEqual(lines.map(({ paid }) => paid));

      const before = sum([...shop.paidOut.values()]);
      await shop.ada.caller.admin.orders.refund({ idOrNumber: id });
      await order.payOut();
      const rest = sum([...shop.paidOut.values()]) - before;
      expect(rest).toBe(total - sum(lines.map(({ paid }) => paid)));
    });
    await fc.assert(property, { numRuns: shop.world.shop.db.dialect === 'sqlite' ? 8 : 4, endOnFailure: true });
  });
});
