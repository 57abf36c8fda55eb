import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../testing.ts';

const server = await startTestServer({ METRICS: 'on' }, { worker: false });
let ada: SignedUp;
let bob: SignedUp;
beforeAll(async () => {
  ada = await server.signUp({ role: 'admin' });
  bob = await server.signUp();
  for (let count = 0; count < 20; count += 1) {
    await ada.caller.products.create({ name: `Mug ${count}`, price: 900 + count, stock: 9 });
  }
});
afterAll(() => server.close());

interface Told {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  /** The number of bytes on the wire. */
  readonly bytes: number;
  readonly text: string;
}

/** Sends a request without decoding the response or adding headers, unlike `fetch`. */
function ask(path: string, headers: Record<string, string> = {}, body?: object): Promise<Told> {
  return new Promise((resolve, reject) => {
    const method = body ? 'POST' : 'GET';
    const asking = request(`${server.url}${path}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const raw = Buffer.concat(chunks);
        const coding = answer.headers['content-encoding'];
        const plain = coding === 'br' ? brotliDecompressSync(raw) : coding === 'gzip' ? gunzipSync(raw) : raw;
        const { statusCode: status = 0, headers: told } = answer;
        resolve({ status, headers: told, bytes: raw.byteLength, text: plain.toString() });
      });
    });
    asking.on('error', reject);
    asking.end(body && JSON.stringify(body));
  });
}

const as = ({ accessToken }: SignedUp) => ({ authorization: `Bearer ${accessToken}` });
const noInput = `input=${encodeURIComponent('{"json":{}}')}`;
const takesAll = { 'accept-encoding': 'gzip, deflate, br' };

const kept = {
  'the list of products': '/api/v1/products',
  'the same on tRPC': `/trpc/products.list?${noInput}`,
  'the OpenAPI document': '/openapi.json',
  'a script of the documentation': '/docs/assets/swagger-ui.js',
  'a style of the documentation': '/docs/assets/swagger-ui.css',
};

describe.for(Object.entries(kept))('%s', ([, path]) => {
  test('comes in the coding that its client likes best, from memory too, and is the same in each', async () => {
    const plain = await ask(path);
    expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined]);
    for (const coding of ['br', 'gzip'] as const) {
      for (let times = 0; times < 3; times += 1) {
        const told = await ask(path, { 'accept-encoding': coding });
        expect([told.status, told.headers['content-encoding'], told.text === plain.text]).toEqual([200, coding, true]);
        expect(told.headers['content-length']).toBe(String(told.bytes));
        expect(told.bytes).toBeLessThan(plain.bytes / 2);
        for (const { headers } of [told, plain]) expect(headers['vary']).toMatch(/accept-encoding/i);
      }
    }
  });

  test('has a strong ETag in each coding, which is known whatever coding is asked for', async () => {
    const encodings = ['identity', 'br', 'gzip'];
    const tags = [];
    for (const encoding of encodings) tags.push((await ask(path, { 'accept-encoding': encoding })).headers.etag ?? '');
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) {
      expect(tag).toMatch(/^"[\w.-]+"$/);
      for (const encoding of encodings) {
        const again = await ask(path, { 'accept-encoding': encoding, 'if-none-match': `W/${tag}` });
        expect([again.status, again.bytes, again.headers.etag]).toEqual([304, 0, tag]);
        expect(again.headers['content-encoding']).toBeUndefined();
      }
    }
    expect((await ask(path, { ...takesAll, 'if-none-match': '"another"' })).status).toBe(200);
  });
});

test('files of the documentation may be kept for an hour', async () => {
  const { headers } = await ask('/docs/assets/redoc.js', takesAll);
  expect(headers).toMatchObject({ 'cache-control': 'public, max-age=3600', 'content-encoding': 'br' });
});

describe('an answer to one person', () => {
  test('is compressed where it is a read', async () => {
    const paths = ['/api/v1/admin/audit', `/trpc/admin.audit?${noInput}`, '/api/v1/products?limit=20&sort=name'];
    for (const path of paths) {
      const plain = await ask(path, as(ada));
      const told = await ask(path, { ...as(ada), ...takesAll });
      expect([told.status, told.headers['content-encoding'], told.text === plain.text]).toEqual([200, 'br', true]);
      expect(told.headers['vary']).toMatch(/accept-encoding/i);
      expect(told.headers['cache-control']).toBe(plain.headers['cache-control']);
      expect(plain.headers['content-encoding']).toBeUndefined();
    }
  });

  test('is not where it may hold a secret, because what changes something answers with tokens and keys', async () => {
    const variants = Array.from({ length: 30 }, (_, index) => ({
      options: { Size: `No ${index}` },
      price: 1,
      stock: 1,
    }));
    const json = { 'content-type': 'application/json', ...as(ada), ...takesAll };
    const product = { name: 'Shirt', variants };
    for (const [path, body] of [
      ['/api/v1/products', product],
      ['/trpc/products.create', { json: product }],
      ['/trpc/orders.quote', { json: orderInput({ items: [] }) }],
    ] as const) {
      const told = await ask(path, json, body);
      expect(told.headers['content-encoding']).toBeUndefined();
      if (path !== '/trpc/orders.quote') expect(told.bytes).toBeGreaterThan(1_400);
    }
  });

  test('is not where it is small', async () => {
    const told = await ask('/api/v1/auth/me', { ...as(bob), ...takesAll });
    expect([told.status, told.headers['content-encoding']]).toEqual([200, undefined]);
    expect(told.headers['vary']).toMatch(/accept-encoding/i);
  });
});

test('what comes in pieces is not compressed, and says that nothing on its way may', async () => {
  for (const path of [
    '/api/v1/admin/products.csv',
    '/api/v1/admin/orders.csv',
    `/trpc/admin.products.export?${noInput}`,
  ]) {
    const told = await ask(path, { ...as(ada), ...takesAll });
    expect([told.status, told.headers['content-encoding']]).toEqual([200, undefined]);
    expect(told.headers['cache-control']).toBe('no-store, no-transform');
  }
  const left = new AbortController();
  const events = await fetch(`${server.url}/api/v1/admin/events`, {
    headers: { ...as(ada), ...takesAll },
    signal: left.signal,
  });
  expect(events.headers.get('content-encoding')).toBeNull();
  expect(events.headers.get('cache-control')).toContain('no-transform');
  left.abort();
});

test('the development mailbox, which holds codes, is not compressed', async () => {
  for (const path of ['/dev/mail', '/dev/mail.json']) {
    expect((await ask(path, takesAll)).headers['content-encoding']).toBeUndefined();
  }
});
