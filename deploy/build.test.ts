import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@cartwright/db/testing';
import { createCartwright } from '@cartwright/sdk';
import { afterAll, expect, test, vi } from 'vitest';
import { installBuild } from './testing/installation.ts';
import { startMailServer } from './testing/mail-server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const mails = await startMailServer();
const database = await createTestDatabase({ tables: 'none' });
const build = installBuild();
afterAll(async () => {
  build.remove();
  await database.close();
  await mails.close();
});

/** The smallest PNG: one pixel. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const admin = { email: 'ada@example.com', password: 'correct horse battery' };
const customer = { email: 'carl@example.com', password: 'correct horse battery', name: 'Carl Customer' };

const files = (folder: string) => readdirSync(join(build.app, folder)).filter((name) => !name.startsWith('.'));

test('a build sells: migrated, started, an admin made, an order placed, its jobs run, stopped', async () => {
  const env = {
    NODE_ENV: 'production',
    SECRET_KEY: 'only for this test, and long enough',
    DATABASE_URL: database.dialect === 'sqlite' ? 'sqlite:./shop.db' : database.url,
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://shop.example',
    DRAIN_MS: '0',
    DOCS: 'on',
    EMAIL_BACKEND: 'smtp',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(mails.port),
  };
  expect(await build.cartwright(['migrate'], env)).toContain('up to date');
  await build.cartwright(['admin', 'create', '--email', admin.email, '--name', 'Ada'], env, `${admin.password}\n`);

  const server = await build.startServer(env);
  try {
    const staff = createCartwright({ url: server.url });
    await staff.auth.login(admin);
    const mug = await staff.products.create({ name: 'Enamel Mug', price: 1_200, stock: 5 });
    const image = await staff.products.images.add({ idOrSlug: mug.id, file: new File([dot], 'mug.png') });
    const kept = await fetch(`${server.url}${new URL(image.url).pathname}`);
    expect(kept.headers.get('content-type')).toBe('image/webp');

    const shop = createCartwright({ url: server.url });
    await shop.auth.register(customer);
    const found = await shop.products.search({ q: 'enamel' });
    expect(found.items.map(({ id }) => id)).toEqual([mug.id]);
    await shop.cart.addItem({ productId: mug.id, quantity: 2 });
    const order = await shop.orders.place({
      shippingAddress: {
        fullName: 'Carl',
        line1: '1 Main Street',
        city: 'Reno',
        state: 'NV',
        postalCode: '89501',
        country: 'US',
      },
      payment: { method: 'cod' },
    });
    expect(order.total).toBe(2_890);

    await build.cartwright(['worker', '--once'], env);
    expect(mails.subjects).toContainEqual(expect.stringContaining(order.number));
    expect(await build.cartwright(['inventory', 'verify'], env)).toContain('0 with wrong stock');

    const read = async (path: string) => {
      const answer = await fetch(`${server.url}${path}`);
      expect(`${path} ${answer.status}`).toBe(`${path} 200`);
      return answer.text();
    };
    expect(await read('/openapi.json')).toContain('/orders');
    for (const page of [await read('/docs'), await read('/redoc')]) {
      const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
      expect(files.length).toBeGreaterThan(1);
      for (const file of files) expect(await read(file)).not.toBe('');
    }
    expect(await read('/docs/assets/redoc.js')).not.toMatch(/src:"https?:/);
  } finally {
    expect(await server.stop()).toBe(0);
  }
});

test('a build holds what runs and nothing else', () => {
  expect(files('.').sort()).toEqual([
    'LICENSE',
    'THIRD-PARTY-LICENCES.txt',
    'apps',
    'cartwright.js',
    'cartwright.js.map',
    'chunks',
    'node_modules',
    'package.json',
    'server.js',
    'server.js.map',
  ]);
  // Machine code and its loaders, the migrations, and the files of the documentation pages.
  expect(files('node_modules').sort()).toEqual(
    ['@cartwright', '@img', '@node-rs', 'better-sqlite3', 'bindings', 'detect-libc', 'file-uri-to-path']
      .concat(['redoc', 'semver', 'sharp', 'swagger-ui-dist'])
      .sort(),
  );
  expect(files('node_modules/redoc').sort()).toEqual(['LICENSE', 'bundles', 'package.json']);
  const licences = readFileSync(join(build.app, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
  for (const name of ['hono', 'drizzle-orm', 'graphile-worker', 'zod']) expect(licences).toMatch(`\n${name} `);
});

test('a build does not know where it was built', () => {
  const folders = ['apps', 'packages', 'scripts', 'node_modules'].map((name) => new URL(`../${name}`, import.meta.url));
  const places = folders.flatMap((url) => [fileURLToPath(url), url.pathname]);
  const entries = readdirSync(build.app, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const read = (entry: Dirent) => readFileSync(join(entry.parentPath, entry.name), 'utf8');
  const tells = (entry: Dirent) => places.some((place) => read(entry).includes(place));
  const telling = entries.filter(({ name }) => /\.(js|map|json)$/.test(name)).filter(tells);
  expect(telling.map(({ name }) => name)).toEqual([]);

  // The source maps must not reveal the path of the repository either.
  const maps = entries.filter(({ name, parentPath }) => name.endsWith('.map') && !parentPath.includes('node_modules'));
  const sources = maps.flatMap((entry) => (JSON.parse(read(entry)) as { sources: string[] }).sources);
  expect(sources.length).toBeGreaterThan(500);
  expect(sources.filter((source) => !/^(\.\.\/){1,2}(apps|packages|scripts|node_modules)\//.test(source))).toEqual([]);
});
