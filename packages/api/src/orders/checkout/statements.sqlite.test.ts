import { afterAll, expect, test } from 'vitest';
import { createContext } from '../../context.ts';
import { createCaller } from '../../router.ts';
import { createTestShop, orderInput, storePromotion } from '../../testing.ts';

const world = await createTestShop();
const statements: string[] = [];
const traced = await world.database.openAnother({
  traceQuery: (statement, run) => {
    statements.push(statement);
    return run();
  },
});
afterAll(() => world.close());

test('an add takes five statements and a checkout of two lines twelve, the jobs not counted', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { accessToken, caller } = await world.signUp();
  const ids: string[] = [];
  for (const name of ['Mug', 'Bowl']) {
    const { variants } = await ada.caller.products.create({ name, price: 1_000, stock: 10 });
    ids.push(variants[0]?.id ?? '');
  }
  const [mug = '', bowl = ''] = ids;
  await caller.cart.addItem({ variantId: mug });
  const request = { requestId: 'test', ip: '127.0.0.1', accessToken, idempotencyKey: 'counted' };
  const { cart, orders } = createCaller(() => createContext({ ...world.shop, db: traced }, request));

  // Rates and shipping methods stay in memory.
  await orders.quote(orderInput());
  statements.length = 0;

  await cart.addItem({ variantId: bowl });
  const added = [
    'from "sessions"', // identifies the caller
    'insert into "idempotency_keys"', // claims the key
    'from "variants" inner join "products"', // reads the cart, prices and stock
    'update "carts"',
    'insert into "cart_lines"',
  ];
  expect(statements.splice(0)).toEqual(added.map((part) => expect.stringContaining(part)));

  await orders.place(orderInput());
  const placed = [
    'from "sessions"', // identifies the caller
    'insert into "idempotency_keys"', // claims the key
    'from "variants" inner join "products"', // reads the cart, prices and stock
    'insert into "order_lines"',
    'insert into "order_adjustments"',
    'insert into "orders"',
    'insert into "order_events"',
    'insert into "payments"',
    'delete from "cart_lines"',
    'update "variants"', // reserves the stock
    'insert into "stock_ledger"',
    'insert into "idempotency_keys"', // keeps the response
  ];
  expect(statements).toEqual(placed.map((part) => expect.stringContaining(part)));
});

test('a code with limits takes five statements more, which are no round trips here', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { accessToken, caller } = await world.signUp();
  const { id: productId } = await ada.caller.products.create({ name: 'Lamp', price: 1_000, stock: 10 });
  const limits = { uses: 9, usesPerCustomer: 2, budget: 9_000 };
  await storePromotion(world.shop, { codes: ['COUNTED'], usesPerCode: 5, limits });
  await caller.cart.addItem({ productId });
  await caller.cart.applyCode({ code: 'COUNTED' });
  const request = { requestId: 'test', ip: '127.0.0.1', accessToken, idempotencyKey: 'coded' };
  const { orders } = createCaller(() => createContext({ ...world.shop, db: traced }, request));
  await orders.quote(orderInput());
  statements.length = 0;

  await orders.place(orderInput());
  const placed = [
    'from "sessions"',
    'insert into "idempotency_keys"',
    'from "variants" inner join "products"', // reads the codes of the cart too
    'from "promotion_codes" inner join "promotions"', // finds the promotion
    'insert into "balances"', // reads what is left of the limits
    'insert into "order_lines"',
    'insert into "order_adjustments"',
    'insert into "orders"',
    'insert into "order_events"',
    'insert into "payments"',
    'delete from "cart_lines"',
    'delete from "cart_codes"',
    'insert into "balances"', // takes the uses
    'insert into "balance_ledger"',
    'update "variants"',
    'insert into "stock_ledger"',
    'insert into "idempotency_keys"',
  ];
  expect(statements).toEqual(placed.map((part) => expect.stringContaining(part)));
});
