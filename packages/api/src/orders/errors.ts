import { defineFailures, failure } from '../kernel/failures.ts';
import { quote, type Quote } from './schema.ts';

export const orderFailures = defineFailures({
  CART_EMPTY: failure('CONFLICT', 'There is nothing to order: the cart is empty.'),
  PRICE_CHANGED: failure(
    'CONFLICT',
    ({ quote: now }: { quote: Quote }) => `The total is ${now.total} now. Show the new quote and ask again.`,
    { quote },
  ),
});
