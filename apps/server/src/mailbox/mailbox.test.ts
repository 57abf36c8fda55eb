import { type DevMail, listDevMails } from '@cartwright/adapters/mail';
import { createTestDatabase, type TestDatabase } from '@cartwright/db/testing';
import { newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MailboxShop, mountMailbox } from './index.ts';
import { age } from './words.ts';

const now = new Date('2026-11-20T11:41:00Z');
const hostile = '"><script>alert(1)</script>';

async function put(db: Shop['db'], mail: Partial<DevMail>): Promise<void> {
  await db.transact(async (tx) => {
    const text = 'See https://shop.example/x?a=1&b=2';
    const blank = { id: newId(), to: 'ada@example.com', subject: 'Hello', text, html: '<p>Hello</p>', at: now };
    await tx.insert(tx.tables.devMails).values({ ...blank, ...mail });
  });
}

function mailboxShop(db: Shop['db'], backend: Shop['settings']['email']['backend'] = 'dev'): MailboxShop {
  return { db, clock: { now: () => now }, settings: { email: { backend } } };
}

describe('the development mailbox', () => {
  let world: TestDatabase;
  let app: Hono;
  let mails: DevMail[];

  beforeAll(async () => {
    world = await createTestDatabase();
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    app = new Hono();
    mountMailbox(app, mailboxShop(world.db));
    await world.db.transact(async (tx) => {
      await tx.delete(tx.tables.devMails);
    });
    const at = new Date(now.getTime() - 3 * 60_000);
    await put(world.db, { subject: 'First', at });
    await put(world.db, { subject: hostile, html: '<script>alert(1)</script>', at });
    mails = await listDevMails(world.db);
  });

  test('lists the newest first and shows it', async () => {
    const page = await (await app.request('/dev/mail')).text();
    expect(page.indexOf(mails[0]?.id ?? '-')).toBeLessThan(page.indexOf(mails[1]?.id ?? '-'));
    expect(page).toContain(`src="/dev/mail/${mails[0]?.id}/html"`);
    expect(page).toContain('3 min ago');
  });

  test('is found with a slash at its end too', async () => {
    const answer = await app.request('/dev/mail/');
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/dev/mail']);
  });

  test('shows the chosen mail, and links the addresses in its text', async () => {
    const page = await (await app.request(`/dev/mail/${mails[1]?.id}`)).text();
    expect(page).toContain('<h2>First</h2>');
    expect(page).toContain('<a href="https://shop.example/x?a=1&amp;b=2" target="_blank"');
  });

  test('runs nothing that came with a mail', async () => {
    const page = await app.request(`/dev/mail/${mails[0]?.id}`);
    expect(await page.text()).not.toContain('<script>alert');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none';.* script-src 'nonce-[\w+/=]{24}'/);

    expect(await (await app.request('/dev/mail')).text()).toMatch(
      /<iframe [^>]* sandbox="(?!.*allow-(scripts|same-origin))/,
    );
    const alone = await app.request(`/dev/mail/${mails[0]?.id}/html`);
    expect(await alone.text()).toBe('<script>alert(1)</script>');
    expect(alone.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src/);
    expect(alone.headers.get('content-security-policy')).not.toContain('script-src');
  });

  test('gives every page a nonce of its own', async () => {
    const policies = await Promise.all([1, 2].map(async () => app.request('/dev/mail')));
    const [one, two] = policies.map(({ headers }) => headers.get('content-security-policy'));
    expect(one).not.toBe(two);
  });

  test('answers scripts in JSON, newest first', async () => {
    const reply = await app.request('/dev/mail.json');
    const [newest] = mails;
    const all: unknown = await reply.json();
    expect(all).toHaveLength(2);
    expect(all).toMatchObject([{ subject: hostile }, { subject: 'First' }]);
    expect(all).toMatchObject([{ ...newest, at: '2026-11-20T11:38:00.000Z' }, {}]);
    expect(await (await app.request('/dev/mail.json?limit=1')).json()).toHaveLength(1);
  });

  test('says that nothing is new until something is', async () => {
    const etag = (await app.request('/dev/mail.json')).headers.get('etag') ?? '';
    const again = () => app.request('/dev/mail.json', { headers: { 'if-none-match': etag } });
    expect((await again()).status).toBe(304);
    await put(world.db, { subject: 'New' });
    expect((await again()).status).toBe(200);
  });

  test('says what to do while it is empty, and that a mail is gone', async () => {
    await world.db.transact(async (tx) => {
      await tx.delete(tx.tables.devMails);
    });
    expect(await (await app.request('/dev/mail')).text()).toContain('No e-mails yet');
    expect((await app.request('/dev/mail.json')).status).toBe(200);
    for (const path of [`/dev/mail/${mails[0]?.id}`, '/dev/mail/nonsense', '/dev/mail/nonsense/html']) {
      expect((await app.request(path)).status).toBe(404);
    }
  });

  test('does not exist when mails are really sent', async () => {
    const sending = new Hono();
    mountMailbox(sending, mailboxShop(world.db, 'smtp'));
    for (const path of ['/dev/mail', '/dev/mail.json', `/dev/mail/${mails[0]?.id}`]) {
      expect((await sending.request(path)).status).toBe(404);
    }
  });
});

test.each([
  [0, 'just now'],
  [-5_000, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 min ago'],
  [59 * 60_000, '59 min ago'],
  [23.5 * 3_600_000, '23 h ago'],
  [24 * 3_600_000, '19 Nov'],
])('a mail of %d ms ago reads %s', (passed, words) => {
  expect(age(new Date(now.getTime() - passed), now)).toBe(words);
});
