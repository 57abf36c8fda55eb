import { appRouter, failures } from '@cartwright/api';
import { rowCounts, type SignedUp } from '@cartwright/api/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statusOf } from '../src/rest/problem.ts';
import type { HostileRequest } from '../src/testing/hostile.ts';
import { send } from '../src/testing/reply.ts';
import { type Sample, samplesOf, withToken } from '../src/testing/samples.ts';
import { addressOf, type Surface, surfaces } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
const operations = operationsOf(appRouter);
let admin: SignedUp;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
});
afterAll(() => server.close());

const surrogate = '"\\ud800"';
const numbers = ['-1', '0.1', '2147483648', '9007199254740993', '1e308', '1e999'];
const dates = [
  '1899-12-31',
  '9999-01-01',
  '9999-12-31',
  '9999-12-31T23:59:59-14:00',
  '0001-01-01',
  '+010000-01-01T00:00:00Z',
];
const texts = [
  surrogate,
  '"99999999999999999999"',
  '"-1"',
  '""',
  `"'; drop table users; --"`,
  JSON.stringify('x'.repeat(50_000)),
];
const documented = new Map(Object.entries(failures).map(([code, failure]) => [code, statusOf(failure)]));

/** Lists the problems of the response to an input that is valid except in one place. */
async function problemOf(surface: Surface, operation: Operation, sample: Sample, token: string): Promise<string[]> {
  const isInPath = operation.pathFields.includes(sample.path);
  const isInAddress = isInPath || operation.method === 'GET';
  // An address cannot contain half of a surrogate pair; its bytes are in the table above. A path without its last part
  // is another path.
  if (surface === 'rest' && ((isInAddress && token === surrogate) || (isInPath && token === '""'))) return [];
  const isGood = operation.input?.safeParse(JSON.parse(withToken(sample, token))).success;
  const { status, code, text } = await send(
    server.url,
    admin.accessToken,
    requestWith(surface, operation, sample, token),
  );
  const isKnown = documented.get(code) === status && status < 500;
  const isTooLong = [413, 431].includes(status) && token.length > 16_000;
  const isRight = isTooLong || (isGood ? status < 400 || isKnown : isKnown && code === 'VALIDATION');
  const short = `${sample.path} = ${token.slice(0, 40)}`;
  return isRight ? [] : [`${operation.name} on ${surface}, ${short}: ${status} ${text.slice(0, 300)}`];
}

const quoted = (text: string) => JSON.stringify(text);

function isDate({ input, path }: Sample): boolean {
  const value = path.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], input);
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value);
}

test('every date that an input takes lies in the years that both databases store, a day more included', () => {
  const found = operations.flatMap((operation) => {
    const { samples } = samplesOf(operation);
    return samples.filter(isDate).map((sample) => ({ name: `${operation.name} ${sample.path}`, operation, sample }));
  });
  expect(found.length).toBeGreaterThan(8);
  const taken = found.flatMap(({ name, operation, sample }) =>
    dates
      .filter((date) => operation.input?.safeParse(JSON.parse(withToken(sample, quoted(date)))).success)
      .map((date) => `${name} takes ${date}`),
  );
  expect(taken).toEqual([]);
});

test('any value in one field of an otherwise valid input gets a documented answer', async () => {
  const unsampled: string[] = [];
  const problems: string[] = [];
  for (const operation of operations) {
    const { samples, missing } = samplesOf(operation);
    unsampled.push(...missing.map((path) => `${operation.name} ${path}`));
    for (const sample of samples) {
      const tokens = sample.type === 'number' ? numbers : [...texts, ...(isDate(sample) ? dates.map(quoted) : [])];
      const calls = surfaces.flatMap((surface) => tokens.map((token) => problemOf(surface, operation, sample, token)));
      problems.push(...(await Promise.all(calls)).flat());
    }
  }
  expect(problems).toEqual([]);
  // `products.variants.create` covers the variants of `products.create`, and a file is no JSON.
  expect(
    unsampled.filter(
      (one) => !/^products\.create variants\.|^products\.images\.add |^admin\.products\.import /.test(one),
    ),
  ).toEqual([]);
});

/** Values of the fields beside a file, which are texts in a form and in an address. */
const formTexts = [
  '',
  'null',
  '-1',
  'yes',
  '{"a":1}',
  '__proto__',
  "'; drop table users; --",
  'x'.repeat(10_000),
  '\ufffd',
];

test('any value in a file or in the fields beside it gets a documented answer', async () => {
  const csv = 'slug,name,variant_sku,variant_price\nmug,Mug,MUG-1,12.00\n';
  const forms = operations.filter(({ meta }) => meta.maxFileBytes !== undefined);
  const problems: string[] = [];
  let count = 0;
  for (const surface of surfaces) {
    for (const operation of forms) {
      const others = Object.keys(operation.input?.shape ?? {}).filter((field) => field !== 'file');
      const ask = async (fields: Record<string, string>, file: Blob | string) => {
        const form = new FormData();
        for (const [name, value] of Object.entries(fields)) form.append(name, value);
        form.append('file', file);
        const address = surface === 'trpc' ? `/trpc/${operation.name}` : addressOf(surface, operation, fields);
        const { status, code, text } = await send(server.url, admin.accessToken, {
          address,
          method: 'POST',
          headers: {},
          body: form,
        });
        count += 1;
        const isKnown = status < 400 || (documented.get(code) === status && status < 500);
        if (!isKnown)
          problems.push(`${operation.name} on ${surface}, ${JSON.stringify(fields).slice(0, 80)}: ${status} ${text}`);
      };
      const good = Object.fromEntries(
        operation.pathFields.map((field) => [field, '019a0000-0000-7000-8000-000000000001']),
      );
      for (const field of others)
        for (const value of formTexts.filter((text) => text !== '' || field !== 'id'))
          await ask({ ...good, [field]: value }, new Blob([csv]));
      for (const bytes of ['', '\0', '\ufeff', '"', 'a,b\n"', '\ud800', 'x'.repeat(70_000)]) {
        await ask(good, new Blob([bytes]));
        await ask(good, bytes);
      }
    }
  }
  expect(problems).toEqual([]);
  expect(count).toBeGreaterThan(60);
});

function requestWith(
  surface: Surface,
  operation: Operation,
  sample: Sample,
  token: string,
): Omit<HostileRequest, 'kind' | 'expected'> {
  const headers = { 'content-type': 'application/json' };
  const text = withToken(sample, token);
  if (surface === 'trpc') {
    const address = `/trpc/${operation.name}`;
    const body = `{"json":${text}}`;
    return operation.kind !== 'mutation'
      ? { address: `${address}?input=${encodeURIComponent(body)}`, method: 'GET', headers: {} }
      : { address, method: 'POST', headers, body };
  }
  const { method, pathFields } = operation;
  const address = addressOf(surface, operation, JSON.parse(text));
  if (method === 'GET') return { address, method, headers: {} };
  // A field in the path is left out of the body.
  const input = Object.fromEntries(Object.entries(sample.input).filter(([name]) => !pathFields.includes(name)));
  const body = pathFields.includes(sample.path) ? JSON.stringify(input) : withToken({ ...sample, input }, token);
  return { address, method, headers, body };
}

test('nothing is left half done', async () => {
  expect((await rowCounts(server.shop.db))['orders'] ?? 0).toBe(0);
});
