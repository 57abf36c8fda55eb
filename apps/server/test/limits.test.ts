import { afterAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({ RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.1' }, { worker: false });
const direct = await startTestServer({ RATE_LIMITS: 'on' }, { worker: false });
const few = await startTestServer(
  {
    RATE_LIMITS: 'on',
    CLIENT_CALLS_PER_MINUTE: '12',
    TRUSTED_PROXIES: '127.0.0.1',
    ALLOWED_ORIGINS: 'https://shop.example',
  },
  { worker: false },
);
afterAll(() => Promise.all([server, direct, few].map((one) => one.close())));

let addresses = 0;
const newEmail = () => `person-${(addresses += 1)}@limits.example.com`;
const newIp = () => {
  addresses += 1;
  return `203.0.${addresses >> 8}.${addresses & 255}`;
};

function post(path: string, body: unknown, ip: string, { url } = server): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': ip },
    body: JSON.stringify(body),
  });
}

const login = (ip: string, email = newEmail(), to = server) =>
  post('/api/v1/auth/login', { email, password: 'not the password' }, ip, to);

/** Counts the calls in sequence that succeed, and returns the first refusal. */
async function letThrough(call: () => Promise<Response>): Promise<{ count: number; refusal: Response }> {
  for (let count = 0; count < 100; count += 1) {
    const response = await call();
    if (response.status === 429) return { count, refusal: response };
  }
  throw new Error('There is no limit.');
}

const limited = {
  'POST /auth/code': [3, (ip: string, email?: string) => post('/api/v1/auth/code', { email: email ?? newEmail() }, ip)],
  'POST /auth/login': [5, login],
  'POST /auth/password/forgot': [
    3,
    (ip: string, email?: string) => post('/api/v1/auth/password/forgot', { email: email ?? newEmail() }, ip),
  ],
} as const;

describe.for(Object.entries(limited))('%s', ([, [points, call]]) => {
  test(`lets ${points} a minute through from one client, whatever addresses it gives`, async () => {
    const ip = newIp();
    const { count, refusal } = await letThrough(() => call(ip));
    expect(count).toBe(points);
    expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refusal.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refusal.json()).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(refusal.headers.get('ratelimit')).toMatch(/^"\w+:ip";r=0;t=\d+, "client";r=\d+;t=\d+$/);
    expect(refusal.headers.get('ratelimit-policy')).toMatch(
      new RegExp(`^"\\w+:ip";q=${points};w=60, "client";q=3000;w=60$`),
    );
    expect((await call(newIp())).status).not.toBe(429);
  });

  test('lets 50 an hour through for one address, from all networks together', async () => {
    const email = newEmail();
    let calls = 0;
    const spelled = () => ((calls += 1) % 2 === 0 ? email : email.toUpperCase());
    const { count, refusal } = await letThrough(() => call(newIp(), spelled()));
    expect(count).toBe(50);
    expect(refusal.headers.get('ratelimit-policy')).toMatch(/^"\w+ an hour:email";q=50;w=3600, /);
  });
});

test('of a batch of six logins the sixth is limited', async () => {
  const calls = Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [index, { json: { email: newEmail(), password: 'not the password' } }]),
  );
  const path = `/trpc/${Array(6).fill('auth.login').join(',')}?batch=1`;
  const response = await post(path, calls, newIp());
  const answers = (await response.json()) as { error: { json: { data: { code: string } } } }[];
  const codes = answers.map(({ error }) => error.json.data.code).sort();
  expect(codes).toEqual([...Array<string>(5).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED']);
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
});

test('one subscriber of IPv6 is one client, and the neighbour another', async () => {
  let host = 0;
  const { count } = await letThrough(() => login(`2001:db8:1:2::${((host += 1)).toString(16)}`));
  expect(count).toBe(5);
  expect((await login('2001:db8:1:3::1')).status).toBe(401);
});

test('a proxy that nobody trusts cannot lend a client new addresses', async () => {
  const { count } = await letThrough(() => login(newIp(), newEmail(), direct));
  expect(count).toBe(5);
});

test('what is counted holds no e-mail address', async () => {
  const email = newEmail();
  await login(newIp(), email);
  const { dumpDatabase } = await import('@cartwright/db/testing');
  const rows = await dumpDatabase(server.database.url);
  expect(rows.filter(({ table, value }) => table === 'rate_limits' && value.includes('@'))).toEqual([]);
});

describe('all calls of a client together', () => {
  const get = (path: string, ip: string, headers: Record<string, string> = {}) =>
    fetch(`${few.url}${path}`, { headers: { 'x-forwarded-for': ip, ...headers } });
  const list = '/api/v1/products?limit=1';

  test('are counted on both surfaces, those answered from memory too, and a batch as what is in it', async () => {
    const ip = newIp();
    const left: (string | undefined)[] = [];
    for (const path of [list, list, list, '/trpc/products.categories,cart.get?batch=1', '/api/v1/cart', '/api/v1/no']) {
      const { headers } = await get(path, ip);
      left.push(/^"client";r=(\d+);t=\d+$/.exec(headers.get('ratelimit') ?? '')?.[1]);
      expect(headers.get('ratelimit-policy')).toBe('"client";q=12;w=60');
    }
    expect(left).toEqual(['11', '10', '9', '7', '6', '5']);
  });

  test('are refused beyond its limit, on both surfaces, in a way that pages can read; others are not', async () => {
    const ip = newIp();
    for (let count = 0; count < 12; count += 1) expect((await get(list, ip)).status).toBe(200);
    const origin = 'https://shop.example';
    for (const path of [list, '/trpc/cart.get']) {
      const refused = await get(path, ip, { origin });
      expect(refused.status).toBe(429);
      expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
      expect(refused.headers.get('access-control-expose-headers')).toContain('ratelimit');
      const seconds = Number(refused.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(50);
      expect(refused.headers.get('ratelimit')).toBe(`"client";r=0;t=${seconds}`);
      const policy = { name: 'client', calls: 12, seconds: 60 };
      const body = (await refused.json()) as { error?: { json: { data: object } } };
      const facts = body.error?.json.data ?? body;
      expect(facts).toMatchObject({ code: 'RATE_LIMITED', retryAfter: seconds, policy });
      expect(facts).toMatchObject({ requestId: refused.headers.get('x-request-id') });
    }
    expect((await get(list, newIp())).status).toBe(200);
    for (const path of ['/healthz', '/readyz', '/metrics']) expect((await get(path, ip)).status).not.toBe(429);
    const page = await get('/openapi.json', ip);
    expect([page.status, await page.json()]).toEqual([429, expect.objectContaining({ code: 'RATE_LIMITED' })]);
  });

  const origin = 'https://shop.example';
  const preflight = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a' };
  const kinds: Record<string, readonly [path: string, request?: RequestInit]> = {
    'a read on REST': ['/api/v1/products'],
    'a read on tRPC': ['/trpc/products.categories'],
    'a path that REST does not have': ['/api/v1/nothing/here'],
    'a method that REST does not take': ['/api/v1/products', { method: 'PUT' }],
    'a procedure that tRPC does not have': ['/trpc/made.up'],
    'a method that tRPC does not take': ['/trpc/cart.get', { method: 'DELETE' }],
    'a method of its own': ['/api/v1/products', { method: 'PROPFIND' }],
    'a preflight on REST': ['/api/v1/orders', { method: 'OPTIONS', headers: preflight }],
    'a preflight on tRPC': ['/trpc/orders.place', { method: 'OPTIONS', headers: preflight }],
    'options without an origin': ['/api/v1/orders', { method: 'OPTIONS' }],
    'a body that is no JSON': ['/api/v1/auth/login', { method: 'POST', body: '{' }],
    'a body of another type': ['/api/v1/auth/login', { method: 'POST', body: new URLSearchParams('a=b') }],
    'an address that is no UTF-8': ['/api/v1/products/%ff'],
    'an address of 15 kB': [`/${'a'.repeat(15_000)}`],
    'a page of the documentation': ['/docs'],
    'a file of the documentation': ['/docs/assets/redoc.js'],
    'the OpenAPI document': ['/openapi.json'],
    'an image': ['/images/none/none.png'],
    'a webhook': ['/webhooks/stripe', { method: 'POST', body: '{}' }],
    'the mailbox': ['/dev/mail'],
    'the first page': ['/'],
    'a head of any page': ['/docs', { method: 'HEAD' }],
    'a path that nothing answers': ['/wp-login.php'],
    'a probe with something behind it': ['/healthz/more'],
  };

  test.for(Object.entries(kinds))('count %s, and refuse it beyond the limit', async ([, [path, request = {}]]) => {
    const ip = newIp();
    const headers = { ...request.headers, 'x-forwarded-for': ip };
    const ask = async () => {
      const answer = await fetch(`${few.url}${path}`, { redirect: 'manual', ...request, headers });
      await answer.arrayBuffer();
      return answer.status;
    };
    for (let count = 0; count < 12; count += 1) expect(await ask()).not.toBe(429);
    expect(await ask()).toBe(429);
    expect((await get(list, ip)).status).toBe(429);
  });

  test('count a batch that is too long as one of the most calls that a batch may have', async () => {
    const ip = newIp();
    const ask = () => get(`/trpc/${Array(2_000).fill('a').join(',')}?batch=1`, ip);
    const refused = await ask();
    expect([refused.status, refused.headers.get('ratelimit')]).toEqual([400, '"client";r=2;t=60']);
    expect((await ask()).status).toBe(429);
  });
});

test('with RATE_LIMITS=off nothing is counted', async () => {
  const free = await startTestServer({}, { worker: false });
  const answer = await fetch(`${free.url}/api/v1/products`);
  expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, null]);
  await free.close();
});
