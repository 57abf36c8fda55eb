import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, password, type World } from './testing/world.ts';
import { memoryTokens, type TokenStore, type Tokens } from './tokens.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const kept = (store: TokenStore) => store.load() as Tokens;

describe("a guest's cart", () => {
  test('is remembered until the guest leaves', async () => {
    const shop = world.client();
    await shop.cart.addItem({ productId: world.mug.id });
    await shop.cart.addItem({ productId: world.beans.id });
    expect((await shop.cart.get()).count).toBe(2);
    expect((await world.client().cart.get()).count).toBe(0);
  });

  test('is one cart, however many things are put into it at first', async () => {
    const shop = world.client();
    await Promise.all([
      ...Array.from({ length: 5 }, () => shop.cart.addItem({ productId: world.mug.id })),
      ...Array.from({ length: 5 }, () => shop.cart.addItem({ productId: world.beans.id })),
    ]);
    expect((await shop.cart.get()).count).toBe(10);
  });

  test('is made by the second thing when the first is refused', async () => {
    const shop = world.client();
    const outcomes = await Promise.allSettled([
      shop.cart.addItem({ productId: '01890a5d-ac96-774b-bcce-b302099a8057' }),
      shop.cart.addItem({ productId: world.mug.id }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await shop.cart.get()).count).toBe(1);
  });

  test('is merged at sign-in, and its token forgotten', async () => {
    const store = memoryTokens();
    const shop = world.client({ tokens: store });
    await shop.cart.addItem({ productId: world.mug.id });
    const session = await shop.auth.register({ email: world.newEmail(), password, name: 'Ada' });
    expect(session.cart?.items).toMatchObject([{ name: 'Mug', outcome: 'added' }]);
    expect(kept(store).cartToken).toBeUndefined();
    expect((await shop.cart.get()).count).toBe(1);
  });

  test('is shown to the shop at login, and not left to the next person', async () => {
    const store = memoryTokens();
    const shop = world.client({ tokens: store });
    await shop.cart.addItem({ productId: world.mug.id });
    const { cartToken } = kept(store);
    await shop.auth.register({ email: world.newEmail(), password, name: 'Ada' });
    expect(world.proxy.seen.at(-1)?.headers['x-cart-token']).toBe(cartToken);
    await shop.auth.logout();
    expect((await shop.cart.get()).count).toBe(0);
  });
});
