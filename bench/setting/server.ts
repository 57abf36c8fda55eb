import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** Starts a server on a free port, or on the one that `env` names, and resolves when it takes requests. */
export async function startServer({ app, env, cwd, profileInto }: ServerOptions): Promise<Server> {
  const profiling = profileInto === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileInto}`];
  const child = spawn(process.execPath, [...profiling, join(app, 'server.js')], {
    cwd,
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await portOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    memory: () => residentMegabytes(child.pid ?? 0),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

/** The port that the server says it listens on. Later output is read, so that the pipe never fills, and dropped. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (chunk: Buffer) => {
      if (output.length > 100_000) return;
      output += chunk.toString();
      const port = /"port":(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('close', () => reject(new Error(`The server did not start: ${output}`)));
  });
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) / 1_024;
}
