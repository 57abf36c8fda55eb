import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import type { SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

const server = await startTestServer({}, { worker: false });
let admin: SignedUp;
let customer: SignedUp;
let id = '';

/** The smallest possible PNG: one dot. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const megabyte = 1_024 * 1_024;

beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
  customer = await server.signUp();
  id = (await admin.caller.products.create({ name: 'Mug', price: 100 })).id;
});
afterAll(() => server.close());

const stored = () => {
  try {
    return readdirSync(server.shop.settings.imageDir, { recursive: true }).length;
  } catch {
    return 0;
  }
};

function formOf(fields: Record<string, string | Uint8Array>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.append(
      name,
      typeof value === 'string'
        ? value
        : new File([new Uint8Array(value)], '../../x.exe', { type: 'application/x-msdownload' }),
    );
  }
  return form;
}

async function upload(body: FormData | ReadableStream | string, { token = admin.accessToken, headers = {} } = {}) {
  const response = await fetch(`${server.url}/api/v1/products/${id}/images`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body,
    duplex: 'half',
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown> & {
      url: string;
      code?: string;
      thumbnails: { url: string }[];
    },
  };
}

test('an image is uploaded as a form, and served forever under the name of its content', async () => {
  const { status, body } = await upload(formOf({ file: dot }));
  expect(status).toBe(201);
  for (const { url } of [body, ...body.thumbnails]) {
    const address = url.replace(server.shop.settings.publicUrl, server.url);
    const response = await fetch(address);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const etag = response.headers.get('etag') ?? '';
    const again = await fetch(address, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  }
});

test.each([
  '/images/../package.json',
  '/images/%2e%2e/package.json',
  '/images/aa/..%2f..%2fpackage.json',
  '/images/aa/',
  '/images',
  `/images/ff/${'f'.repeat(40)}.webp`,
])('nothing is served at %s', async (path) => {
  expect((await fetch(`${server.url}${path}`)).status).toBe(404);
});

describe('an upload is refused, and leaves nothing behind,', () => {
  const refused = async (answer: ReturnType<typeof upload>, status: number, code: string) => {
    const { body, ...rest } = await answer;
    expect({ status: rest.status, code: body.code }).toEqual({ status, code });
    return body;
  };

  test('when its file is too large, be it announced or not', async () => {
    const before = stored();
    const large = formOf({ file: new Uint8Array(5 * megabyte + 1) });
    expect(await refused(upload(large), 413, 'TOO_LARGE')).toMatchObject({ limit: 5 * megabyte });
    const much = formOf({ file: new Uint8Array(20 * megabyte) });
    await refused(upload(much), 413, 'TOO_LARGE');
    expect(stored()).toBe(before);
  });

  test('as soon as too much has come of what never ends', async () => {
    const before = stored();
    const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n';
    let sent = 0;
    const status = await new Promise<number>((resolve, reject) => {
      const outgoing = request(`${server.url}/api/v1/products/${id}/images`, {
        method: 'POST',
        headers: { authorization: `Bearer ${admin.accessToken}`, 'content-type': 'multipart/form-data; boundary=x' },
      });
      outgoing.on('response', (incoming) => {
        resolve(incoming.statusCode ?? 0);
        outgoing.destroy();
      });
      outgoing.on('error', reject);
      outgoing.write(head);
      const more = () => {
        if (outgoing.destroyed) return;
        sent += 65_536;
        if (outgoing.write(Buffer.alloc(65_536))) setImmediate(more);
        else outgoing.once('drain', more);
      };
      more();
    });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(60 * megabyte);
    expect(stored()).toBe(before);
  });

  test('before it is read, when nobody or no admin sends it', async () => {
    const endless = () => new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    await refused(upload(endless(), { token: 'nobody', headers }), 401, 'UNAUTHENTICATED');
    await refused(upload(endless(), { token: customer.accessToken, headers }), 403, 'FORBIDDEN');
  });

  test('when it is no form, or not the one that is wanted', async () => {
    const before = stored();
    const json = { 'content-type': 'application/json' };
    await refused(upload('{}', { headers: json }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    await refused(
      upload('--x\r\nbroken', { headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
      400,
      'MALFORMED_REQUEST',
    );
    await refused(upload('x', { headers: { 'content-type': 'multipart/form-data' } }), 400, 'MALFORMED_REQUEST');
    const twice = formOf({ file: dot });
    twice.append('file', new File([new Uint8Array(dot)], 'b.png'));
    for (const form of [
      new FormData(),
      formOf({ file: 'text' }),
      formOf({ image: dot }),
      formOf({ file: dot, more: 'x' }),
      twice,
    ]) {
      expect(await refused(upload(form), 422, 'VALIDATION')).toMatchObject({ issues: expect.any(Array) as unknown[] });
    }
    await refused(upload(formOf({ file: Buffer.from('MZ a program') })), 415, 'UNSUPPORTED_IMAGE');
    expect(stored()).toBe(before);
  });
});

test('over tRPC a form is taken by what takes files, and by nothing else', async () => {
  const post = async (procedure: string, body: FormData) => {
    const headers = { authorization: `Bearer ${admin.accessToken}` };
    const response = await fetch(`${server.url}/trpc/${procedure}`, { method: 'POST', headers, body });
    return {
      status: response.status,
      body: (await response.json()) as { result?: { data: unknown }; error?: { json: { data: { code: string } } } },
    };
  };
  expect((await post('products.images.add', formOf({ idOrSlug: id, file: dot }))).body.result?.data).toMatchObject({
    json: { width: 1 },
  });
  expect((await post('products.images.add', formOf({ file: dot }))).body.error?.json.data).toMatchObject({
    code: 'VALIDATION',
  });
  expect((await post('products.create', formOf({ name: 'x' }))).body.error?.json.data).toMatchObject({
    code: 'UNSUPPORTED_MEDIA_TYPE',
  });
});
