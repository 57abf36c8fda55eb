import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preparePricing, price } from '../../pricing/index.ts';
import * as sample from '../../pricing/testing/examples.ts';
import {
  type AskedRefund,
  addTaxes,
  type PaidLine,
  paidLines,
  type Refunded,
  refundedInAll,
  refundedOf,
  refundOfQuantity,
  type Tax,
  taxesInAmount,
  taxesInRefund,
  taxesOf,
} from './refund-amount.ts';

/** Orders with discounts, shipping and up to two taxes, which prices contain or not. */
const orders = fc
  .record({
    lines: fc.array(
      fc.record({ unitPrice: fc.integer({ min: 0, max: 1_000_000 }), quantity: fc.integer({ min: 1, max: 99 }) }),
      { minLength: 1, maxLength: 10 },
    ),
    shipping: fc.integer({ min: 0, max: 5_000 }),
    discount: fc.integer({ min: 1, max: 10_000 }),
    rates: fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 2 }),
    pricesIncludeTax: fc.boolean(),
    taxRounding: fc.constantFrom('line' as const, 'order' as const),
  })
  .map(({ lines, shipping, discount, rates, pricesIncludeTax, taxRounding }) => {
    const facts = sample.facts({
      pricesIncludeTax,
      taxRounding,
      rates: rates.map((basisPoints, index) => sample.rate(index, basisPoints, { mode: 'adds', name: `Tax ${index}` })),
      methods: [sample.shippingMethod(9, shipping)],
      automatic: [sample.promotion(5, { kind: 'order', off: { kind: 'percent', basisPoints: discount } })],
    });
    const request = sample.request(lines.map((fields, position) => sample.line(position, fields)));
    const { totals, adjustments } = price(request, preparePricing(facts));
    const rows = request.lines.map(({ position, quantity, unitPrice }) => {
      return { position, quantity, lineTotal: unitPrice * quantity };
    });
    const { tax, taxIncluded, ...rest } = totals;
    const shippingPaid = rest.total - sumOf(paidLines(rows, adjustments).map(({ paid }) => paid));
    return { lines: paidLines(rows, adjustments), totals, taxes: taxesOf(adjustments), shippingPaid, tax, taxIncluded };
  });

const nothing: Refunded = { quantity: 0, amount: 0, fee: 0, taxes: [] };

test('the units of a line, refunded one by one, add up to what refunding them together gives', () => {
  fc.assert(
    fc.property(orders, ({ lines }) => {
      for (const line of lines) {
        let before = nothing;
        for (let unit = 0; unit < line.quantity; unit += 1) before = add(before, next(line, before, 1));
        expect(before.quantity).toBe(line.quantity);
        expect(before.amount).toBe(line.paid);
        expect(byRate(before.taxes)).toEqual(byRate(line.taxes));
        expect(refundOfQuantity(line, nothing, line.quantity)).toBe(line.paid);
      }
    }),
  );
});

test('all lines together cost what the order did, less what was paid for shipping', () => {
  fc.assert(
    fc.property(orders, ({ lines, totals, shippingPaid }) => {
      expect(shippingPaid).toBeGreaterThanOrEqual(0);
      if (totals.shipping === 0) expect(sumOf(lines.map(({ paid }) => paid))).toBe(totals.total);
    }),
  );
});

/** Steps that request refunds of quantities or amounts, and let refunds fail in whole or in part at any later time. */
const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('lines' as const),
      pick: fc.nat(),
      quantity: fc.integer({ min: 1, max: 99 }),
      feeShare: fc.constantFrom(0, 0, 10, 50),
    }),
    fc.record({ kind: fc.constant('amount' as const), share: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ kind: fc.constant('fail' as const), pick: fc.nat(), share: fc.integer({ min: 0, max: 100 }) }),
  ),
  { maxLength: 40 },
);

test('refunds of a line never exceed its price, and end at the price less the fees, although some fail', () => {
  fc.assert(
    fc.property(orders, steps, ({ lines }, taken) => {
      const asked: AskedRefund[] = [];
      const ask = (line: PaidLine, wanted: number, feeShare = 0) => {
        const before = refundedOf(asked, lines)(line.position);
        const quantity = Math.min(wanted, line.quantity - before.quantity);
        const part = next(line, before, quantity, feeShare);
        if (quantity > 0 && part.amount > 0)
          asked.push({ amount: part.amount, failed: 0, shipping: 0, lines: [part], taxes: [] });
      };
      for (const step of taken) {
        if (step.kind === 'lines') ask(lines[step.pick % lines.length]!, step.quantity, step.feeShare);
        if (step.kind === 'fail') fail(asked, step);
        const refunded = refundedOf(asked, lines);
        for (const line of lines) {
          const { amount, fee } = refunded(line.position);
          expect(amount + fee).toBeLessThanOrEqual(line.paid);
          expect(refunded(line.position).quantity).toBeLessThanOrEqual(line.quantity);
        }
      }
      for (const line of lines) ask(line, line.quantity);
      const refunded = refundedOf(asked, lines);
      const settled = lines.map(({ position }) => refunded(position).amount + refunded(position).fee);
      expect(settled).toEqual(lines.map((line) => line.paid));
    }),
  );
});

test('amounts give back all the tax of an order with its last unit of money, and never more', () => {
  fc.assert(
    fc.property(orders, steps, ({ totals: { total }, taxes }, taken) => {
      const asked: AskedRefund[] = [];
      const ask = (amount: number) => {
        const before = refundedInAll(asked);
        if (amount === 0) return;
        const parts = taxesInAmount({ paid: total, taxes }, before, amount);
        asked.push({ amount, failed: 0, shipping: 0, lines: [], taxes: parts });
      };
      for (const step of taken) {
        if (step.kind === 'amount') ask(Math.floor(((total - refundedInAll(asked).amount) * step.share) / 100));
        if (step.kind === 'fail') fail(asked, step);
        const sums = byRate(refundedInAll(asked).taxes);
        for (const { label, amount } of taxes) expect(sums[label] ?? 0).toBeLessThanOrEqual(amount);
      }
      ask(total - refundedInAll(asked).amount);
      if (total > 0) expect(byRate(refundedInAll(asked).taxes)).toEqual(byRate(taxes));
    }),
  );
});

function fail(asked: AskedRefund[], { pick, share }: { readonly pick: number; readonly share: number }): void {
  const index = asked.length === 0 ? -1 : pick % asked.length;
  const refund = asked[index];
  if (!refund) return;
  const failed = Math.max(refund.failed, Math.floor((refund.amount * share) / 100));
  asked[index] = { ...refund, failed };
}

function next(line: PaidLine, before: Refunded, quantity: number, feeShare = 0) {
  const price = refundOfQuantity(line, before, quantity);
  const fee = Math.floor((price * feeShare) / 100);
  const amount = price - fee;
  return { position: line.position, quantity, amount, fee, taxes: taxesInRefund(line, before, amount) };
}

function add(before: Refunded, part: Refunded): Refunded {
  const taxes = addTaxes(before.taxes, part.taxes);
  const [quantity, amount] = [before.quantity + part.quantity, before.amount + part.amount];
  return { quantity, amount, fee: before.fee + part.fee, taxes };
}

/** The sums by label, without those that are 0. */
function byRate(taxes: readonly Tax[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { label, amount } of taxes) if (amount > 0) sums[label] = (sums[label] ?? 0) + amount;
  return sums;
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
