import type { OrderStatus } from '../../orders/schema.ts';

/** What the shop must be like, kept in the simplest way that could be right. */
export interface ShopModel {
  readonly things: ThingModel[];
  /** One cart for each customer: pieces by the thing's index. */
  readonly carts: CartModel[];
  /** The cart of whoever has not signed in yet. */
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
  /** Pieces by the thing's index, without those that were taken back. */
  readonly lines: Map<number, number>;
  readonly total: number;
  status: OrderStatus;
  /** How the attempt under way will end, `none` when there is none. */
  payment: 'ok' | 'decline' | 'cod' | 'none';
  captured: number;
  refunded: number;
}

export const available = ({ onHand, reserved }: ThingModel) => onHand - reserved;

export function hold(model: ShopModel, { lines }: OrderModel, sign: 1 | -1): void {
  for (const [thing, quantity] of lines) model.things[thing]!.reserved += sign * quantity;
}

/** At most this many pieces of one thing are in a cart. */
export const maxPieces = 99;

/** What signing in does to the cart of a guest: of each thing the larger quantity, as far as the stock reaches. */
export function merge({ things, guestCart }: ShopModel, cart: CartModel): void {
  for (const [thing, requested] of guestCart) {
    const before = cart.get(thing) ?? 0;
    const quantity = Math.max(before, Math.min(requested, available(things[thing]!), maxPieces));
    if (quantity > 0) cart.set(thing, quantity);
  }
  guestCart.clear();
}

/** What cancelling does, whoever asks for it. */
export function cancel(model: ShopModel, order: OrderModel): void {
  order.status = 'cancelled';
  order.payment = 'none';
  order.refunded = order.captured;
  hold(model, order, -1);
}

/** What a refund with restocking does to the pieces: still reserved, they are free; sent out, they come back. */
export function takeBack(model: ShopModel, order: OrderModel): void {
  if (order.status === 'cancelled') return;
  if (order.status === 'shipped' || order.status === 'delivered') {
    for (const [thing, quantity] of order.lines) model.things[thing]!.onHand += quantity;
  } else hold(model, order, -1);
  order.lines.clear();
}

/** What the worker does with everything that is due. */
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

/** What becomes of an order that nobody paid in time. */
export function expire(model: ShopModel): void {
  for (const order of model.orders) if (order.status === 'pending') cancel(model, order);
}
