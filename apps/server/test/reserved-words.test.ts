import { appRouter } from '@cartwright/api';
import type { SignedUp } from '@cartwright/api/testing';
import { newId } from '@cartwright/kernel/ids';
import { operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
afterAll(() => server.close());

let admin: SignedUp;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
});

const paths = [...new Set(operationsOf(appRouter).map(({ path }) => path))];

/** Every parameter by the path before it, with the static words beside it. */
const parameters = new Map<string, string[]>();
for (const path of paths) {
  const parts = path.split('/');
  parts.forEach((part, index) => {
    if (!part.includes('{')) return;
    const folder = parts.slice(0, index).join('/');
    const beside = paths
      .filter((other) => other.startsWith(`${folder}/`))
      .map((other) => other.split('/')[index] ?? '')
      .filter((other) => other !== part);
    parameters.set(`${folder}/${part}`, [...new Set(beside)]);
  });
}

/** The form of an order's number. */
const numbers = /^[0-9A-Z]{5}-[0-9A-Z]{5}$/;
const ids = /^([0-9a-f]{8}-[0-9a-f-]{27}|\d+)$/;

/**
 * The source of each parameter's values. A chosen name is refused if a static path has it. A generated value must never
 * look like a word. A new parameter fails the test until it is listed here.
 */
const values: Record<string, 'chosen' | RegExp> = {
  '/admin/api-keys/{id}': ids,
  '/admin/jobs/{id}': ids,
  '/admin/orders/{idOrNumber}': numbers,
  '/admin/promotions/{id}': ids,
  '/admin/returns/{id}': ids,
  '/admin/shipments/{id}': ids,
  '/admin/shipping-methods/{id}': ids,
  '/admin/tax-rates/{id}': ids,
  '/admin/users/{id}': ids,
  '/auth/addresses/{id}': ids,
  '/auth/sessions/{id}': ids,
  '/cart/codes/{code}': /^[A-Z0-9_-]{3,40}$/,
  '/cart/items/{variantId}': ids,
  '/categories/{slug}': 'chosen',
  '/orders/{idOrNumber}': numbers,
  '/products/{idOrSlug}': 'chosen',
  '/products/{idOrSlug}/images/{imageId}': ids,
  '/variants/{id}': ids,
};

test('every parameter of a path says here where its values come from', () => {
  expect(Object.keys(values).sort()).toEqual([...parameters.keys()].sort());
});

test('no word beside a parameter has the form of what the shop itself makes for it', () => {
  const clashes = [...parameters].flatMap(([parameter, words]) => {
    const form = values[parameter];
    return form instanceof RegExp ? words.filter((word) => form.test(word)) : [];
  });
  expect(clashes).toEqual([]);
});

test('whether a word is reserved follows from the paths, for every parameter', () => {
  for (const [parameter, words] of parameters) {
    for (const word of words) expect([word, server.shop.isReserved(parameter, word)]).toEqual([word, true]);
    expect(server.shop.isReserved(parameter, 'mug')).toBe(false);
  }
  expect(parameters.get('/products/{idOrSlug}')).toContain('search');
});

async function send(method: string, path: string, body: unknown): Promise<{ status: number; answer: never }> {
  const isText = typeof body === 'string';
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${admin.accessToken}`,
      ...(body !== undefined && { 'content-type': isText ? 'text/csv' : 'application/json' }),
    },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  });
  return { status: response.status, answer: (await response.json()) as never };
}

const refused = (path: string) => ({
  status: 422,
  answer: {
    code: 'VALIDATION',
    issues: [{ path, code: 'reserved', message: expect.stringMatching(/Choose another/) }],
  },
});

describe('a slug whose address would lead elsewhere', () => {
  const taken = [...(parameters.get('/products/{idOrSlug}') ?? []), newId()];

  test('is refused for a product that is made, edited or imported, with words that say what to do', async () => {
    const { id } = await admin.caller.products.create({ name: 'Mug', price: 100 });
    for (const slug of taken) {
      expect(await send('POST', '/products', { name: 'Mug', price: 100, slug })).toMatchObject(refused('slug'));
      expect(await send('PATCH', `/products/${id}`, { version: 1, slug })).toMatchObject(refused('slug'));
      const file = `slug,name,price\n${slug},Mug,1.00\n`;
      expect(await send('POST', '/admin/products.csv?dryRun=false', file)).toMatchObject(refused('file.2.slug'));
      const trial = await send('POST', '/admin/products.csv', file);
      expect(trial).toMatchObject({ status: 200, answer: { issues: [{ line: 2, column: 'slug', code: 'reserved' }] } });
    }
  });

  test('is never made from a name', async () => {
    for (const name of taken) {
      const first = await send('POST', '/products', { name, price: 100 });
      const second = await send('POST', '/products', { name, price: 100 });
      const slugs = [first, second].map(({ answer }) => (answer as { slug: string }).slug);
      expect(slugs).toEqual([`${name}-2`, `${name}-3`]);
      for (const slug of slugs)
        expect(await send('GET', `/products/${slug}`, undefined)).toMatchObject({ answer: { slug } });
    }
  });
});
