import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { startServerProcess } from '../src/testing/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-startup-'));
const file = join(folder, 'file');
writeFileSync(file, 'not a folder');
const DATABASE_URL = `sqlite:${join(folder, 'shop.db')}`;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The output of a server that cannot start. It must exit with 1 and print no stack. */
async function complaintOf(env: Record<string, string>, dotenv?: string): Promise<string> {
  const server = startServerProcess(env, { dotenv });
  const end = await server.ended;
  const output = server.output();
  expect({ end, output }).toMatchObject({ end: 1 });
  expect(output).not.toMatch(/^\s+at .*\.[jt]s|node_modules|node:internal/m);
  return output;
}

test('a server on a Node that is not supported says so in one sentence, before anything else', async () => {
  const old = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'21.7.3'}})";
  const output = await complaintOf({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(old)}` });
  expect(output.trim()).toBe(
    'Cartwright needs Node 20.19 or 22.12 or 24, or a newer release of one of these. This is Node 21.7.3.',
  );
});

test('a server with wrong settings names every one of them', async () => {
  const output = await complaintOf({
    NODE_ENV: 'production',
    PORT: 'eighty',
    DATABASE_URL: 'mysql://somewhere',
    STORE_CURRENCY: 'XQX',
    RATE_LIMITS: 'off',
    DEMO: 'on',
    EMAIL_BACKEND: 'smtp',
    TAX_BASIS_POINTS: '10001',
    PAYMENT_WINDOW_MINUTES: '0',
    ALLOWED_ORIGINS: 'https://shop.example.com,not-an-origin',
    LOG_LEVEL: 'loud',
    STORE_URL: 'ftp://shop.example.com',
    SECRET_KEY: 'too short',
    SIGNUP_POLICY: 'never',
    TRUSTED_PROXIES: '10.0.0.0/33',
  });
  const named = [
    'PORT',
    'DATABASE_URL',
    'STORE_CURRENCY',
    'RATE_LIMITS',
    'DEMO',
    'EMAIL_HOST',
    'TAX_BASIS_POINTS',
    'PAYMENT_WINDOW_MINUTES',
    'ALLOWED_ORIGINS',
    'LOG_LEVEL',
    'STORE_URL',
    'SECRET_KEY',
    'SIGNUP_POLICY',
    'TRUSTED_PROXIES',
  ];
  expect(named.filter((name) => !output.includes(name))).toEqual([]);
});

test('production refuses every danger in one message, whether .env or the environment asks for it', async () => {
  const dotenv = [
    'NODE_ENV=production',
    'RATE_LIMITS=off',
    'EMAIL_BACKEND=dev',
    'PUBLIC_URL=http://api.shop.example',
    'ALLOWED_ORIGINS=http://shop.example',
    'PAYMENT_METHODS=dummy',
    'DEMO=off',
  ];
  const output = await complaintOf({ DEMO: 'on' }, dotenv.join('\n'));
  const refused = [...output.matchAll(/^ {2}- (\w+):/gm)].map(([, name = '']) => name).sort();
  const dangers = ['ALLOWED_ORIGINS', 'DEMO', 'EMAIL_BACKEND', 'PAYMENT_METHODS', 'PUBLIC_URL', 'SECRET_KEY'];
  expect(refused).toEqual([...dangers, 'RATE_LIMITS'].sort());
});

const productionDotenv = [
  'NODE_ENV=development',
  'DOCS=',
  'SECRET_KEY=a key that only this test knows, and nobody else',
  'EMAIL_BACKEND=smtp',
  'EMAIL_HOST="localhost"',
  'PUBLIC_URL=https://api.shop.example',
].join('\n');
// The environment's NODE_ENV wins over the one in .env.
const production = { NODE_ENV: 'production', DATABASE_URL, RATE_LIMITS: 'on', LOG_LEVEL: 'info' };

test('a production server opens neither docs nor mailbox unasked, and warns of SQLite', async () => {
  const server = startServerProcess(production, { dotenv: productionDotenv });
  const url = await server.opened;
  const statuses = ['/docs', '/redoc', '/openapi.json', '/dev/mail', '/healthz'].map(async (path) => {
    const { status } = await fetch(`${url}${path}`, { redirect: 'manual' });
    return `${path} ${status}`;
  });
  expect(await Promise.all(statuses)).toEqual([
    '/docs 404',
    '/redoc 404',
    '/openapi.json 404',
    '/dev/mail 404',
    '/healthz 200',
  ]);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(server.output()).toMatch(/"level":40.*SQLite in production/);
});

test('a server whose port is taken says which, and how to choose another', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  expect(await complaintOf({ DATABASE_URL, PORT: String(port) })).toMatch(new RegExp(`Port ${port} is in use.*PORT=`));
  other.close();
});

test('a server whose database does not answer says so, and shows no password', async () => {
  const output = await complaintOf({ DATABASE_URL: 'postgres://shop:geheim@127.0.0.1:1/shop' });
  expect(output).toMatch(/database cannot be reached.*Check DATABASE_URL/s);
  expect(output).not.toContain('geheim');
});

test('a server that cannot write its database, its images or its logs says where', async () => {
  const path = join(file, 'data');
  expect(await complaintOf({ DATABASE_URL: `sqlite:${join(path, 'shop.db')}` })).toMatch(
    /cannot be (made|created|reached|written)/,
  );
  expect(await complaintOf({ DATABASE_URL, DEMO: 'on', IMAGE_DIR: path })).toContain(path);
  expect(await complaintOf({ DATABASE_URL, LOG_DIR: path })).toContain(path);
});

test('a server with a database in memory serves, warns once of settings without effect, and leaves no file', async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('cartwright-memory-')).length;
  const before = left();
  const server = startServerProcess({
    DATABASE_URL: 'sqlite::memory:',
    REDIS_URL: 'redis://cache',
    EMAIL_HOST: 'mail',
  });
  const url = await server.opened;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(left()).toBe(before + 1);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(left()).toBe(before);
  const warnings = server.output().match(/Some settings have no effect\./g);
  expect(warnings).toHaveLength(1);
  expect(server.output()).toMatch(/EMAIL_HOST: has an effect only with .*REDIS_URL: remove it/);
});

test('a server told by SIGTERM to stop does so, with 0', async () => {
  const server = startServerProcess({ DATABASE_URL });
  const url = await server.opened;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});

test('a server whose output nobody reads any more serves on, and stops when told', async () => {
  const server = startServerProcess({ ...production, DRAIN_MS: '0' }, { dotenv: productionDotenv });
  const url = await server.opened;
  server.closeOutput();
  const statuses: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    statuses.push((await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) })).status);
    // The log writes its lines after 200 ms at the latest.
    await sleep(150);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});
