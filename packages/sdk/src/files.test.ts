import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cartwright } from './client.ts';
import { isFailure } from './errors.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let admin: Cartwright;
/** The smallest PNG: one pixel. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const fileOf = (bytes: Uint8Array) => new File([new Uint8Array(bytes)], 'image.png');

beforeAll(async () => {
  world = await openWorld();
  const { accessToken } = await world.server.signUp({ role: 'admin' });
  admin = world.client({ headers: { authorization: `Bearer ${accessToken}` } });
});
afterAll(() => world.close());

test('an image is added as a form, or as an input that holds a file', async () => {
  const form = new FormData();
  form.set('idOrSlug', world.mug.id);
  form.set('file', fileOf(dot));
  const first = await admin.products.images.add(form);
  const second = await admin.products.images.add({ idOrSlug: world.mug.id, file: fileOf(dot) });
  const { images } = await world.client().products.get({ idOrSlug: world.mug.id });
  expect(images).toEqual([first, second]);
  expect(first).toMatchObject({ width: 1, height: 1 });
});

test('what is refused is refused by its code', async () => {
  const refused = async (file: File) => {
    const error: unknown = await admin.products.images
      .add({ idOrSlug: world.mug.id, file })
      .catch((reason: unknown) => reason);
    return isFailure(error) ? error.code : error;
  };
  expect(await refused(fileOf(Buffer.from('GIF89a')))).toBe('UNSUPPORTED_IMAGE');
  expect(await refused(fileOf(new Uint8Array(6 * 1_024 * 1_024)))).toBe('TOO_LARGE');
});

test('an upload whose answer was lost is sent again, and counts once', async () => {
  const before = (await admin.products.get({ idOrSlug: world.beans.id })).images.length;
  world.proxy.disruptions = ['lose'];
  await admin.products.images.add({ idOrSlug: world.beans.id, file: fileOf(dot) });
  expect((await admin.products.get({ idOrSlug: world.beans.id })).images).toHaveLength(before + 1);
});
