import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOf } from '../kernel/money.ts';
import { refundOfPieces } from './refund-amount.ts';

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
      refundedQuantity: 0,
    }));
    const subtotal = priced.reduce((sum, { lineTotal }) => sum + lineTotal, 0);
    const discount = shareOf(subtotal, discountShare);
    return {
      lines: priced,
      order: { shipping, discount, tax: shareOf(subtotal - discount + shipping, taxShare) },
      subtotal,
    };
  });

test('the pieces of an order, refunded one by one, add up to what refunding its lines whole gives', () => {
  fc.assert(
    fc.property(orders, ({ lines, order }) => {
      for (const line of lines) {
        let sum = 0;
        for (let refundedQuantity = 0; refundedQuantity < line.quantity; refundedQuantity += 1) {
          sum += refundOfPieces(order, lines, { ...line, refundedQuantity }, 1);
        }
        expect(sum).toBe(refundOfPieces(order, lines, line, line.quantity));
      }
    }),
  );
});

test('all lines together never cost more than the order less its shipping', () => {
  fc.assert(
    fc.property(orders, ({ lines, order, subtotal }) => {
      const all = lines.reduce((sum, line) => sum + refundOfPieces(order, lines, line, line.quantity), 0);
      expect(all).toBeLessThanOrEqual(subtotal - order.discount + order.tax);
      if (order.shipping === 0) expect(all).toBe(subtotal - order.discount + order.tax);
    }),
  );
});
