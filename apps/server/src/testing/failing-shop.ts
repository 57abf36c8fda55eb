import type { Shop } from '@cartwright/kernel/shop';

/** The parts of a shop that observe a call and take no part in it. */
const observers: ReadonlySet<PropertyKey> = new Set(['tracer', 'metrics', 'log']);

export interface FailingShop {
  /** Wraps the shop that the server uses. */
  readonly decorate: (shop: Shop) => Shop;
  /** Runs `work` while every part of the shop that a call uses throws `error`. */
  during<Result>(error: Error, work: () => Promise<Result>): Promise<Result>;
}

/** Makes a shop whose calls fail where they first need a part of the shop. */
export function failingShop(): FailingShop {
  let current: Error | undefined;
  return {
    decorate: (shop) =>
      new Proxy(shop, {
        get(target, name) {
          if (current && !observers.has(name)) throw current;
          return Reflect.get(target, name);
        },
      }),
    async during(error, work) {
      current = error;
      try {
        return await work();
      } finally {
        current = undefined;
      }
    },
  };
}
