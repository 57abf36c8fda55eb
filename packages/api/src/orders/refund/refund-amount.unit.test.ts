import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOf } from '../../kernel/money.ts';
import {
  type AskedRefund,
  type Given,
  givenBack,
  type PaidLine,
  paidLines,
  refundOfQuantity,
  taxInRefund,
} from './refund-amount.ts';

const orders = fc
  .record({
    lines: fc.array(
      fc.record({ unitPrice: fc.integer({ min: 0, max: 1_000_000 }), quantity: fc.integer({ min: 1, max: 99 }) }),
      { minLength: 1, maxLength: 10 },
    ),
    shipping: fc.integer({ min: 0, max: 5_000 }),
    discountShare: fc.integer({ min: 0, max: 10_000 }),
    taxShare: fc.integer({ min: 0, max: 3_000 }),
  })
  .map(({ lines, shipping, discountShare, taxShare }) => {
    const priced = lines.map(({ unitPrice, quantity }, position) => ({
      position,
      quantity,
      lineTotal: unitPrice * quantity,
    }));
    const subtotal = priced.reduce((sum, { lineTotal }) => sum + lineTotal, 0);
    const discount = shareOf(subtotal, discountShare);
    return {
      lines: priced,
      order: { shipping, discount, tax: shareOf(subtotal - discount + shipping, taxShare) },
      subtotal,
    };
  });

const nothing: Given = { quantity: 0, amount: 0, tax: 0 };

test('the pieces of a line, refunded one by one, add up to what refunding them together gives', () => {
  fc.assert(
    fc.property(orders, ({ lines, order }) => {
      for (const line of paidLines(order, lines)) {
        let given = nothing;
        for (let piece = 0; piece < line.quantity; piece += 1) given = add(given, next(line, given, 1));
        expect(given).toEqual({ quantity: line.quantity, amount: line.paid, tax: line.tax });
        expect(refundOfQuantity(line, nothing, line.quantity)).toBe(line.paid);
      }
    }),
  );
});

test('all lines together cost what the order did, less its shipping and the tax on that', () => {
  fc.assert(
    fc.property(orders, ({ lines, order, subtotal }) => {
      const all = paidLines(order, lines).reduce((sum, { paid }) => sum + paid, 0);
      expect(all).toBeLessThanOrEqual(subtotal - order.discount + order.tax);
      if (order.shipping === 0) expect(all).toBe(subtotal - order.discount + order.tax);
    }),
  );
});

/** Steps that request refunds of quantities, and let refunds fail in whole or in part at any later time. */
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('refund' as const), pick: fc.nat(), pieces: fc.integer({ min: 1, max: 99 }) }),
    fc.record({ kind: fc.constant('fail' as const), pick: fc.nat(), share: fc.integer({ min: 0, max: 100 }) }),
  ),
  { maxLength: 40 },
);

test('lines never give back more than they cost, and all of it in the end, whatever fails in between', () => {
  fc.assert(
    fc.property(orders, steps, ({ lines, order }, taken) => {
      const paid = paidLines(order, lines);
      const asked: AskedRefund[] = [];
      const ask = (line: PaidLine, pieces: number) => {
        const given = givenBack(asked)(line.position);
        const quantity = Math.min(pieces, line.quantity - given.quantity);
        const part = next(line, given, quantity);
        if (quantity > 0 && part.amount > 0) asked.push({ amount: part.amount, failed: 0, lines: [part] });
      };
      for (const step of taken) {
        if (step.kind === 'refund') ask(paid[step.pick % paid.length]!, step.pieces);
        const index = asked.length === 0 ? -1 : step.pick % asked.length;
        const refund = asked[index];
        if (step.kind === 'fail' && refund) {
          const failed = Math.max(refund.failed, Math.floor((refund.amount * step.share) / 100));
          asked[index] = { ...refund, failed };
        }
        const given = givenBack(asked);
        for (const line of paid) {
          expect(given(line.position).amount).toBeLessThanOrEqual(line.paid);
          expect(given(line.position).quantity).toBeLessThanOrEqual(line.quantity);
        }
      }
      for (const line of paid) ask(line, line.quantity);
      const given = givenBack(asked);
      expect(paid.map(({ position }) => given(position).amount)).toEqual(paid.map((line) => line.paid));
    }),
  );
});

function next(line: PaidLine, given: Given, quantity: number) {
  const amount = refundOfQuantity(line, given, quantity);
  return { position: line.position, quantity, amount, tax: taxInRefund(line, given, amount) };
}

function add(given: Given, part: Given): Given {
  return { quantity: given.quantity + part.quantity, amount: given.amount + part.amount, tax: given.tax + part.tax };
}
