import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programArgs } from '@cartwright/process/testing';

/** A part of the shop as a process of its own, for tests that need one. */
export interface ShopProcess {
  /** Resolves once the process works, for a server with its address. Rejects with its output if it ends before. */
  readonly opened: Promise<string>;
  /** The exit code, or the signal. */
  readonly ended: Promise<number | string>;
  /** The output so far. */
  output(): string;
  kill(signal: 'SIGKILL' | 'SIGTERM'): void;
  /** Closes the pipe of the output, as a log collector does when it dies. */
  closeOutput(): void;
}

export type ServerProcess = ShopProcess;

/**
 * Starts the server in an empty folder, with only `env` in its environment, on a free port by default.
 *
 * @param dotenv the content of the file `.env` in that folder
 * @param from `sources` for tests that read packages inside the build, `start` for the way of `npm start`
 *
 * @example
 * const server = startServerProcess({ DATABASE_URL: database.url });
 * const answer = await fetch(`${await server.opened}/readyz`);
 */
export function startServerProcess(
  env: Record<string, string>,
  { dotenv, from = 'build' }: { dotenv?: string | undefined; from?: 'build' | 'sources' | 'start' } = {},
): ShopProcess {
  return start(programArgs('server', from), env, addressIn, dotenv);
}

function addressIn(output: string): string | undefined {
  const port = /"port":(\d+).*"listening"/.exec(output)?.[1];
  return /(http:\/\/[\w.]+:\d+)\/api\/v1/.exec(output)?.[1] ?? (port && `http://127.0.0.1:${port}`);
}

/** Starts `cartwright worker` in the same way. */
export function startWorkerProcess(env: Record<string, string>): ShopProcess {
  return start(
    [...programArgs('cartwright'), 'worker'],
    { LOG_LEVEL: 'info', ...env },
    (output) => /worker started/.exec(output)?.[0],
  );
}

function start(
  args: readonly string[],
  env: Record<string, string>,
  signIn: (output: string) => string | undefined,
  dotenv?: string,
): ShopProcess {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-process-'));
  if (dotenv !== undefined) writeFileSync(join(folder, '.env'), dotenv);
  const defaults = {
    HOST: '127.0.0.1',
    PORT: '0',
    DEMO: 'off',
    RATE_LIMITS: 'off',
    DATABASE_WAIT_MS: '20000',
    LOG_LEVEL: 'warn',
    IMAGE_DIR: join(folder, 'images'),
  };
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...defaults, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'close').then(([code, signal]: (number | string)[]) => {
    rmSync(folder, { recursive: true, force: true });
    return code ?? signal ?? 'unknown';
  });
  const opened = new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      const sign = signIn(output);
      if (sign !== undefined) resolve(sign);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    void ended.then((end) => reject(new Error(`The process ended with ${end}: ${output}`)));
  });
  // A test that waits for the end does not need the address.
  opened.catch(() => {});
  return {
    opened,
    ended,
    output: () => output,
    kill: (signal) => child.kill(signal),
    closeOutput: () => child.stdout?.destroy(),
  };
}
