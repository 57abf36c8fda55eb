import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../context.ts';
import { operationsOf } from '../../kernel/operations.ts';
import type { EventStream } from '../../kernel/subscriptions.ts';
import { appRouter } from '../../router.ts';
import { createTestShop, orderInput, type SignedUp } from '../../testing.ts';
import { recordEvents } from './record.ts';
import type { OrderUpdate } from './schema.ts';

const world = await createTestShop();
const { shop } = world;
let [ada, bob] = [] as unknown as [SignedUp, SignedUp];
let [earlyId, lateId] = ['', ''];
beforeAll(async () => {
  [ada, bob] = [await world.signUp({ role: 'admin' }), await world.signUp()];
  const { id: productId } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 9 });
  const order = orderInput({ items: [{ productId, quantity: 1 }] });
  [earlyId, lateId] = [(await bob.caller.orders.place(order)).id, (await bob.caller.orders.place(order)).id];
});
afterAll(() => world.close());

const event = (orderId: string, type: string) => ({ orderId, type, actor: 'cli', data: {}, createdAt: new Date() });

test('an event that is committed late is not lost behind one with a higher id that was committed before it', async () => {
  const left = new AbortController();
  const ctx = createContext(shop, { requestId: 'test', ip: '127.0.0.1', accessToken: ada.accessToken });
  const operation = operationsOf(appRouter).find(({ name }) => name === 'admin.onEvent');
  const stream = (await operation?.call(ctx, {}, left.signal)) as EventStream<OrderUpdate>;
  const events = stream[Symbol.asyncIterator]();
  const next = async () => {
    const { value } = await events.next();
    return value?.[1].type;
  };
  await next();

  for (const ending of ['commit', 'roll back'] as const) {
    const other = await world.database.openAnother();
    let letGo = () => {};
    const mayEnd = new Promise<void>((resolve) => (letGo = resolve));
    let wrote = () => {};
    const written = new Promise<void>((resolve) => (wrote = resolve));
    const early = other.transact(async (tx) => {
      await recordEvents(tx, event(earlyId, `early, ${ending}`));
      wrote();
      await mayEnd;
      if (ending === 'roll back') throw new Error('no');
    });
    await Promise.race([written, early]);
    await shop.db.transact(async (tx) => {
      await recordEvents(tx, event(lateId, `late, ${ending}`));
    });
    const arriving = next();
    // Longer than it would take to arrive.
    const tooEarly = await Promise.race([arriving, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))]);
    expect(tooEarly).toBe('nothing');
    letGo();
    await early.catch(() => {});
    const arrived = ending === 'commit' ? [await arriving, await next()] : [await arriving];
    expect(arrived).toEqual([...(ending === 'commit' ? ['early, commit'] : []), `late, ${ending}`]);
  }
  left.abort();
});
