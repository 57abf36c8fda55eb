import { createTestDatabase, eventually } from '@cartwright/db/testing';
import { demoLogins } from '@cartwright/demo';
import { expect, test } from 'vitest';
import { startServerProcess } from '../src/testing/process.ts';

test('two servers that start at the same time on an empty database both open, with one demo shop', async () => {
  const empty = await createTestDatabase({ tables: 'none' });
  const servers = [1, 2].map(() => startServerProcess({ DATABASE_URL: empty.url, DEMO: 'on' }));
  try {
    const urls = await Promise.all(servers.map(({ opened }) => opened));
    const products = await Promise.all(
      urls.map(async (url) => {
        await eventually(async () => {
          expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' });
        });
        const login = await fetch(`${url}/api/v1/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email: demoLogins.admin.email, password: demoLogins.admin.password }),
        });
        expect(login.status).toBe(200);
        return (await (await fetch(`${url}/api/v1/products?limit=100&sort=name`)).json()) as {
          items: { slug: string }[];
        };
      }),
    );
    const slugs = products[0]?.items.map(({ slug }) => slug) ?? [];
    expect(slugs.length).toBeGreaterThan(20);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(products[1]).toEqual(products[0]);
    const { users, categories, products: table } = empty.db.tables;
    expect(await empty.db.read.$count(users)).toBe(2);
    expect(await empty.db.read.$count(categories)).toBeLessThan(20);
    expect(await empty.db.read.$count(table)).toBe(slugs.length);
  } finally {
    for (const { kill } of servers) kill('SIGTERM');
  }
  expect(await Promise.all(servers.map(({ ended }) => ended))).toEqual([0, 0]);
  await empty.close();
});
