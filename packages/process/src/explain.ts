import { DatabaseUnavailable } from '@cartwright/db';
import { SettingsError } from '@cartwright/kernel/settings';

const reasons: Record<string, (path: string) => string> = {
  EACCES: (path) => `${path} cannot be written. Give this user write access, or choose another folder.`,
  EROFS: (path) => `${path} is on a read-only file system. Choose another folder.`,
  ENOSPC: () => 'The disk is full. Free some space and start again.',
  EEXIST: (path) => `${path} is a file, but must be a folder. Choose another folder.`,
  ENOENT: (path) => `${path} cannot be created. Choose another folder.`,
  ENAMETOOLONG: (path) => `The path ${path} is too long. Choose a shorter one.`,
  ENOTDIR: (path) => `${path} cannot be created, because a part of it is a file. Choose another folder.`,
};

const listenReasons: Record<string, (port: number | undefined) => string> = {
  EADDRINUSE: (port) => `Port ${port} is in use. Stop the program that uses it, or choose another port.`,
  EACCES: (port) => `This user cannot open port ${port}. Choose a port from 1024 on.`,
  EADDRNOTAVAIL: () =>
    'This machine does not have the address in HOST. Set HOST to one of its addresses, or to 0.0.0.0 for all of them.',
};

/** The next step for an error that an operator can fix; undefined for an error of the program itself. */
export function explain(error: unknown): string | undefined {
  if (error instanceof SettingsError) return `${error.message}\nChange them in the environment or in .env.`;
  if (error instanceof DatabaseUnavailable) {
    return `The database cannot be reached: ${error.message}\nCheck DATABASE_URL and that the database is running.`;
  }
  const { code = '', path = 'A folder', syscall, port } = (error ?? {}) as NodeJS.ErrnoException & { port?: number };
  if (syscall === 'listen') return listenReasons[code]?.(port);
  return reasons[code]?.(path);
}

/** Ends a process that could not start, or whose command failed. Shows a stack trace only for errors of the program. */
export function failWith(error: unknown): never {
  const sentence = explain(error) ?? (error instanceof ExpectedError ? error.message : undefined);
  if (sentence === undefined) console.error(error);
  else console.error(`\n${sentence}\n`);
  process.exit(1);
}

/** An error whose message is written for the person at the terminal. */
export class ExpectedError extends Error {}
