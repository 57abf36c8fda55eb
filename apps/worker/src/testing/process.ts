import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programArgs } from '@cartwright/process/testing';

export interface Ended {
  /** The exit code, or the signal. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a process of its own. */
export interface CliProcess {
  readonly ended: Promise<Ended>;
  /** All that it has written to standard output so far. */
  output(): string;
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): void;
}

/**
 * Starts `cartwright` in an empty folder, with nothing in its environment but `env`.
 *
 * @param input what stands on its standard input
 */
export function startCli(args: readonly string[], env: Record<string, string>, input = ''): CliProcess {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-cli-'));
  const child: ChildProcess = spawn(process.execPath, [...programArgs('cartwright'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], IMAGE_DIR: join(folder, 'images'), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin?.end(input);
  const ended = once(child, 'close').then(([code, signal]: (number | string)[]) => {
    rmSync(folder, { recursive: true, force: true });
    return { code: code ?? signal ?? 'unknown', stdout, stderr };
  });
  return { ended, output: () => stdout, kill: (signal) => child.kill(signal) };
}

/** Runs `cartwright` to its end. */
export function runCli(args: string, env: Record<string, string>, input?: string): Promise<Ended> {
  return startCli(args.split(' '), env, input).ended;
}
