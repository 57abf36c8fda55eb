import { appRouter } from '@cartwright/api';
import type { SignedUp } from '@cartwright/api/testing';
import { operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maxParameters, maxValues } from '../src/json.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
let admin: SignedUp;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
});
afterAll(() => server.close());

async function ask(path: string, request: RequestInit = {}) {
  const headers = { authorization: `Bearer ${admin.accessToken}`, ...request.headers };
  const answer = await fetch(`${server.url}${path}`, { ...request, headers });
  const text = await answer.text();
  const { code, detail, issues } = JSON.parse(text) as { code?: string; detail?: string; issues?: unknown[] };
  return { status: answer.status, code, detail, issues, bytes: text.length };
}

const json = (value: unknown, method = 'POST') => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

function formOf(names: readonly string[]): RequestInit {
  const form = new FormData();
  for (const name of names) form.append(name, 'x');
  return { method: 'POST', body: form };
}

describe('a form', () => {
  const uploads = operationsOf(appRouter).filter(({ meta }) => meta.maxFileBytes !== undefined);
  const pathOf = (path: string) => `/api/v1${path.replaceAll(/\{\w+\}/g, 'mug')}`;

  test.for(uploads)('with 20,000 fields is refused before it is parsed by $name', async ({ name, path }) => {
    // As many fields as fit beside a file with a short boundary, within the size of an image.
    const fields = Array.from({ length: 20_000 }, () => '--b\r\ncontent-disposition:form-data;name=a\r\n\r\n\r\n');
    const request = {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `${fields.join('')}--b--\r\n`,
    };
    const refused = { status: 400, code: 'MALFORMED_REQUEST' };
    expect(await ask(pathOf(path), request)).toMatchObject({
      ...refused,
      detail: expect.stringContaining('100 fields'),
    });
    const answer = await fetch(`${server.url}/trpc/${name}`, {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${admin.accessToken}` },
    });
    expect(await answer.json()).toMatchObject({ error: { json: { data: { code: 'MALFORMED_REQUEST' } } } });
  });

  test('with 100 fields is read, and a field that is given twice is a list', async () => {
    const path = '/api/v1/products/mug/images';
    const hundred = await ask(path, formOf(Array.from({ length: 100 }, (_, index) => `field-${index}`)));
    expect(hundred).toMatchObject({ status: 422, code: 'VALIDATION' });
    const twice = await ask(path, formOf(['file', 'file']));
    expect(twice.issues).toContainEqual(expect.objectContaining({ path: 'file', code: 'invalid_type' }));
    const tooMany = await ask(path, formOf(Array.from({ length: 101 }, () => 'a')));
    expect(tooMany).toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
  });
});

describe('a query', () => {
  test(`with more than ${maxParameters} parameters is refused on both surfaces`, async () => {
    const query = (count: number) => Array.from({ length: count }, (_, index) => `p${index}=1`).join('&');
    for (const path of ['/api/v1/products', '/trpc/products.list']) {
      const answer = await fetch(`${server.url}${path}?${query(maxParameters + 1)}`);
      expect(await answer.text()).toContain(`An address has at most ${maxParameters} parameters.`);
      expect(answer.status).toBe(400);
    }
    expect(await ask(`/api/v1/products?${query(maxParameters)}`)).toMatchObject({ status: 422, code: 'VALIDATION' });
  });

  test('with a list of 5,000 wrong ids is answered with no more issues than a page shows', async () => {
    const answer = await ask(`/api/v1/products?ids=${Array(5_000).fill('x').join(',')}`);
    expect(answer).toMatchObject({ status: 422, code: 'VALIDATION' });
    expect(answer.issues?.length).toBeLessThanOrEqual(50);
    expect(answer.bytes).toBeLessThan(15_000);
  });
});

describe('a body', () => {
  test(`with more than ${maxValues} values is refused, however they are nested`, async () => {
    const lists = [
      Array(maxValues + 1).fill(1),
      Array.from({ length: maxValues + 1 }, () => []),
      Array.from({ length: 1_300 }, () => [1, 2, 3, 4]),
    ];
    for (const items of lists) {
      const refused = {
        status: 400,
        code: 'MALFORMED_REQUEST',
        detail: expect.stringMatching(/^The body holds too many values\./),
      };
      expect(await ask('/api/v1/orders', json({ items }))).toMatchObject(refused);
    }
  });

  test('with thousands of wrong values is answered with fewer bytes than it had', async () => {
    const items = Array(maxValues - 10).fill(1);
    const answer = await ask('/api/v1/orders', json({ items }));
    expect(answer).toMatchObject({ status: 422, code: 'VALIDATION' });
    expect(answer.issues?.length).toBeLessThanOrEqual(50);
    const names = await ask('/api/v1/cart/items', json(Object.fromEntries(items.map((_, index) => [`n${index}`, 1]))));
    expect(names).toMatchObject({ status: 422, code: 'VALIDATION' });
    for (const { bytes } of [answer, names]) expect(bytes).toBeLessThan(10_000);
  });

  test('with commas in its texts is not taken for a wide one', async () => {
    const answer = await ask('/api/v1/cart/items', json({ note: ','.repeat(maxValues * 2) }));
    expect(answer).toMatchObject({ status: 422, code: 'VALIDATION' });
  });
});
