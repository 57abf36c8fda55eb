import { startTestServer, type TestServer } from '@cartwright/server/testing';
import { expect } from 'vitest';
import { type Cartwright, type CartwrightOptions, createCartwright } from '../client.ts';
import { type RoughProxy, startRoughProxy } from './rough-proxy.ts';

/** A shop with two products behind a proxy, and clients of it. */
export interface World {
  readonly server: TestServer;
  readonly proxy: RoughProxy;
  readonly mug: { id: string; variantId: string };
  readonly beans: { id: string; variantId: string };
  /** A client through the proxy, with short waits between its tries. */
  client(options?: Partial<CartwrightOptions>): Cartwright;
  /** A client that is signed in to a new account. */
  customer(options?: Partial<CartwrightOptions>): Promise<Cartwright>;
  newEmail(): string;
  close(): Promise<void>;
}

export const password = 'correct horse';

export const address = {
  fullName: 'Ada Lovelace',
  line1: '1 Mill Lane',
  city: 'London',
  postalCode: 'N1 1AA',
  country: 'GB',
};

/** The order as a later read returns it. Its events have ids, which `orders.place` cannot know yet. */
export function withEventIds<Placed extends { timeline: object[] }>(placed: Placed): Placed {
  return { ...placed, timeline: placed.timeline.map((event) => ({ id: expect.any(String), ...event })) };
}

export async function openWorld(env: Record<string, string> = {}): Promise<World> {
  const server = await startTestServer(env, { worker: false });
  const proxy = await startRoughProxy(server.url);
  const { caller } = await server.signUp({ role: 'admin' });
  const add = async (name: string, price: number) => {
    const { id, variants } = await caller.products.create({ name, price, stock: 1_000 });
    return { id, variantId: variants[0]?.id ?? '' };
  };
  let people = 0;
  const world: World = {
    server,
    proxy,
    mug: await add('Mug', 1_200),
    beans: await add('Beans', 900),
    client: (options) => createCartwright({ url: proxy.url, ...options }),
    async customer(options) {
      const shop = world.client(options);
      await shop.auth.register({ email: world.newEmail(), password, name: 'Ada Lovelace' });
      return shop;
    },
    newEmail() {
      people += 1;
      return `ada-${people}@example.com`;
    },
    async close() {
      await proxy.close();
      await server.close();
    },
  };
  return world;
}
