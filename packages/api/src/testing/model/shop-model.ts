import type { OrderStatus } from '../../orders/schema.ts';

/** The expected state of the shop, in its simplest form. */
export interface ShopModel {
  readonly things: ThingModel[];
  /** One cart for each customer: quantities by the thing's index. */
  readonly carts: CartModel[];
  /** The guest's cart before the login. */
  readonly guestCart: CartModel;
  readonly orders: OrderModel[];
}

export type CartModel = Map<number, number>;

export interface ThingModel {
  onHand: number;
  reserved: number;
  price: number;
}

export interface OrderModel {
  readonly id: string;
  readonly customer: number;
  /** Quantities by the thing's index, without returned ones. */
  readonly lines: Map<number, number>;
  readonly total: number;
  status: OrderStatus;
  /** The outcome of the current payment attempt; `none` without one. */
  payment: 'ok' | 'decline' | 'cod' | 'none';
  captured: number;
  refunded: number;
}

export const available = ({ onHand, reserved }: ThingModel) => onHand - reserved;

export function hold(model: ShopModel, { lines }: OrderModel, sign: 1 | -1): void {
  for (const [thing, quantity] of lines) model.things[thing]!.reserved += sign * quantity;
}

/** Maximum quantity of one thing in a cart. */
export const maxPieces = 99;

/** Merges a guest's cart at a login: the larger quantity of each thing, up to the stock. */
export function merge({ things, guestCart }: ShopModel, cart: CartModel): void {
  for (const [thing, requested] of guestCart) {
    const before = cart.get(thing) ?? 0;
    const quantity = Math.max(before, Math.min(requested, available(things[thing]!), maxPieces));
    if (quantity > 0) cart.set(thing, quantity);
  }
  guestCart.clear();
}

/** Cancels an order for any actor. */
export function cancel(model: ShopModel, order: OrderModel): void {
  order.status = 'cancelled';
  order.payment = 'none';
  order.refunded = order.captured;
  hold(model, order, -1);
}

/** Refunds with restocking: reserved quantities are released, and shipped ones return to stock. */
export function takeBack(model: ShopModel, order: OrderModel): void {
  if (order.status === 'cancelled') return;
  if (order.status === 'shipped' || order.status === 'delivered') {
    for (const [thing, quantity] of order.lines) model.things[thing]!.onHand += quantity;
  } else hold(model, order, -1);
  order.lines.clear();
}

/** Runs the due jobs, as the worker does. */
export function runJobs(model: ShopModel): void {
  for (const order of model.orders) {
    if (order.status !== 'pending' || order.payment === 'none') continue;
    if (order.payment === 'ok') {
      order.status = 'confirmed';
      order.captured = order.total;
    }
    order.payment = 'none';
  }
}

/** Expires the unpaid orders. */
export function expire(model: ShopModel): void {
  for (const order of model.orders) if (order.status === 'pending') cancel(model, order);
}
