import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type RateLimit, type RateLimiter, rateLimiter } from './limiter.ts';

/** Counts in this process. */
export function memoryLimiter({ name, points, seconds }: RateLimit): RateLimiter {
  const limiter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  return rateLimiter(limiter, async (key, end) => {
    const count = await limiter.get(key);
    if (count && count.consumedPoints > 0 && Date.now() + count.msBeforeNext <= end) await limiter.reward(key);
  });
}
