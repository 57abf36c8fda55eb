import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A second process that runs a TypeScript file, for effects that need two processes. */
export interface Child {
  /** Resolves when the process has printed this line. */
  says(line: string): Promise<void>;
  tell(line: string): void;
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void;
  /** The exit code or the signal. */
  readonly ended: Promise<number | string>;
}

export function startChild(file: URL, ...args: string[]): Child {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), fileURLToPath(file), ...args],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  const lines = new Set<string>();
  const waiting = new Map<string, () => void>();
  createInterface({ input: child.stdout! }).on('line', (line) => {
    lines.add(line);
    waiting.get(line)?.();
  });
  return {
    ended,
    says: (line) =>
      Promise.race([
        new Promise<void>((resolve) => (lines.has(line) ? resolve() : waiting.set(line, resolve))),
        ended.then((end) => Promise.reject(new Error(`The child ended with ${end} before it said "${line}".`))),
      ]),
    tell: (line) => child.stdin?.write(`${line}\n`),
    kill: (signal) => child.kill(signal),
  };
}
