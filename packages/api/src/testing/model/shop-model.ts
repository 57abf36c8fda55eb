import type { OrderStatus } from '../../orders/schema.ts';

/** What the shop must be like, kept in the simplest way that could be right. */
export interface ShopModel {
  readonly things: ThingModel[];
  /** One cart for each customer: pieces by the thing's index. */
  readonly carts: Map<number, number>[];
  readonly orders: OrderModel[];
}

export interface ThingModel {
  onHand: number;
  reserved: number;
  price: number;
}

export interface OrderModel {
  readonly id: string;
  readonly customer: number;
  readonly lines: ReadonlyMap<number, number>;
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

/** What cancelling does, whoever asks for it. */
export function cancel(model: ShopModel, order: OrderModel): void {
  order.status = 'cancelled';
  order.payment = 'none';
  order.refunded = order.captured;
  hold(model, order, -1);
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
