import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { translateError } from '../engine/errors.ts';

/** At most `points` uses within `seconds`, for each key. */
export interface RateLimit {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** One counted use. */
export interface CountedUse {
  /** Milliseconds until the key may try again; 0 if this use is allowed. */
  readonly wait: number;
  /** Returns the use, unless its time window is over. */
  giveBack(): Promise<void>;
}

export interface RateLimiter {
  consume(key: string): Promise<CountedUse>;
}

/** Milliseconds by which two readings of the same end may differ. Far less than the shortest limit lasts. */
const tolerance = 500;

/**
 * @param takeBack returns one point to a key whose window ends at or before `end`, in milliseconds since 1970. A later
 * end belongs to a later window, which did not count the use.
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
