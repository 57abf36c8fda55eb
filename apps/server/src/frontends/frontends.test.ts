import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-frontends-'));
const frontends = { storefront: join(folder, 'storefront'), admin: join(folder, 'admin') };

function write(name: 'storefront' | 'admin', words: string): void {
  mkdirSync(join(frontends[name], 'assets'), { recursive: true });
  const head = '<title>x</title><meta property="csp-nonce" nonce="__NONCE__">';
  writeFileSync(join(frontends[name], 'index.html'), `<head>${head}</head><body>${words}<!--content--></body>`);
  writeFileSync(join(frontends[name], 'assets/index-4f2a.js'), `console.log(1);${' '.repeat(2_000)}`);
}
write('storefront', 'Goods');
write('admin', 'Orders');
afterAll(() => rmSync(folder, { recursive: true }));

const start = (env: Record<string, string> = {}) =>
  startTestServer({ STOREFRONT: 'on', ADMIN: 'on', ...env }, { worker: false, frontends });
const page = { accept: 'text/html' };

describe('a server with built frontends', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start({ STORE_NAME: 'Tea & <Co>' });
  });
  afterAll(() => server.close());

  test.each(['/', '/?q=mug', '/products/mug'])(
    'serves the storefront at %s with its name, and never from a cache without asking',
    async (path) => {
      const answer = await fetch(`${server.url}${path}`, { headers: page });
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(await answer.text()).toContain('<title>Tea &amp; &lt;Co&gt;</title>');
    },
  );

  test.each(['/admin', '/admin/orders/CW-1'])('serves the office at %s', async (path) => {
    const answer = await fetch(`${server.url}${path}`, { headers: page });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Orders')]);
  });

  test.each(['/api/v1/none', '/trpc/none', '/images/none.webp', '/wp-login.php', '/assets/gone.js'])(
    'leaves %s to the API, which does not know it',
    async (path) => {
      expect((await fetch(`${server.url}${path}`, { headers: page })).status).toBe(404);
    },
  );

  test('serves files with a hash in their name compressed and for good', async () => {
    for (const base of ['', '/admin']) {
      const answer = await fetch(`${server.url}${base}/assets/index-4f2a.js`, { headers: { 'accept-encoding': 'br' } });
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'content-encoding': 'br',
        'cache-control': 'public, max-age=31536000, immutable',
      });
    }
  });

  test('allows no inline script, and inline styles by a nonce of each response', async () => {
    const policies = [];
    for (let count = 0; count < 2; count += 1) {
      const answer = await fetch(server.url, { headers: page });
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|stripe/);
      const [, nonce = 'none'] = /style-src 'self' 'nonce-([^']+)'/.exec(policy) ?? [];
      expect(await answer.text()).toContain(`nonce="${nonce}"`);
      policies.push(policy);
    }
    expect(new Set(policies).size).toBe(2);
  });

  test('shows a newer build without a restart', async () => {
    write('admin', 'Newer');
    const later = new Date(Date.now() + 5_000);
    utimesSync(join(frontends.admin, 'index.html'), later, later);
    expect(await (await fetch(`${server.url}/admin`)).text()).toContain('Newer');
  });
});

test('a shop with Stripe lets the page load its script and no other', async () => {
  const server = await start({ STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' });
  try {
    const policy = (await fetch(server.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self' https://js.stripe.com;");
  } finally {
    await server.close();
  }
});

test('STOREFRONT=off and ADMIN=off leave both addresses to the API', async () => {
  const server = await start({ STOREFRONT: 'off', ADMIN: 'off', DOCS: 'off' });
  try {
    expect(await (await fetch(server.url)).text()).toBe('Cartwright');
    expect((await fetch(`${server.url}/admin`)).status).toBe(404);
    // The simple pages behind the links in e-mails remain.
    expect(await (await fetch(`${server.url}/verify-email?token=t`)).text()).toContain('<form');
  } finally {
    await server.close();
  }
});
