import { afterEach, expect, test } from 'vitest';
import { watchSession } from './session.ts';
import { memoryTokens, type Tokens } from './tokens.ts';

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

const signedIn = (userId: string): Tokens => ({
  session: { userId, accessToken: 'a', refreshToken: 'r', expiresAt: 0 },
});

/** Two tabs with one store. */
function twoTabs() {
  const storage = memoryTokens();
  return [watchSession(storage, 'shop'), watchSession(storage, 'shop')] as const;
}

test('a sign-in is told in this tab and in the others', async () => {
  const [here, there] = twoTabs();
  const seen: unknown[] = [];
  stops.push(here.session.subscribe(({ userId }) => seen.push(['here', userId])));
  const told = new Promise((resolve) => {
    stops.push(there.session.subscribe(({ userId }) => resolve(userId)));
  });
  await here.store.save(signedIn('ada'));
  expect([await told, seen]).toEqual(['ada', [['here', 'ada']]]);
  expect(await there.session.get()).toEqual({ userId: 'ada' });
});

test('a renewed token and a new cart are no change of the session', async () => {
  const [{ store, session }] = twoTabs();
  await store.save(signedIn('ada'));
  const seen: unknown[] = [];
  stops.push(session.subscribe((state) => seen.push(state)));
  await store.save({ ...signedIn('ada'), cartToken: 'c' });
  await store.save({});
  expect(seen).toEqual([{ userId: undefined }]);
});
