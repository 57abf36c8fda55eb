import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { translateError } from '../engine/errors.ts';

/** At most `points` within `seconds`, for each key. */
export interface RateLimit {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** One use that was counted. */
export interface CountedUse {
  /** 0, or in how many milliseconds the key may try again. */
  readonly wait: number;
  /** Takes the use back, unless the time that it was counted in is over. */
  giveBack(): Promise<void>;
}

export interface RateLimiter {
  /** Counts one use. */
  consume(key: string): Promise<CountedUse>;
}

/** How far two readings of the same end may lie apart. Far less than the shortest limit lasts. */
const tolerance = 500;

/**
 * @param takeBack takes one point from a key whose count ends no later than `end`, in milliseconds since 1970: a later
 * end belongs to a later count, which the use was never part of
 */
export function rateLimiter(
  limiter: RateLimiterAbstract,
  takeBack: (key: string, end: number) => Promise<unknown>,
): RateLimiter {
  const counted = (key: string, { msBeforeNext }: RateLimiterRes, wait: number): CountedUse => {
    const end = Date.now() + msBeforeNext + tolerance;
    return {
      wait,
      giveBack: async () => {
        await takeBack(key, end).catch((error: unknown) => {
          throw translateError(error);
        });
      },
    };
  };
  return {
    async consume(key) {
      try {
        return counted(key, await limiter.consume(key), 0);
      } catch (reason) {
        if (reason instanceof RateLimiterRes) return counted(key, reason, Math.max(1, reason.msBeforeNext));
        throw translateError(reason);
      }
    },
  };
}
