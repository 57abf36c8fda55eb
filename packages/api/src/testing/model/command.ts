import type fc from 'fast-check';
import { refusalOf, type SignedUp, type TestShop } from '../../testing.ts';
import type { OrderModel, ShopModel } from './shop-model.ts';

/** The real shop of one run. */
export interface RealShop {
  readonly test: TestShop;
  readonly customers: readonly SignedUp[];
  readonly admin: SignedUp;
  /** A guest, with the token of its cart after the first add. */
  readonly guest: { cartToken?: string };
  readonly variantIds: readonly string[];
}

export type Command = fc.AsyncCommand<ShopModel, RealShop>;

/** A command that is always possible. The shop must change as the model does. */
export function command(words: string, run: (model: ShopModel, real: RealShop) => Promise<void>): Command {
  return { check: () => true, run, toString: () => words };
}

/** The outcome of a call: its failure code, or `ok`. */
export const ending = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    async () => (await refusalOf(call)).code,
  );

/** A command on an existing order, if there is one. */
export function onOrder(
  words: string,
  pick: number,
  run: (order: OrderModel, model: ShopModel, real: RealShop) => Promise<void>,
) {
  return command(`${words} order ${pick}`, async (model, real) => {
    const order = model.orders[pick % Math.max(1, model.orders.length)];
    if (order) await run(order, model, real);
  });
}
