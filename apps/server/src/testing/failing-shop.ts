import type { Shop } from '@cartwright/api';

/** What observes a call, and so takes no part in it. */
const observers: ReadonlySet<PropertyKey> = new Set(['tracer', 'metrics', 'log']);

export interface FailingShop {
  /** The shop as the server sees it. */
  readonly decorate: (shop: Shop) => Shop;
  /** Runs `work` while every part of the shop that a call reaches for throws `error`. */
  during<Result>(error: Error, work: () => Promise<Result>): Promise<Result>;
}

/** A shop whose calls fail as a test says, each in the place where it first needs a part of the shop. */
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
