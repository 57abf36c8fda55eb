import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestShop } from '@cartwright/api/testing';
import { programArgs } from '@cartwright/process/testing';
import { afterAll, expect, test } from 'vitest';
import { runHere } from './testing/in-process.ts';

const world = await createTestShop();
const folder = mkdtempSync(join(tmpdir(), 'cartwright-files-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

/** Runs the command as a process of its own on this shop. */
function cartwright(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: world.database.url, LOG_LEVEL: 'silent' };
  return new Promise((resolve) => {
    execFile(process.execPath, [...programArgs('cartwright'), ...args], { cwd: folder, env }, (error, out, complaint) =>
      resolve({ code: Number(error?.code ?? 0), out, error: complaint }),
    );
  });
}

test('a file goes in, comes out the same, and a faulty one is told about', { timeout: 60_000 }, async () => {
  const [file, copy] = [join(folder, 'in.csv'), join(folder, 'out.csv')];
  writeFileSync(file, 'slug,name,price,stock\nmug,Mug,12.50,3\n');
  expect(await cartwright('products', 'import', file)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Products: 1 new.*Nothing was changed. To import the file, add --write/s),
  });
  expect(await world.caller().products.list({})).toMatchObject({ items: [] });

  expect(await cartwright('products', 'import', file, '--write')).toMatchObject({ code: 0 });
  expect(await world.caller().products.get({ idOrSlug: 'mug' })).toMatchObject({ price: 1_250, available: 3 });
  const { read } = world.shop.db;
  expect(await read.select({ actor: read.tables.stockLedger.actor }).from(read.tables.stockLedger)).toEqual([
    { actor: 'cli' },
  ]);

  expect(await cartwright('products', 'export', copy)).toMatchObject({
    code: 0,
    out: '',
    error: expect.stringContaining(`bytes to ${copy}.`),
  });
  const exported = await cartwright('products', 'export');
  expect(exported.out).toBe(readFileSync(copy, 'utf8'));
  expect(await cartwright('products', 'import', copy, '--write')).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 unchanged'),
  });

  writeFileSync(file, 'slug,name,price\nmug,Mug,much\ncup,Cup,1\n');
  expect(await cartwright('products', 'import', file, '--write')).toMatchObject({
    code: 1,
    error: expect.stringMatching(/Nothing was imported.\n {2}line 2, price: Enter an amount in USD, such as 12.50\./),
  });
  expect(await cartwright('products', 'import', file, '--write', '--skip-faulty')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/Products: 1 new.*line 2, price/s),
  });
  expect(await cartwright('products', 'import', join(folder, 'none.csv'))).toMatchObject({
    code: 1,
    error: expect.stringContaining('There is no file'),
  });
});

test('orders come out too, and a filter that is none is named', { timeout: 60_000 }, async () => {
  expect((await cartwright('orders', 'export', '--from', '2026-01-01')).out).toMatch(/^number,createdAt,/);
  expect(await cartwright('orders', 'export', '--status', 'lost')).toMatchObject({
    code: 2,
    error: expect.stringContaining('--status:'),
  });
});

test('tax rates go in, and a file with an issue changes nothing', { timeout: 60_000 }, async () => {
  const file = join(folder, 'rates.csv');
  const write = (...lines: string[]) =>
    writeFileSync(file, ['country,region,postal_prefix,tax_class,name,basis_points,mode', ...lines, ''].join('\n'));
  const { taxRates } = world.shop.db.tables;
  const rates = () => world.shop.db.read.select({ name: taxRates.name }).from(taxRates);

  write('DE,,,standard,MwSt. 19 %,1900,replaces', 'US,CA,,shipping,Not taxed,0,replaces');
  expect(await cartwright('tax', 'import', file, '--dry-run')).toMatchObject({
    code: 0,
    out: '2 tax rates: 2 new, 0 changed, 0 unchanged.\nNothing was changed. To import the file, leave out --dry-run.\n',
  });
  expect(await rates()).toEqual([]);
  const { code, out } = await cartwright('tax', 'import', file, '--json');
  expect([code, JSON.parse(out)]).toEqual([0, { created: 2, changed: 0, unchanged: 0 }]);

  write('DE,,,standard,VAT,1900,replaces', 'FR,,,standard,TVA,much,replaces');
  expect(await cartwright('tax', 'import', file)).toMatchObject({
    code: 1,
    error: expect.stringContaining('Nothing was imported.\n  line 3, basis_points: Enter a number such as 1900'),
  });
  expect((await rates()).map(({ name }) => name).sort()).toEqual(['MwSt. 19 %', 'Not taxed']);
});

test('codes are made for a promotion, and listed as they were printed', { timeout: 120_000 }, async () => {
  const ada = await world.signUp({ role: 'admin' });
  const promotion = (name: string, automatic = false) =>
    ada.caller.admin.promotions.create({ name, rule: { kind: 'free_shipping' }, automatic });
  const { id } = await promotion('Welcome');
  await promotion('Automatic', true);
  const made = await cartwright('promotions', 'codes', 'Welcome', '--count', '1200', '--prefix', 'hi', '--uses', '2');
  expect(made).toMatchObject({ code: 0, error: expect.stringContaining('1,200 codes added to Welcome.') });
  const [head, ...rows] = made.out.trim().split('\r\n');
  expect(head).toBe('code,uses_limit,uses');
  expect(new Set(rows).size).toBe(1_200);
  expect(rows.filter((row) => !/^HI(-[A-HJ-NP-Z2-9]{4}){3},2,0$/.test(row))).toEqual([]);
  const listed = await cartwright('promotions', 'codes', id, '--list');
  expect(listed.out.trim().split('\r\n')).toEqual([head, ...rows.sort()]);

  const here = (args: string) => runHere(`promotions codes ${args}`, { DATABASE_URL: world.database.url });
  const more = JSON.parse((await here(`${id} --count 1 --json`)).stdout);
  const unlimited = { code: expect.any(String), usesLimit: null, uses: null };
  expect(more).toEqual({ promotion: { id, name: 'Welcome' }, codes: [unlimited] });
  expect(await ada.caller.admin.promotions.get({ id })).toMatchObject({ codeCount: 1_201 });
  for (const [args, words] of [
    ['Nothing --list', 'promotion: There is no promotion with the name Nothing.'],
    ['Automatic --count 5 --json', 'promotion: This promotion is automatic and has no codes.'],
    ['Welcome', 'Use either --count, to generate codes, or --list.'],
    ['Welcome --list --uses 2', 'Use --prefix and --uses with --count.'],
    ['Welcome --count 5 --prefix привет', '--prefix: Enter up to 25 letters'],
  ] as const) {
    expect(await here(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  }
});
