import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ RATE_LIMITS: 'on' });
});
afterAll(() => world.close());

test('a limit is told with the seconds to wait, and a call that cannot be repeated safely is not', async () => {
  const shop = world.client();
  const wrong = { email: 'nobody@example.com', password: 'wrong horse' };
  const codes: unknown[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    codes.push(await shop.auth.login(wrong).catch((error: { code: string }) => error.code));
  }
  expect(codes).toEqual([...Array(5).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED']);
  const error = await shop.auth.login(wrong).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'RATE_LIMITED', status: 429, isRetryable: true, retryAfter: expect.any(Number) });
  expect(world.proxy.seen).toHaveLength(7);
});
