import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programArgs } from '@cartwright/process/testing';

export interface Ended {
  /** The exit code or the signal. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a process of its own. */
export interface CliProcess {
  readonly ended: Promise<Ended>;
  /** The standard output so far. */
  output(): string;
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): void;
}

/**
 * Starts `cartwright` in an empty folder, with only `env` as its environment.
 *
 * @param input the content of its standard input
 */
export function startCli(args: readonly string[], env: Record<string, string>, input = ''): CliProcess {
  const started = start([process.execPath, ...programArgs('cartwright'), ...args], env);
  started.type(input, 'and no more');
  return started;
}

/** A command line at a terminal. */
export interface TerminalProcess extends CliProcess {
  type(keys: string): void;
}

/** Whether util-linux's `script` is installed, which provides a terminal. */
export const hasTerminal = /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** Starts `cartwright` at a terminal, and prints the terminal's settings before and after it. */
export function startAtTerminal(args: readonly string[], env: Record<string, string>): TerminalProcess {
  const words = [process.execPath, ...programArgs('cartwright'), ...args].map((word) => `'${word}'`).join(' ');
  const line = `stty -g; ${words}; code=$?; stty -g; exit $code`;
  return start(['script', '--quiet', '--return', '--command', line, '/dev/null'], { SHELL: '/bin/sh', ...env });
}

function start([command = '', ...args]: readonly string[], env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-cli-'));
  const child: ChildProcess = spawn(command, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], IMAGE_DIR: join(folder, 'images'), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]: (number | string)[]) => {
    rmSync(folder, { recursive: true, force: true });
    return { code: code ?? signal ?? 'unknown', stdout, stderr };
  });
  return {
    ended,
    output: () => stdout,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    type: (keys: string, then?: 'and no more') => (then ? child.stdin?.end(keys) : child.stdin?.write(keys)),
  };
}

/** Runs `cartwright` to its end. */
export function runCli(args: string, env: Record<string, string>, input?: string): Promise<Ended> {
  return startCli(args.split(' '), env, input).ended;
}
