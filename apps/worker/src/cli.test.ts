import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestShop, eventually, orderInput } from '@cartwright/api/testing';
import { createTestDatabase, onDatabase } from '@cartwright/db/testing';
import { warningsAboutNode } from '@cartwright/process/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { leavesOf, program } from './program.ts';
import { runHere } from './testing/in-process.ts';
import { hasTerminal, runCli, startAtTerminal } from './testing/process.ts';

const empty = await createTestDatabase({ tables: 'none' });
const world = await createTestShop();
/** The shop of the test that runs every command, which may change it in any way. */
const walked = await createTestShop();
afterAll(async () => {
  await walked.close();
  await empty.close();
  await world.close();
});

const nobodyListens = { EMAIL_BACKEND: 'smtp', EMAIL_HOST: '127.0.0.1', EMAIL_PORT: '1' };
const onEmpty = (args: string) => runHere(args, { DATABASE_URL: empty.url });
const run = (args: string, env = {}) => runHere(args, { DATABASE_URL: world.database.url, ...env });

async function factsOf(args: string, env = {}) {
  const { stdout, ...ended } = await run(args, env);
  return { ...ended, facts: JSON.parse(stdout) as Record<string, unknown> };
}

describe('a script can tell from the exit code', () => {
  const cases: [string, string, number, RegExp, Record<string, string>?][] = [
    ['an unknown command', 'jobs lst', 2, /unknown command 'lst'/],
    ['an option that means nothing', 'worker --concurrency x', 2, /whole number/],
    ['a missing argument', 'jobs show', 2, /missing required argument/],
    ['ids that contradict an option', 'jobs retry 1 --failed', 2, /either ids or --failed/],
    ['a choice among failed jobs, and none of them', 'jobs retry 1 --job cart.purge', 2, /Add --failed/],
    ['a port that there is not', 'worker --port 99999', 2, /from 1 to 65,535/],
    ['neither ids nor an option', 'jobs discard', 2, /--failed/],
    ['a setting that is wrong', 'jobs list', 3, /WORKER_CONCURRENCY/, { WORKER_CONCURRENCY: 'many' }],
    ['a Postgres that is not there', 'jobs stats', 4, /DATABASE_URL/, { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }],
    ['a mistyped SQLite file', 'schedules', 4, /There is no database/, { DATABASE_URL: 'sqlite:./typo.db' }],
    [
      'a database in the memory of a server',
      'jobs list',
      3,
      /Only its own server can open/,
      { DATABASE_URL: 'sqlite::memory:' },
    ],
    ['the same for a worker', 'worker', 3, /Only its own server can open/, { DATABASE_URL: 'sqlite:///:memory:' }],
    ['a folder in place of a database', 'jobs list', 3, /path of a folder/, { DATABASE_URL: 'sqlite:./' }],
    ['a cursor of no list', 'jobs list --cursor x', 2, /^\ncursor: /],
    ['a status that there is not', 'products export --status sold', 2, /--status: /],
    ['a day that there is not', 'orders export --from 2026-02-30', 2, /--from: /],
    ['an address that is none', 'admin promote --email ada', 2, /email: /],
    ['a state that there is not', 'jobs list --state done', 2, /Allowed choices/],
    ['a folder that is not there', 'products export /no/such/folder/file.csv', 1, /cannot be written.*folder/],
    ['a job that is not there', 'jobs show 4711', 1, /no such job/],
  ];
  test.each(cases)('%s', async (_, args, code, says, env) => {
    expect(await run(args, env)).toEqual({ code, stdout: '', stderr: expect.stringMatching(says) });
  });
});

describe('with --json standard output is one JSON document', () => {
  // Relative, because the folder of the repository can have a space in its name.
  const file = relative('', fileURLToPath(new URL('../package.json', import.meta.url)));
  const words = { ids: '4711', id: '4711', file, promotion: 'Spring' } as Record<string, string>;
  /** An option of which a command needs one. */
  const chosen = { 'promotions codes': ['--list'] } as Record<string, readonly string[]>;
  /** Every command that takes --json, with a value for each mandatory argument. */
  const commands = leavesOf(program())
    .filter(({ options }) => options.some(({ long }) => long === '--json'))
    .map((command) => {
      const options = command.options.filter(({ mandatory }) => mandatory).map(({ long }) => `${long} ida@example.com`);
      const given = command.registeredArguments.map((argument) => words[argument.name()] ?? '');
      const name = `${command.parent?.parent ? `${command.parent.name()} ` : ''}${command.name()}`;
      return [name, [...given, ...options, ...(chosen[name] ?? [])]] as const;
    });

  test.each(commands)(
    'of %s, where it works or is refused, is used wrongly, and cannot reach the database',
    async (name, given) => {
      const ways: [string, Record<string, string>, number?][] = [
        [given.join(' '), {}],
        ['--no-such-option', {}, 2],
        [given.join(' '), { WORKER_CONCURRENCY: 'many' }, 3],
        [given.join(' '), { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }, 4],
      ];
      for (const [args, env, expected] of ways) {
        const line = [name, args, '--json'].filter(Boolean).join(' ');
        const database = { DATABASE_URL: walked.database.url, ...env };
        // The password comes from standard input, which a test does not have.
        const { code, stdout } =
          name.startsWith('admin ') && expected === undefined
            ? await runCli(line, database, 'cartwright-ida\n')
            : await run(line, database);
        const document = JSON.parse(stdout) as { error?: { exitCode: number; message: string; code: string } };
        // The doctor reports an error that stops other commands.
        if (expected !== undefined && name !== 'doctor') expect([name, code]).toEqual([name, expected]);
        if (document.error)
          expect(document.error).toEqual({
            code: expect.any(String),
            message: expect.stringMatching(/./),
            exitCode: code,
          });
      }
    },
    60_000,
  );

  test('of a command that there is not', async () => {
    const { code, stdout } = await run('jobs lst --json');
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      { error: { code: 'usage', message: expect.stringContaining("'lst'"), exitCode: 2 } },
    ]);
  });
});

test('--version is that of the packages that make up the program', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../server/package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('an account is made an admin and a customer again, and one admin stays', async () => {
  const [ada, ida] = [await world.signUp({ role: 'admin' }), await world.signUp()];
  const { email } = ida.user;
  expect(await run(`admin promote --email ${email.toUpperCase()}`)).toMatchObject({
    code: 0,
    stdout: `${email} is now an admin.\n`,
  });
  expect(await factsOf(`admin promote --email ${email} --json`)).toMatchObject({
    facts: { role: 'admin', changed: false },
  });
  const { key } = await ida.caller.admin.apiKeys.create({
    name: 'Till',
    scopes: ['orders:read'],
    password: 'correct horse',
  });
  expect(await run(`admin demote --email ${email}`)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is now a customer'),
  });
  await expect(world.caller({ accessToken: key }).admin.orders.list({})).rejects.toMatchObject({ message: /./ });

  const { items: admins } = await ada.caller.admin.users.list({ role: 'admin', limit: 100 });
  for (const other of admins.filter((one) => one.email !== ada.user.email))
    await run(`admin demote --email ${other.email}`);
  const last = await run(`admin demote --email ${ada.user.email}`);
  expect(last).toMatchObject({ code: 1, stderr: expect.stringContaining('the last admin') });
  expect(await run('admin promote --email nobody@example.com')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no account'),
  });
  const { items } = await ada.caller.admin.audit({ q: ida.user.id });
  expect(items.map(({ actor, action, after }) => [actor, action, after])).toEqual(
    expect.arrayContaining([
      ['cli', 'admin promote', { role: 'admin' }],
      ['cli', 'admin demote', { role: 'customer' }],
    ]),
  );
}, 60_000);

test("an admin's password is set by a process with the new one on its standard input, which ends the sessions", async () => {
  const [ada, carl] = [await world.signUp({ role: 'admin' }), await world.signUp()];
  const reset = (email: string, password: string) =>
    runCli(`admin reset-password --email ${email} --json`, { DATABASE_URL: world.database.url }, `${password}\n`);
  const [done, customer, weak] = await Promise.all([
    reset(ada.user.email, 'cartwright-new-one'),
    reset(carl.user.email, 'cartwright-new-one'),
    reset(ada.user.email, 'short'),
  ]);
  expect([done.code, JSON.parse(done.stdout)]).toEqual([
    0,
    { id: ada.user.id, email: ada.user.email, endedSessions: expect.any(Number) },
  ]);
  expect(customer).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no admin') });
  expect(weak.code).toBe(2);
  await expect(ada.caller.auth.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  const { accessToken = '' } = await world
    .caller()
    .auth.login({ email: ada.user.email, password: 'cartwright-new-one' });
  const { items } = await world.caller({ accessToken }).admin.audit({ q: ada.user.id });
  expect(items).toEqual(
    expect.arrayContaining([expect.objectContaining({ actor: 'cli', action: 'admin reset-password' })]),
  );
}, 60_000);

test('a worker that cannot start says why and ends', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const [taken, lacking] = await Promise.all([
    runCli(`worker --port ${port}`, { DATABASE_URL: world.database.url, HOST: '127.0.0.1' }),
    runCli('worker', { DATABASE_URL: empty.url }),
  ]);
  expect(taken).toMatchObject({
    code: 1,
    stderr: `\nPort ${port} is in use. Stop the program that uses it, or choose another port.\n\n`,
  });
  expect(lacking).toMatchObject({ code: 4, stderr: expect.stringContaining('lacks migrations') });
  expect((await world.shop.db.queue.stats()).workers).toEqual([]);
  other.close();
});

test('on an empty database every command but migrate says what to do, and migrate does it once', async () => {
  expect(await onEmpty('jobs list')).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('migrate') });
  const { stdout } = await onEmpty('migrate --json');
  expect(JSON.parse(stdout)).toEqual({
    applied: expect.any(Number),
    database: expect.stringMatching(/^(SQLite 3|PostgreSQL 1)/),
  });
  expect(await onEmpty('migrate')).toEqual({ code: 0, stdout: 'The database is up to date.\n', stderr: '' });
});

test('a failing mail can be found, understood, retried and discarded', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { id: productId } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 9 });
  await ada.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
  const once = await factsOf('worker --once --json', nobodyListens);
  expect(once).toMatchObject({ code: 1, facts: { done: 1, failed: 2 } });

  const { facts } = await factsOf('jobs list --state retrying --json');
  const [one, two] = facts['items'] as { id: string }[];
  expect(one).toMatchObject({
    name: 'orders.sendOrderMail',
    attempts: 1,
    lastError: expect.stringContaining('ECONNREFUSED'),
  });
  const shown = await run(`jobs show ${one?.id}`);
  expect(shown.stdout).toMatch(/last error +.*ECONNREFUSED/);
  const list = (await run('jobs list')).stdout;
  expect(list).toMatch(new RegExp(`${one?.id} +retrying +orders.sendOrderMail +1 of 14 +.*ECONNREFUSED`));

  const retried = await factsOf(`jobs retry ${one?.id} 4711 --json`);
  expect(retried).toMatchObject({
    code: 1,
    facts: { retried: [one?.id], refused: [{ id: '4711', code: 'NOT_FOUND' }] },
  });
  expect(await factsOf(`jobs discard ${two?.id} --json`)).toMatchObject({ code: 0, facts: { discarded: [two?.id] } });
  const { facts: stats } = await factsOf('jobs stats --json');
  const mails = { name: 'orders.sendOrderMail', waiting: 1, retrying: 0, running: 0, failed: 0 };
  expect(stats).toMatchObject({ jobs: expect.arrayContaining([expect.objectContaining(mails)]), workers: [] });

  await world.shop.db.transact(async (tx) => {
    for (const name of ['orders.expireOrder', 'cart.purge'])
      tx.addJob({ name, payload: { orderId: 1 }, maxAttempts: 1 });
  });
  await run('worker --once');
  const failed = await factsOf('jobs retry --failed --job orders.expireOrder --json');
  expect(failed.facts).toMatchObject({ retried: [expect.any(String)], refused: [] });
});

test('the doctor names every problem with what to do, and what is in order', async () => {
  const { code, facts } = await factsOf('doctor --json', { ...nobodyListens, IMAGE_DIR: '/dev/null/images' });
  expect([code, facts['healthy']]).toEqual([1, false]);
  const findings = facts['findings'] as { check: string; status: string; says: string; advice?: string }[];
  const status = Object.fromEntries(findings.map((finding) => [finding.check, finding.status]));
  expect(status).toEqual({
    // The doctor warns of some versions of Node.
    settings: warningsAboutNode(world.database.url, process.versions.node).length > 0 ? 'warning' : 'ok',
    database: 'ok',
    migrations: 'ok',
    clock: 'ok',
    'mail server': 'problem',
    'image store': 'problem',
    worker: 'warning',
    jobs: expect.any(String),
  });
  for (const { check, status: one, advice } of findings) {
    if (one !== 'ok' && check !== 'settings') expect(advice).toMatch(/\w/);
  }

  const settings = await factsOf('doctor --json', { PORT: 'x', NODE_ENV: 'production' });
  expect(settings.code).toBe(1);
  expect((settings.facts['findings'] as unknown[]).length).toBeGreaterThan(2);
  const gone = await run('doctor', { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' });
  expect(gone).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/✗ database .*ECONNREFUSED[^]*→ Check DATABASE_URL/),
  });
});

test('stock that contradicts its ledger is found and repaired', async () => {
  const { facts: fine } = await factsOf('inventory verify --json');
  expect(fine).toMatchObject({ checked: 1, drifts: [] });
  await onDatabase(world.database.url, 'update variants set on_hand = on_hand + 1');
  expect(await factsOf('inventory verify --json')).toMatchObject({
    code: 1,
    facts: { drifts: [{ stock: { onHand: 10 } }] },
  });
  expect(await factsOf('inventory verify --repair --json')).toMatchObject({ code: 0, facts: { left: [] } });
});

test('an order that contradicts its rows is found', async () => {
  const { facts: fine } = await factsOf('orders verify --json');
  expect(fine).toMatchObject({ checked: expect.any(Number), drifts: [], balances: { drifts: [] } });
  const units = (change: string) => onDatabase(world.database.url, `update orders set units = units ${change}`);
  await units('+ 1');
  const { code, stdout } = await run('orders verify');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^\d+ orders? and 0 balances checked, \d contradictions?\.\n {2}[0-9A-Z]{5}-[0-9A-Z]{5} \(.*\)\n/,
  );
  expect(stdout).toContain('    units: 2, expected 1. Compares the units of the order with');
  await units('- 1');
});

test('an admin is made by a process with the password on its standard input, and once', async () => {
  const create = (who: string, password: string) =>
    runCli(
      `admin create --email ${who}@example.com --name Grace --json`,
      { DATABASE_URL: world.database.url },
      password,
    );
  const made = await create('grace', 'cartwright-grace\n');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(made.stdout)).toMatchObject({ email: 'grace@example.com', name: 'Grace' });
  const [again, weak] = await Promise.all([create('grace', 'cartwright-grace\n'), create('eve', 'short\n')]);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('already exists') });
  expect(weak).toMatchObject({ code: 2, stderr: expect.stringContaining('password') });
  expect(JSON.parse(again.stdout)).toEqual({
    error: { code: 'failed', message: expect.stringContaining('already exists'), exitCode: 1 },
  });
});

// Skipping would fail the run, and only a terminal can show this.
if (hasTerminal) {
  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s at the question for the password makes no admin, and leaves the terminal as it was', async (_, key) => {
    const env = { DATABASE_URL: world.database.url };
    const terminal = startAtTerminal(['admin', 'create', '--email', 'ida@example.com', '--name', 'Ida'], env);
    await eventually(() => expect(terminal.output()).toContain('Password'));
    terminal.type('a secret');
    terminal.type(key === '\u0004' ? `\u0015${key}` : key);
    const { code, stdout } = await terminal.ended;
    expect([code, stdout]).toEqual([130, expect.stringContaining('Nothing was changed.')]);
    expect(stdout).not.toContain('secret');
    const [before, after] = [...stdout.matchAll(/^[0-9a-f]+(:[0-9a-f]+)+/gm)].map(([settings]) => settings);
    expect(before).toMatch(/:/);
    expect(after).toBe(before);
    const { users } = world.shop.db.tables;
    const names = await world.shop.db.read.select({ name: users.name }).from(users);
    expect(names).not.toContainEqual({ name: 'Ida' });
  });

  test('the password is asked for twice at a terminal, and shown never', async () => {
    const env = { DATABASE_URL: world.database.url };
    const terminal = startAtTerminal(['admin', 'create', '--email', 'ida@example.com', '--name', 'Ida'], env);
    for (const question of ['Password', 'Repeat the password']) {
      await eventually(() => expect(terminal.output()).toContain(question));
      terminal.type('cartwright-ida\r');
    }
    const { code, stdout } = await terminal.ended;
    expect([code, stdout]).toEqual([0, expect.stringContaining('Ida can sign in as an admin')]);
    expect(stdout).not.toContain('cartwright-ida');
  });
} else {
  console.warn(
    'The question for a password is not tested: there is no `script` of util-linux here to lend a terminal.',
  );
}

test('what the clock asks for is listed with its next time', async () => {
  const { facts } = await factsOf('schedules --json');
  expect(facts).toHaveLength(10);
  expect(facts).toMatchObject([
    { job: 'orders.expireOverdueOrders', cron: '* * * * *', nextRun: expect.any(String) },
    ...Array.from({ length: 9 }, () => ({ nextRun: expect.any(String) })),
  ]);
});
