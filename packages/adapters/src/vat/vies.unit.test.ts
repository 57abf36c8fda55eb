import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeVies, startFakeVies, type ViesMood } from '../testing/vies.ts';
import { createVies } from './vies.ts';

let fake: FakeVies;
beforeAll(async () => {
  fake = await startFakeVies();
});
afterAll(() => fake.close());

const check = (mood: ViesMood, timeoutMilliseconds = 5_000) => {
  fake.mood = mood;
  return createVies({ url: fake.env.VIES_URL, timeoutMilliseconds }).check('EL123456789');
};

test('a number that the register knows is valid, and one that it does not know or cannot read is invalid', async () => {
  expect(await check('valid')).toEqual({ status: 'valid' });
  expect(await check('invalid')).toEqual({ status: 'invalid' });
  expect(await check('invalid input')).toEqual({ status: 'invalid' });
  expect(fake.asked).toEqual(['EL123456789', 'EL123456789', 'EL123456789']);
});

test.each([
  ['member state down', 'MS_UNAVAILABLE'],
  ['server error', 'unexpected answer with status 500'],
  ['html', 'unexpected answer with status 200'],
  ['text for true', 'unexpected answer with status 200'],
  ['endless', 'RangeError'],
  ['redirect', 'TypeError'],
] as const)('the answer "%s" confirms no number', async (mood, reason) => {
  expect(await check(mood)).toEqual({ status: 'unavailable', reason });
});

test('a register that is silent or not there confirms no number', async () => {
  expect(await check('silent', 50)).toEqual({ status: 'unavailable', reason: 'TimeoutError' });
  const nowhere = createVies({ url: 'http://127.0.0.1:1/rest-api' });
  expect(await nowhere.check('DE123456789')).toMatchObject({ status: 'unavailable' });
});
