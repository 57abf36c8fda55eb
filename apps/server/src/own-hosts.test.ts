import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

const server = await startTestServer(
  { PUBLIC_URL: 'https://dev.shop.example:8443', HOST: 'shop-box' },
  { worker: false },
);
afterAll(() => server.close());

async function statusUnder(host: string, path: string): Promise<number | undefined> {
  const [answer] = (await once(get(`${server.url}${path}`, { headers: { host } }), 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

const { port } = new URL(server.url);
const paths = ['/dev/mail', '/dev/mail/', '/dev/mail.json', '/dev/mail/0190b0a0-0000-7000-8000-000000000000/html'];

test.for([...paths, '/dev', '/dev/', '/dev/any/path'])('%s answers under no name but its own', async (path) => {
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    `localhost.evil.example:${port}`,
    'dev.shop.example.evil.example',
    `evil.example@localhost:${port}`,
    '192.0.2.7',
    '0.0.0.0',
    '[::2]',
  ]) {
    expect([host, await statusUnder(host, path)]).toEqual([host, expect.toBeOneOf([400, 403])]);
  }
});

test.for(paths)('%s answers at PUBLIC_URL, at HOST, and on this machine', async (path) => {
  const known = await statusUnder('localhost', path);
  expect(known).not.toBe(403);
  for (const host of [
    `localhost:${port}`,
    `LOCALHOST:${port}`,
    `shop.localhost:${port}`,
    `127.0.0.1:${port}`,
    '127.3.2.1',
    `[::1]:${port}`,
    'dev.shop.example:8443',
    'dev.shop.example',
    'Shop-Box',
  ]) {
    expect([host, await statusUnder(host, path)]).toEqual([host, known]);
  }
});

test('what is for everyone answers under every name', async () => {
  for (const path of ['/healthz', '/api/v1/products', '/docs', '/openapi.json']) {
    expect(await statusUnder('balancer.internal', path), path).toBe(200);
  }
});
