import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A production server as a process of its own. */
export interface Server {
  readonly url: string;
  /** Resident memory now, in MB. */
  memory(): number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The folder of the production build. */
  readonly app: string;
  readonly env: Record<string, string>;
  readonly cwd: string;
  /** Writes a CPU profile here when the server stops. */
  readonly profileInto?: string | undefined;
}

/** Starts a server on a free port, and resolves with its first 200. */
export function startServer({ app, env, cwd, profileInto }: ServerOptions): Promise<Server> {
  const profiling = profileInto === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileInto}`];
  return startCommand([process.execPath, ...profiling, join(app, 'server.js')], { env, cwd });
}

/** Starts a server by a command, such as `npm start`. */
export async function startCommand(
  [program, ...args]: readonly [string, ...string[]],
  { env, cwd }: Pick<ServerOptions, 'env' | 'cwd'>,
): Promise<Server> {
  const port = await freePort();
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env['PATH'], ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(child, url);
  return {
    url,
    memory: () => residentMegabytes(child.pid ?? 0),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  let output = '';
  // Reads the pipe to its end, so that it never fills.
  const listen = (chunk: Buffer) => {
    if (output.length < 10_000) output += chunk.toString();
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    if (child.exitCode !== null) throw new Error(`The server did not start: ${output}`);
    await sleep(5);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) / 1_024;
}
