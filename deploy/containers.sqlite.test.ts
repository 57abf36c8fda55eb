import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stranger } from './testing/account.ts';
import { buildImage, type Image } from './testing/image.ts';
import { ready } from './testing/process.ts';

// The duration of an installation and a build depends on the network and the machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 300_000 });

const context = fileURLToPath(new URL('..', import.meta.url));
const planted = join(context, '.env.planted-by-a-test');
const data = '/var/lib/cartwright/data';
let image: Image;
beforeAll(() => {
  writeFileSync(planted, 'SECRET_KEY=not for an image');
  try {
    image = buildImage(context, stranger());
  } finally {
    rmSync(planted);
  }
});
afterAll(() => image?.remove());

/** Only the settings that production demands. */
const demanded = {
  SECRET_KEY: 'only for this test, and long enough',
  PUBLIC_URL: 'https://shop.example',
  EMAIL_BACKEND: 'mailpit',
};
const elsewhere = { HOST: '127.0.0.1', PORT: '0', DRAIN_MS: '0' };

const contents = () => readdirSync(image.root, { recursive: true, encoding: 'utf8' }).sort();

test("the image's server starts with what production demands, is healthy, writes its data alone, and ends by SIGTERM", async () => {
  const before = contents();
  const server = await ready(image.start(image.command, { ...demanded, ...elsewhere }));
  const port = new URL(server.url).port;
  expect(await ended(image.healthCommand, { PORT: port })).toEqual({ code: 0, said: '' });
  expect(await server.stop()).toBe(0);
  expect(await ended(image.healthCommand, { PORT: port })).toEqual({ code: 1, said: '' });

  const added = contents().filter((path) => !before.includes(path));
  expect(added.map((path) => `/${path}`)).toEqual([`${data}/cartwright.db`]);
});

test('the image has the command line too', async () => {
  const { code, said } = await ended(['node', '/app/cartwright.js', 'worker', '--once'], { ...demanded, ...elsewhere });
  expect({ code, said }).toEqual({ code: 0, said: expect.any(String) });
});

test('whoever runs in the image can write its data and nothing of the program', async () => {
  const write = (path: string) =>
    ended(['node', '-e', 'fs.appendFileSync(process.argv[1], "")', path], {}).then(({ code }) => code);
  expect(await write(`${data}/probe`)).toBe(0);
  // Without root the test cannot run as another user, and owns the files that it copied.
  if (process.getuid?.() !== 0) return;
  for (const path of ['/app/probe', '/app/server.js', '/var/lib/cartwright/probe']) expect(await write(path)).toBe(1);
});

test('what is no part of a build does not come into one', () => {
  expect(existsSync(join(image.stage('build'), 'src/package.json'))).toBe(true);
  for (const name of ['.git', '.env.planted-by-a-test', 'data/cartwright.db', 'apps/server/dist']) {
    expect(`${name} ${existsSync(join(image.stage('build'), 'src', name))}`).toBe(`${name} false`);
  }
  expect(readdirSync(join(image.root)).sort()).toEqual(['app', 'var']);
  const megabytes = contents().reduce((sum, path) => sum + statSync(join(image.root, path)).size, 0) / 1_000_000;
  console.log(`Above its base image the image has ${megabytes.toFixed(0)} MB`);
  expect(megabytes).toBeLessThan(60);
});

async function ended(command: readonly string[], env: Record<string, string>) {
  const child = image.start(command, env);
  const [[code], said] = await Promise.all([
    once(child, 'close') as Promise<[number]>,
    child.stderr ? text(child.stderr) : '',
  ]);
  return { code, said };
}
