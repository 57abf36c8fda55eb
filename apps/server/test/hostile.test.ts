import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { appRouter, failures } from '@cartwright/api';
import { rowCounts, type SignedUp } from '@cartwright/api/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statusOf } from '../src/rest/problem.ts';
import { type HostileRequest, hostileRequests } from '../src/testing/hostile.ts';
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

/** Milliseconds of processor time, of client and server together, for a request that is refused at once. */
const cheap = 50;

interface Reply {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  readonly ms: number;
}

async function send({ address, method, headers, body }: Omit<HostileRequest, 'kind' | 'expected'>): Promise<Reply> {
  const before = process.cpuUsage();
  const authorization = `Bearer ${admin.accessToken}`;
  const init = { method, headers: { authorization, ...headers }, ...(body !== undefined && { body }) };
  const response = await fetch(`${server.url}${address}`, init);
  const text = await response.text();
  const used = process.cpuUsage(before);
  const ms = (used.user + used.system) / 1_000;
  // A refused subscription is a stream with one failure, and its own status is always 200.
  const refusal = /^event: serialized-error\ndata: (.*)$/m.exec(text)?.[1];
  if (refusal === undefined) return { status: response.status, code: codeIn(text), text, ms };
  const { httpStatus, code } = (JSON.parse(refusal) as { json: { data: { httpStatus: number; code: string } } }).json
    .data;
  return { status: httpStatus, code, text, ms };
}

function codeIn(text: string): string {
  const answer: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined;
  const [first] = [answer].flat() as { code?: string; error?: { json: { data: { code: string } } } }[];
  return first?.code ?? first?.error?.json.data.code ?? '';
}

/** Lists the problems of the responses to hostile requests; empty if they are as documented and quick. */
async function problemsOf(surface: Surface, operation: Operation): Promise<string[]> {
  const problems = [];
  for (const hostile of hostileRequests(surface, operation)) {
    const { kind, expected } = hostile;
    let best = Number.POSITIVE_INFINITY;
    let reply: Reply | undefined;
    // Garbage collection may slow one attempt, but not all of them.
    for (let tries = 0; tries < 12 && best > cheap; tries += 1) {
      if (tries > 0) await sleep(tries * 10);
      reply = await send(hostile);
      best = Math.min(best, reply.ms);
    }
    const told = [reply?.status, reply?.code];
    if (told.join() !== expected.join())
      problems.push(`${kind}: ${expected} expected, but ${reply?.status} ${reply?.text}`);
    if (best > cheap) problems.push(`${kind}: took ${Math.round(best)} ms`);
    if (/ at .*\(|node_modules|\.ts:|select |insert /.test(reply?.text ?? '')) problems.push(`${kind}: tells too much`);
  }
  return problems;
}

/** Sends a body in pieces until the server responds or hangs up. */
async function sendEndlessly(
  surface: Surface,
  operation: Operation,
): Promise<{ status: number; code: string; sent: number }> {
  const [first] = hostileRequests(surface, operation);
  const { pathname } = new URL(first?.address ?? '', server.url);
  const isForm = operation.meta.maxFileBytes !== undefined && surface === 'rest';
  const outgoing = openRequest(`${server.url}${pathname}`, {
    method: surface === 'trpc' ? 'POST' : operation.method,
    headers: {
      authorization: `Bearer ${admin.accessToken}`,
      'content-type': isForm ? 'multipart/form-data; boundary=x' : 'application/json',
      'transfer-encoding': 'chunked',
    },
    agent: false,
  });
  outgoing.on('error', () => {});
  const answered = once(outgoing, 'response') as Promise<[NodeJS.ReadableStream & { statusCode: number }]>;
  let isAnswered = false;
  answered.then(
    () => (isAnswered = true),
    () => (isAnswered = true),
  );
  const piece = Buffer.alloc(64 * 1_024, 32);
  let sent = 0;
  while (!isAnswered && sent < 100 * 1_024 * 1_024) {
    sent += piece.length;
    if (!outgoing.write(piece)) await Promise.race([once(outgoing, 'drain'), answered]);
  }
  const [response] = await answered;
  let text = '';
  for await (const chunk of response) text += String(chunk);
  outgoing.destroy();
  return { status: response.statusCode, code: codeIn(text), sent };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function memory(): Promise<number> {
  // A buffer's memory outside the heap is freed a turn after its object is collected.
  for (let turn = 0; turn < 3; turn += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const rows = surfaces.flatMap((surface) =>
  operations.map((operation) => ({ surface, operation, name: operation.name })),
);

test.each(rows)(
  '$name on $surface answers what is hostile as documented, with 50 ms of processor time at most',
  async (row) => {
    expect(await problemsOf(row.surface, row.operation)).toEqual([]);
  },
);

test('the table has every procedure of the router, and one that is unknown fails in it', async () => {
  const names = Object.keys(appRouter._def.procedures).sort();
  for (const surface of surfaces) {
    expect(
      rows
        .filter((row) => row.surface === surface)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names);
  }
  const known = operations.find(({ name }) => name === 'orders.place')!;
  const unknown = { ...known, name: 'orders.nothing', path: '/orders/nothing/at/all' };
  for (const surface of surfaces) expect((await problemsOf(surface, unknown)).length).toBeGreaterThan(10);
});

test('100 MB in pieces are cut off by everything that reads a body, and the memory is back to where it was', async () => {
  const reading = rows.filter(({ surface, operation }) =>
    surface === 'trpc' ? operation.kind === 'mutation' : operation.method !== 'GET' && operation.input,
  );
  await sendEndlessly('rest', reading[0]!.operation);
  const before = await memory();
  const problems = [];
  for (const { surface, operation } of reading) {
    const { status, code, sent } = await sendEndlessly(surface, operation);
    const told = `${operation.name} on ${surface}: ${status} ${code} after ${sent}`;
    // The buffers on the way hold some bytes too.
    const most = (operation.meta.maxFileBytes ?? 65_536) + 10 * 1_024 * 1_024;
    if (status !== 413 || code !== 'TOO_LARGE' || sent > most) problems.push(told);
  }
  expect(problems).toEqual([]);
  expect(reading.length).toBeGreaterThan(50);
  expect((await memory()) - before).toBeLessThan(16 * 1_024 * 1_024);
});

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
  const { status, code, text } = await send(requestWith(surface, operation, sample, token));
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

test('whatever stands in one field of an input that is otherwise good, the answer is one that is documented', async () => {
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

test('whatever stands in the fields beside a file, and in the file, the answer is one that is documented', async () => {
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
        const { status, code, text } = await send({ address, method: 'POST', headers: {}, body: form });
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

test('none of this touched a prototype, and nothing is left half done', async () => {
  expect(({} as { role?: string; polluted?: unknown }).role).toBeUndefined();
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((await rowCounts(server.shop.db))['orders'] ?? 0).toBe(0);
});
