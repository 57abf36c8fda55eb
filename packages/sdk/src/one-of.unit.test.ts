import { expect, test } from 'vitest';
import { createCartwright } from './client.ts';

const shop = createCartwright({
  url: 'http://127.0.0.1:1',
  fetch: () => Promise.reject(new Error('There is no shop.')),
});
const id = '0193a5f0-7c1e-7a3b-9d5c-1f2e3d4c5b6a';
const order = { shippingAddress: {} as never, payment: { method: 'cod' } } as const;

test('an input that names one of several things compiles with each of them, and not with two or none', async () => {
  const calls = [
    () => shop.cart.addItem({ productId: id }),
    () => shop.cart.addItem({ variantId: id, quantity: 2 }),
    // @ts-expect-error two
    () => shop.cart.addItem({ productId: id, variantId: id }),
    // @ts-expect-error none
    () => shop.cart.addItem({ quantity: 2 }),

    () => shop.orders.place({ ...order, items: [{ productId: id, quantity: 1 }] }),
    // @ts-expect-error two
    () => shop.orders.place({ ...order, items: [{ productId: id, variantId: id, quantity: 1 }] }),
    // @ts-expect-error two
    () => shop.orders.quote({ ...order, items: [{ productId: id, variantId: id, quantity: 1 }] }),

    () => shop.auth.verifyCode({ email: 'ada@example.com', code: '123456' }),
    () => shop.auth.verifyCode({ token: 'from the link' }),
    // @ts-expect-error a token stands alone
    () => shop.auth.verifyCode({ email: 'ada@example.com', token: 'from the link' }),
    // @ts-expect-error a code belongs to an address
    () => shop.auth.verifyCode({ code: '123456' }),

    () => shop.admin.orders.refund({ idOrNumber: id }),
    () => shop.admin.orders.refund({ idOrNumber: id, amount: 100, reason: 'Scratch' }),
    () => shop.admin.orders.refund({ idOrNumber: id, lines: [{ variantId: id, quantity: 1 }], restock: true }),
    // @ts-expect-error an amount or lines
    () => shop.admin.orders.refund({ idOrNumber: id, amount: 100, lines: [{ variantId: id, quantity: 1 }] }),
    // @ts-expect-error an amount says nothing of quantities
    () => shop.admin.orders.refund({ idOrNumber: id, amount: 100, restock: true }),

    () => shop.products.create({ name: 'Mug', price: 100, stock: 3 }),
    () => shop.products.create({ name: 'Mug', variants: [{ price: 100 }] }),
    // @ts-expect-error the price stands in each of the variants
    () => shop.products.create({ name: 'Mug', price: 100, variants: [{ price: 100 }] }),
    // @ts-expect-error there is no price
    () => shop.products.create({ name: 'Mug' }),
  ];
  // The compiler has checked the calls. No shop answers them.
  expect(calls).not.toEqual([]);
});
