import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import { admitMode } from '../../auth/session-mode.ts';
import { signIn } from '../../auth/sign-in.ts';
import { createContext } from '../../context.ts';
import { allowedTransitions } from '../../orders/lifecycle/transitions.ts';
import { changeStock } from '../../products/index.ts';
import { orderInput } from '../../testing.ts';
import { type Command, command, ending, onOrder, type RealShop } from './command.ts';
import { expectedLine, expectedTotal } from './expected-total.ts';
import { returnCommands } from './return-commands.ts';
import {
  available,
  type CartModel,
  cancel,
  end,
  expire,
  follow,
  hold,
  maxPieces,
  merge,
  type OrderModel,
  runJobs,
  type ShopModel,
  send,
  takeBack,
} from './shop-model.ts';

export type { RealShop } from './command.ts';

/** Adds to the model's cart and returns the outcome. */
function addTo(cart: CartModel, { things }: ShopModel, thing: number, quantity: number): string {
  const wanted = (cart.get(thing) ?? 0) + quantity;
  if (wanted > maxPieces) return 'VALIDATION';
  if (wanted > available(things[thing]!)) return 'INSUFFICIENT_STOCK';
  cart.set(thing, wanted);
  return 'ok';
}

function add(customer: number, thing: number, quantity: number): Command {
  return command(`customer ${customer} adds ${quantity} of ${thing}`, async (model, { customers, variantIds }) => {
    const call = customers[customer]!.caller.cart.addItem({ variantId: variantIds[thing]!, quantity });
    expect(await ending(call)).toBe(addTo(model.carts[customer]!, model, thing, quantity));
  });
}

function addAsGuest(thing: number, quantity: number): Command {
  return command(`a guest adds ${quantity} of ${thing}`, async (model, { test, guest, variantIds }) => {
    const call = test.caller(guest).cart.addItem({ variantId: variantIds[thing]!, quantity });
    expect(await ending(call)).toBe(addTo(model.guestCart, model, thing, quantity));
    const cart = await call.catch(() => undefined);
    if (cart?.token !== undefined) guest.cartToken = cart.token;
  });
}

function signInWithCart(customer: number): Command {
  return command(`the guest turns out to be customer ${customer}`, async (model, { test, customers, guest }) => {
    const { shop } = test;
    const ctx = createContext(shop, { requestId: 'model', ip: '127.0.0.1', ...guest });
    const hasCart = guest.cartToken !== undefined && model.guestCart.size > 0;
    const session = await signIn(ctx, admitMode(ctx, 'bearer'), async () => customers[customer]!.user);
    expect(session.cart !== undefined).toBe(hasCart);
    merge(model, model.carts[customer]!);
    delete guest.cartToken;
  });
}

function remove(customer: number, thing: number): Command {
  return command(`customer ${customer} takes ${thing} out`, async (model, { customers, variantIds }) => {
    model.carts[customer]!.delete(thing);
    const cart = await customers[customer]!.caller.cart.removeItem({ variantId: variantIds[thing]! });
    expect(cart.count).toBe([...model.carts[customer]!.values()].reduce((sum, count) => sum + count, 0));
  });
}

function place(customer: number, payment: 'ok' | 'decline' | 'cod'): Command {
  return command(`customer ${customer} places an order by ${payment}`, async (model, { customers, test }) => {
    const cart = model.carts[customer]!;
    const isShort = [...cart].some(([thing, quantity]) => quantity > available(model.things[thing]!));
    const expected = cart.size === 0 ? 'CART_EMPTY' : isShort ? 'INSUFFICIENT_STOCK' : 'ok';
    const method = payment === 'cod' ? ({ method: 'cod' } as const) : ({ method: 'dummy', token: payment } as const);
    const call = customers[customer]!.caller.orders.place(orderInput({ payment: method }));
    expect(await ending(call)).toBe(expected);
    if (expected !== 'ok') return;

    const { id, total } = await call;
    const prices = [...cart].map(([thing, quantity]) => ({ unitPrice: model.things[thing]!.price, quantity }));
    const ordered = [...cart].map(([thing, quantity]) => {
      return { thing, quantity, paid: expectedLine(model.things[thing]!.price * quantity, test.shop.settings) };
    });
    expect(total).toBe(expectedTotal(prices, test.shop.settings));
    const status = payment === 'cod' ? 'confirmed' : 'pending';
    const goods = { lines: new Map(cart), out: new Map(), ordered, shipments: [], returns: [] };
    const money = { total, payment, isPaid: false, captured: 0, refunded: 0 };
    const order: OrderModel = { id, customer, status, ...goods, ...money };
    model.orders.push(order);
    hold(model, order, 1);
    cart.clear();
  });
}

function cancelOrder(pick: number, by: 'customer' | 'admin'): Command {
  return onOrder(`${by} cancels`, pick, async (order, model, real) => {
    const { customers, admin } = real;
    const caller = by === 'admin' ? admin.caller : customers[order.customer]!.caller;
    const isOut = order.out.size > 0 || order.shipments.some(({ status }) => status === 'shipped');
    const isPart = isOut && order.lines.size > 0;
    const mayCancel = allowedTransitions(order.status, by).includes('cancelled') && order.status !== 'shipped';
    const isAllowed = mayCancel && (!isOut || (isPart && by === 'admin'));
    const expected = isAllowed || order.status === 'cancelled' ? 'ok' : 'INVALID_TRANSITION';
    expect(await ending(caller.orders.cancel({ idOrNumber: order.id }))).toBe(expected);
    if (!isAllowed) return;
    if (isOut) await cancelRest(model, order, real);
    else cancel(model, order);
  });
}

function move(pick: number, to: 'processing' | 'shipped' | 'delivered'): Command {
  return onOrder(`admin moves to ${to}`, pick, async (order, model, { admin }) => {
    const isAllowed = allowedTransitions(order.status, 'admin').includes(to);
    const isEmpty = to === 'shipped' && order.lines.size === 0;
    const refusal = isAllowed ? isEmpty && 'NOTHING_TO_SHIP' : order.status !== to && 'INVALID_TRANSITION';
    expect(await ending(admin.caller.admin.orders.setStatus({ idOrNumber: order.id, status: to }))).toBe(
      refusal || 'ok',
    );
    if (!isAllowed || isEmpty) return;
    if (to === 'processing') order.status = to;
    if (to === 'shipped') send(model, order, new Map(order.lines));
    if (to === 'delivered') {
      for (const shipment of order.shipments) {
        if (shipment.status === 'shipped') end(model, order, shipment, { to, restock: false });
      }
    }
  });
}

/** The money of the rest is not computed twice: the model takes it from the shop, and holds it to its bounds. */
async function cancelRest(model: ShopModel, order: OrderModel, { admin }: RealShop): Promise<void> {
  hold(model, order, -1);
  order.lines.clear();
  follow(order);
  const { refunded } = await admin.caller.admin.orders.get({ idOrNumber: order.id });
  expect(refunded).toBeGreaterThanOrEqual(order.refunded);
  expect(refunded).toBeLessThanOrEqual(order.captured);
  order.refunded = refunded;
}

function ship(pick: number, part: number): Command {
  return onOrder('admin ships a part of', pick, async (order, model, { admin, variantIds }) => {
    const wanted = new Map([...order.lines].map(([thing, quantity]) => [thing, Math.ceil((quantity * part) / 3)]));
    const isOpen = order.status === 'confirmed' || order.status === 'processing';
    const isOver = order.status === 'shipped' || order.status === 'delivered';
    const isEmpty = isOver || (isOpen && wanted.size === 0);
    const lines = [...wanted].map(([thing, quantity]) => ({ variantId: variantIds[thing]!, quantity }));
    const call = admin.caller.admin.orders.ship({ idOrNumber: order.id, ...(lines.length > 0 && { lines }) });
    expect(await ending(call)).toBe(isEmpty ? 'NOTHING_TO_SHIP' : isOpen ? 'ok' : 'INVALID_TRANSITION');
    if (isOpen && !isEmpty) send(model, order, wanted);
  });
}

function endShipment(pick: number, to: 'delivered' | 'returned_to_sender', restock: boolean): Command {
  return onOrder(`a shipment is ${to} of`, pick, async (order, model, { admin }) => {
    const { shipments } = await admin.caller.admin.orders.get({ idOrNumber: order.id });
    expect(shipments.map(({ status }) => status)).toEqual(order.shipments.map(({ status }) => status));
    const index = pick % Math.max(1, shipments.length);
    const [shipment, real] = [order.shipments[index], shipments[index]];
    if (!shipment || !real) return;
    const isReturn = to === 'returned_to_sender';
    const call = admin.caller.admin.shipments.update({ id: real.id, status: to, ...(isReturn && { restock }) });
    const isSame = real.status === to && (!isReturn || real.restocked === restock);
    expect(await ending(call)).toBe(shipment.status === 'shipped' || isSame ? 'ok' : 'INVALID_TRANSITION');
    if (shipment.status === 'shipped') end(model, order, shipment, { to, restock });
  });
}

function pay(pick: number, token: 'ok' | 'decline'): Command {
  return onOrder(`customer pays again by ${token}`, pick, async (order, _model, { customers }) => {
    const isOpen = order.status === 'pending' && order.payment === 'none';
    const payment = { method: 'dummy', token } as const;
    const call = customers[order.customer]!.caller.orders.pay({ idOrNumber: order.id, payment });
    const refusal = order.status === 'pending' ? 'PAYMENT_IN_PROGRESS' : 'INVALID_TRANSITION';
    expect(await ending(call)).toBe(isOpen ? 'ok' : refusal);
    if (isOpen) order.payment = token;
  });
}

function refund(pick: number, amount: number): Command {
  return onOrder(`admin refunds ${amount} of`, pick, async (order, _model, { admin }) => {
    const fits = amount <= order.captured - order.refunded;
    const call = admin.caller.admin.orders.refund({ idOrNumber: order.id, amount });
    expect(await ending(call)).toBe(fits ? 'ok' : 'REFUND_TOO_LARGE');
    if (fits) order.refunded += amount;
  });
}

function giveBackAndRestock(pick: number): Command {
  return onOrder('admin takes back all of', pick, async (order, model, { admin }) => {
    const left = order.captured - order.refunded;
    const call = admin.caller.admin.orders.refund({ idOrNumber: order.id, restock: true });
    expect(await ending(call)).toBe(left > 0 ? 'ok' : 'REFUND_TOO_LARGE');
    if (left === 0) return;
    order.refunded = order.captured;
    takeBack(model, order);
  });
}

function restock(thing: number, pieces: number): Command {
  return command(`${pieces} more of ${thing} arrive`, async (model, { test, variantIds }) => {
    const cause = { reason: 'received', actor: 'cli', at: test.clock.now() } as const;
    await test.shop.db.transact((tx) => changeStock(tx, [{ variantId: variantIds[thing]!, onHand: pieces }], cause));
    model.things[thing]!.onHand += pieces;
  });
}

function reprice(thing: number, price: number): Command {
  return command(`${thing} costs ${price}`, async (model, { test, variantIds }) => {
    await test.shop.db.transact(async (tx) => {
      const { variants } = tx.tables;
      await tx.update(variants).set({ price }).where(eq(variants.id, variantIds[thing]!));
    });
    model.things[thing]!.price = price;
  });
}

const work = command('the worker works', async (model, { test }) => {
  await test.drainJobs();
  runJobs(model);
});

const wait = command('half an hour passes', async (model, { test }) => {
  await test.drainJobs();
  runJobs(model);
  test.clock.advance({ minutes: 31 });
  await test.drainJobs();
  expire(model);
});

const customer = fc.nat(2);
const thing = fc.nat(3);
const pick = fc.nat(30);

export const commands = [
  fc.tuple(customer, thing, fc.integer({ min: 1, max: 60 })).map((given) => add(...given)),
  fc.tuple(customer, thing, fc.integer({ min: 1, max: 3 })).map((given) => add(...given)),
  fc.tuple(customer, thing).map((given) => remove(...given)),
  fc.tuple(thing, fc.integer({ min: 1, max: 60 })).map((given) => addAsGuest(...given)),
  customer.map(signInWithCart),
  fc.tuple(customer, fc.constantFrom('ok', 'decline', 'cod')).map((given) => place(...given)),
  fc.tuple(customer, fc.constantFrom('ok', 'decline', 'cod')).map((given) => place(...given)),
  fc.tuple(pick, fc.constantFrom('customer', 'admin')).map((given) => cancelOrder(...given)),
  fc.tuple(pick, fc.constantFrom('processing', 'shipped', 'delivered')).map((given) => move(...given)),
  fc.tuple(pick, fc.integer({ min: 1, max: 3 })).map((given) => ship(...given)),
  fc
    .tuple(pick, fc.constantFrom('delivered', 'returned_to_sender'), fc.boolean())
    .map((given) => endShipment(...given)),
  ...returnCommands,
  fc.tuple(pick, fc.constantFrom('ok', 'decline')).map((given) => pay(...given)),
  fc.tuple(pick, fc.integer({ min: 1, max: 5_000 })).map((given) => refund(...given)),
  pick.map(giveBackAndRestock),
  fc.tuple(thing, fc.integer({ min: 1, max: 5 })).map((given) => restock(...given)),
  fc.tuple(thing, fc.integer({ min: 0, max: 5_000 })).map((given) => reprice(...given)),
  fc.constant(work),
  fc.constant(wait),
];
