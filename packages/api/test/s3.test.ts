import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, refusalOf, type TestShop } from '../src/testing.ts';

/** S3's answers to the three requests of an image store, in memory. */
const objects = new Map<string, { body: Buffer; headers: IncomingMessage['headers'] }>();
let isFull = false;
let server: Server;
let world: TestShop;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, headers } = request;
      const key = decodeURIComponent(new URL(request.url ?? '', 'http://s3').pathname);
      if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=the-key/'))
        return response.writeHead(403).end();
      if (isFull && method === 'PUT') {
        response.writeHead(507, { 'content-type': 'application/xml' });
        return response.end('<Error><Code>InsufficientStorage</Code><Message>full</Message></Error>');
      }
      if (method === 'PUT') objects.set(key, { body: Buffer.concat(chunks), headers });
      if (method === 'DELETE') objects.delete(key);
      if (method !== 'GET') return response.writeHead(method === 'PUT' ? 200 : 204).end();
      const found = objects.get(key);
      if (found) return response.writeHead(200, { 'content-type': found.headers['content-type'] }).end(found.body);
      response.writeHead(404, { 'content-type': 'application/xml' });
      return response.end('<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  world = await createTestShop({
    S3_BUCKET: 'images',
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_ACCESS_KEY_ID: 'the-key',
    S3_SECRET_ACCESS_KEY: 'the-secret',
  });
});
afterAll(async () => {
  await world.close();
  server.closeAllConnections();
  server.close();
});

const sharpImage = (width: number) =>
  sharp({ create: { width, height: 30, channels: 3, background: { r: width % 256, g: 9, b: 9 } } })
    .png()
    .toBuffer();

test('images live in a bucket: kept with their type, read, and removed with their thumbnails', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { id } = await ada.caller.products.create({ name: 'Mug', price: 1 });
  const image = await ada.caller.products.images.add({
    idOrSlug: id,
    file: new File([new Uint8Array(await sharpImage(700))], 'x'),
  });
  const key = new URL(image.url).pathname.replace('/images/', '');
  expect([...objects.keys()].sort()).toEqual(
    ['-160', '-480', '-960', ''].map((width) => `/images/${key.replace('.webp', `${width}.webp`)}`).sort(),
  );
  expect(objects.get(`/images/${key}`)?.headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  const found = await world.shop.images.get(key);
  expect(Buffer.compare(Buffer.from(found?.bytes ?? []), objects.get(`/images/${key}`)?.body ?? Buffer.alloc(0))).toBe(
    0,
  );
  expect(await world.shop.images.get(`ff/${'f'.repeat(40)}.webp`)).toBeUndefined();

  await ada.caller.products.images.remove({ idOrSlug: id, imageId: image.id });
  world.clock.advance({ minutes: 6 });
  await world.drainJobs();
  expect(objects.size).toBe(0);
});

test('a bucket that takes nothing refuses the image for now, and a name that is none never reaches it', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { id } = await ada.caller.products.create({ name: 'Mug', price: 1 });
  isFull = true;
  const file = new File([new Uint8Array(await sharpImage(300))], 'x');
  expect(await refusalOf(ada.caller.products.images.add({ idOrSlug: id, file }))).toMatchObject({
    code: 'UNAVAILABLE',
  });
  isFull = false;
  expect(objects.size).toBe(0);
  await expect(world.shop.images.put('../secret', new Uint8Array())).rejects.toThrow('Not the name of an image');
  expect(await world.shop.images.get('../secret')).toBeUndefined();
});
