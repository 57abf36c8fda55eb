import { expect, test } from 'vitest';
import type { OrderEvent, OrderUpdate } from './contract.ts';

function sentenceOf(event: OrderEvent | OrderUpdate): string {
  const { type, data } = event;
  switch (type) {
    case 'paid':
    case 'refunded': {
      const amount: number = data.amount;
      return `${type} ${amount}`;
    }
    case 'cancelled':
      // @ts-expect-error a cancellation has no amount
      return data.amount ?? `cancelled by the ${data.by}`;
    default:
      return type;
  }
}

test('the type of an event decides the type of its data', () => {
  const facts = { actor: 'system', at: new Date() } as const;
  expect(sentenceOf({ ...facts, type: 'paid', data: { amount: 900 } })).toBe('paid 900');
  expect(sentenceOf({ ...facts, type: 'cancelled', data: { by: 'store' } })).toBe('cancelled by the store');
  expect(sentenceOf({ ...facts, type: 'placed', data: {} })).toBe('placed');
  // @ts-expect-error no event has this type
  expect(sentenceOf({ ...facts, type: 'lost', data: {} })).toBe('lost');
});
