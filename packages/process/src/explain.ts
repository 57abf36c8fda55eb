import { SettingsError } from '@cartwright/api';
import { DatabaseUnavailable } from '@cartwright/db';

const reasons: Record<string, (path: string) => string> = {
  EACCES: (path) => `${path} cannot be written. Give this user the right to, or choose another folder.`,
  EROFS: (path) => `${path} is on a read-only file system. Choose another folder.`,
  ENOSPC: () => 'The disk is full. Make room and start again.',
  EEXIST: (path) => `${path} is a file, and a folder is needed there. Choose another folder.`,
  ENOENT: (path) => `${path} cannot be made. Choose another folder.`,
  ENAMETOOLONG: (path) => `${path} is too long for a path. Choose a shorter one.`,
  ENOTDIR: (path) => `${path} cannot be made, because a part of it is a file. Choose another folder.`,
};

const listenReasons: Record<string, (port: number | undefined) => string> = {
  EADDRINUSE: (port) => `Port ${port} is in use. Stop what is running there, or choose another.`,
  EACCES: (port) => `Port ${port} is not for this user. Choose one from 1024.`,
  EADDRNOTAVAIL: () => 'This machine does not have the address in HOST. Choose one that it has, or 0.0.0.0 for all.',
};

/** A sentence that says what to do, for the faults that a person can mend; undefined for a fault of ours. */
export function explain(error: unknown): string | undefined {
  if (error instanceof SettingsError) return `${error.message}\nEach is an environment variable, or a line in .env.`;
  if (error instanceof DatabaseUnavailable) {
    return `The database cannot be reached: ${error.message}\nCheck DATABASE_URL, and that the database is running.`;
  }
  const { code = '', path = 'A folder', syscall, port } = (error ?? {}) as NodeJS.ErrnoException & { port?: number };
  if (syscall === 'listen') return listenReasons[code]?.(port);
  return reasons[code]?.(path);
}

/** Ends a process that could not start, or whose command failed. A stack trace is shown only for a fault of ours. */
export function failWith(error: unknown): never {
  const sentence = explain(error) ?? (error instanceof ExpectedError ? error.message : undefined);
  if (sentence === undefined) console.error(error);
  else console.error(`\n${sentence}\n`);
  process.exit(1);
}

/** Its message is for the person at the terminal. */
export class ExpectedError extends Error {}
