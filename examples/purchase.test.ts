import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestServer, type TestServer } from '@cartwright/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
let admin: string;
beforeAll(async () => {
  server = await startTestServer();
  const { user, caller } = await server.signUp({ role: 'admin' });
  admin = user.email;
  await caller.products.create({ name: 'Mug', price: 1_200, stock: 9 });
  await caller.products.create({ name: 'Beans', price: 900, stock: 9 });
});
afterAll(() => server.close());

const run = (env: Record<string, string>) => {
  const demo = fileURLToPath(new URL('../scripts/demo.mjs', import.meta.url));
  return promisify(execFile)(process.execPath, [demo], { env: { ...process.env, ...env } });
};

test('the demo buys something, and finds mail and books in order', async () => {
  const { stdout } = await run({
    CARTWRIGHT_URL: server.url,
    CARTWRIGHT_ADMIN_EMAIL: admin,
    CARTWRIGHT_ADMIN_PASSWORD: 'correct horse',
  });
  expect(stdout).toContain('the same one');
  expect(stdout).toMatch(/paid +\d\d:\d\d:\d\d +system/);
  expect(stdout).toMatch(/Order \S+ received\n/);
  expect(stdout).toMatch(/Payment received for order/);
  expect(stdout).toMatch(/reserved +\d\d:\d\d:\d\d +9 on hand, 2 reserved +this order/);
  expect(stdout).not.toContain('\u001b');
});

test('the demo says what to do when there is no shop, and fails', async () => {
  const refused = run({ CARTWRIGHT_URL: 'http://localhost:1' });
  await expect(refused).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('npm start') });
});
