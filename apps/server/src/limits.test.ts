import { afterAll, describe, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

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

/** How many of `count` calls, one after the other, were let through, and what the next one was told. */
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
    for (const path of ['/healthz', '/openapi.json']) expect((await get(path, ip)).status).toBe(200);
  });
});

test('with RATE_LIMITS=off nothing is counted', async () => {
  const free = await startTestServer({}, { worker: false });
  const answer = await fetch(`${free.url}/api/v1/products`);
  expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, null]);
  await free.close();
});
