import type { OrderStatus } from './schema.ts';

/** Every move that an order can make, and who may ask for it. */
export const transitions = [
  { from: 'pending', to: 'confirmed', by: ['system'], event: 'paid', mail: 'order-paid' },
  { from: 'pending', to: 'cancelled', by: ['system'], event: 'cancelled', mail: 'order-cancelled' },
] as const satisfies readonly Transition[];

interface Transition {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  readonly by: readonly ('customer' | 'admin' | 'system')[];
  readonly event: string;
  readonly mail: string;
}

export function allowedTransitions(from: OrderStatus, by: 'customer' | 'admin'): OrderStatus[] {
  const table: readonly Transition[] = transitions;
  return table.filter((move) => move.from === from && move.by.includes(by)).map(({ to }) => to);
}
