import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { redactFacts, redactText } from './redact.ts';
import { openRotatingFile } from './rotating-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const line = (number: number) => `${String(number).padStart(9, '0')}\n`;
const numbersIn = (path: string) => readFileSync(path, 'utf8').trim().split('\n').map(Number);

test('a log file that is full is set aside, and only so many are kept, also over restarts', () => {
  const path = join(folder, 'full', 'app.log');
  for (let number = 0; number < 65; ) {
    const file = openRotatingFile(path, { bytes: 100, kept: 3 });
    for (const end = number + 13; number < end; number += 1) {
      file.write(line(number));
      file.flush();
    }
  }
  expect(readdirSync(join(folder, 'full')).sort()).toEqual(['app.log', 'app.log.1', 'app.log.2', 'app.log.3']);
  const kept = ['app.log.3', 'app.log.2', 'app.log.1', 'app.log'].flatMap((name) =>
    numbersIn(join(folder, 'full', name)),
  );
  expect(kept).toEqual(Array.from({ length: 35 }, (_, index) => index + 30));
});

test('processes that write the same file neither mix their lines nor push files out, whoever finds it full', () => {
  const path = join(folder, 'shared', 'app.log');
  const files = [1, 2, 3].map(() => openRotatingFile(path, { bytes: 100, kept: 20 }));
  for (let number = 0; number < 120; number += 1) {
    const file = files[number % files.length];
    file?.write(line(number));
    file?.flush();
  }
  const names = readdirSync(join(folder, 'shared')).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  expect(names).toHaveLength(13);
  const full = names.filter((name) => name !== 'app.log').map((name) => numbersIn(join(folder, 'shared', name)));
  expect(full.flat()).toEqual(Array.from({ length: 120 }, (_, index) => index));
  expect(full.map(({ length }) => length)).toEqual(Array(12).fill(10));
});

test('a folder of logs that was removed is made again with the next line, and a full disk stops nobody', () => {
  const path = join(folder, 'removed', 'app.log');
  const file = openRotatingFile(path, { bytes: 100, kept: 2 });
  for (const number of [1, 2, 3]) {
    file.write(line(number));
    file.flush();
    expect(numbersIn(path)).toEqual([number]);
    rmSync(join(folder, 'removed'), { recursive: true });
  }

  if (!existsSync('/dev/full')) return;
  const full = openRotatingFile('/dev/full', { bytes: 100, kept: 2 });
  for (let number = 0; number < 100_000; number += 1) full.write(line(number));
  full.flush();
});

test('what must not be told is not, however deep it stands, and whatever text it stands in', () => {
  const planted = {
    email: 'ada@example.com',
    nested: [{ deep: { accessToken: 'opaque-token', shippingAddress: { line1: '1 Planted Lane' }, Card_Number: '4' } }],
    reason: '550 5.1.1 <ada@example.com>: unknown; Authorization: Bearer abcdefghijkl; pi_123_secret_456',
    url: 'postgres://shop:geheim@db/shop and https://shop.example/reset?token=abcdef',
    numbers: 'paid with 4242 4242 4242 4242, sk_live_abcdef and whsec_abcdef, cw_live_a0a0a0a0a0a0_abcdef',
  };
  const text = JSON.stringify(redactFacts(planted));
  for (const secret of ['ada@', 'opaque', 'Planted', 'abcdef', '456', 'geheim', '4242']) {
    expect(text, secret).not.toContain(secret);
  }
  expect(redactFacts({ requestId: '0199', orderId: '0198', path: '/api/v1/orders', ms: 4.2, status: 200 })).toEqual({
    requestId: '0199',
    orderId: '0198',
    path: '/api/v1/orders',
    ms: 4.2,
    status: 200,
  });
});

test('a mail address in the path of a request is left out, encoded or not, and what stands around it is kept', () => {
  const path = (address: string) => redactText(`/api/v1/admin/users/${address}/orders,100%40 off`);
  expect(path('ada@example.com')).toBe('[e-mail address]/orders,100%40 off');
  expect(path('ada%40example.com')).toBe('[e-mail address]/orders,100%40 off');
  expect(redactText('<a@b@example.com>; at@nowhere (x@y.example)')).toBe(
    '<[e-mail address]>; at@nowhere ([e-mail address])',
  );
});

test('a line holds the beginning of a long text and its length, and no half of a secret', () => {
  const long = redactText('x'.repeat(15_000));
  expect(long).toBe(`${'x'.repeat(1_000)}… [15000 characters]`);
  const secret = 'sk_live_abcdefghijklmnop';
  for (let place = 960; place < 1_010; place += 1) {
    expect(redactText(`${'x '.repeat(place / 2)}${secret} ${'x'.repeat(50_000)}`)).not.toContain('sk_live_a');
  }
  const facts = redactFacts({ path: `/${'a'.repeat(15_000)}`, err: new Error('b'.repeat(15_000)) });
  expect(JSON.stringify(facts).length).toBeLessThan(12_000);
});

test('of an error of the database its code and its place are told, and none of the values', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "users_email"'), {
    code: '23505',
    table: 'users',
    detail: 'Key (email_key)=(ada@example.com) already exists. Failing row contains (Ada, 1 Planted Lane).',
    where: 'unnamed portal parameter $1 = 1 Planted Lane',
    parameters: ['1 Planted Lane'],
  });
  const logged = redactFacts({ err: new Error('Failed query: insert … params: 1 Planted Lane', { cause: error }) });
  expect(logged['err']).toMatchObject({ type: 'Error', code: '23505', table: 'users', message: error.message });
  expect(JSON.stringify(logged)).not.toMatch(/Planted|ada@/);
});
