import { openStatuses } from '../../orders/returns/moves.ts';
import type { ReturnStatus } from '../../orders/returns/view.ts';
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
  /** Quantities by the thing's index that are left to ship. */
  readonly lines: Map<number, number>;
  /** Quantities that left and did not come back. */
  readonly out: Map<number, number>;
  /** What was ordered: quantities and prices, from which refunds follow. */
  readonly ordered: readonly { readonly thing: number; readonly quantity: number; readonly paid: number }[];
  /** The shipments, in the order in which they left. */
  readonly shipments: ShipmentModel[];
  /** The returns, in the order in which they were opened. */
  readonly returns: ReturnModel[];
  readonly total: number;
  status: OrderStatus;
  /** The outcome of the current payment attempt; `none` without one. */
  payment: 'ok' | 'decline' | 'cod' | 'none';
  /** Whether money was captured, even if the order costs nothing. */
  isPaid: boolean;
  captured: number;
  refunded: number;
}

/** A return of one thing. */
export interface ReturnModel {
  readonly thing: number;
  /** The quantity that has not arrived. */
  missing: number;
  status: ReturnStatus;
}

export interface ShipmentModel {
  readonly lines: Map<number, number>;
  status: 'shipped' | 'delivered' | 'returned_to_sender';
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

/** Refunds with restocking: what is left is released, and what is out returns to stock. */
export function takeBack(model: ShopModel, order: OrderModel): void {
  if (order.status === 'cancelled') return;
  hold(model, order, -1);
  order.lines.clear();
  for (const [thing, quantity] of order.out) model.things[thing]!.onHand += quantity;
  order.out.clear();
  follow(order);
}

/** Ships the given quantities of what is left. */
export function send(model: ShopModel, order: OrderModel, lines: Map<number, number>): void {
  for (const [thing, quantity] of lines) {
    model.things[thing]!.onHand -= quantity;
    model.things[thing]!.reserved -= quantity;
    take(order.lines, thing, quantity);
    order.out.set(thing, (order.out.get(thing) ?? 0) + quantity);
  }
  order.shipments.push({ lines: new Map(lines), status: 'shipped' });
  follow(order);
}

/** Ends a shipment. What comes back goes into stock, if it did not come back with a refund before. */
export function end(
  model: ShopModel,
  order: OrderModel,
  shipment: ShipmentModel,
  how: { readonly to: 'delivered' | 'returned_to_sender'; readonly restock: boolean },
): void {
  shipment.status = how.to;
  if (how.to === 'returned_to_sender') {
    for (const [thing, sent] of shipment.lines) {
      const quantity = Math.min(sent, order.out.get(thing) ?? 0);
      if (how.restock) model.things[thing]!.onHand += quantity;
      take(order.out, thing, quantity);
    }
  }
  follow(order);
}

/** The quantity of a thing that can be returned. */
export function returnable({ out, returns }: OrderModel, thing: number): number {
  const open = returns.filter((one) => one.thing === thing && openStatuses.includes(one.status));
  return Math.max(0, (out.get(thing) ?? 0) - open.reduce((sum, { missing }) => sum + missing, 0));
}

/** Takes goods of a return in. */
export function takeIn(
  model: ShopModel,
  order: OrderModel,
  arrived: ReturnModel,
  { restock, writeOff }: { readonly restock: number; readonly writeOff: number },
): void {
  model.things[arrived.thing]!.onHand += restock;
  take(order.out, arrived.thing, restock + writeOff);
  arrived.missing -= restock + writeOff;
  arrived.status = 'received';
}

/** The status of an order whose goods left follows from them. */
export function follow(order: OrderModel): void {
  if (order.shipments.length === 0 || order.lines.size > 0) return;
  if (order.status === 'cancelled' || order.status === 'delivered') return;
  const isOpen = order.shipments.some(({ status }) => status === 'shipped');
  const isDelivered = order.shipments.some(({ status }) => status === 'delivered');
  if (isOpen) order.status = 'shipped';
  else if (isDelivered || order.isPaid) order.status = 'delivered';
  else order.status = 'cancelled';
  if (order.payment !== 'cod' || isOpen) return;
  if (order.status === 'delivered') {
    order.captured = worthOf(order);
    order.isPaid = true;
  }
  order.payment = 'none';
}

/** The total without what was cancelled or came back. */
function worthOf({ total, ordered, lines, out }: OrderModel): number {
  return ordered.reduce((worth, { thing, quantity, paid }) => {
    const gone = quantity - (lines.get(thing) ?? 0) - (out.get(thing) ?? 0);
    return worth - Math.round((paid * gone) / quantity);
  }, total);
}

function take(from: Map<number, number>, thing: number, quantity: number): void {
  const left = (from.get(thing) ?? 0) - quantity;
  if (left > 0) from.set(thing, left);
  else from.delete(thing);
}

/** Runs the due jobs, as the worker does. */
export function runJobs(model: ShopModel): void {
  for (const order of model.orders) {
    if (order.status !== 'pending' || order.payment === 'none') continue;
    if (order.payment === 'ok') {
      order.status = 'confirmed';
      order.captured = order.total;
      order.isPaid = true;
    }
    order.payment = 'none';
  }
}

/** Expires the unpaid orders. */
export function expire(model: ShopModel): void {
  for (const order of model.orders) if (order.status === 'pending') cancel(model, order);
}
