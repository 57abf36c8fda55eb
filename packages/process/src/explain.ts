import { SettingsError } from '@cartwright/api';
import { DatabaseUnavailable } from '@cartwright/db';

const reasons: Record<string, (path: string) => string> = {
  EACCES: (path) => `${path} cannot be written. Give this user the right to, or choose another folder.`,
  EROFS: (path) => `${path} is on a read-only file system. Choose another folder.`,
  ENOSPC: () => 'The disk is full. Make room and start again.',
  ENOTDIR: (path) => `${path} cannot be made, because a part of it is a file. Choose another folder.`,
};

/** A sentence that says what to do, for the faults that a person can mend; undefined for a fault of ours. */
export function explain(error: unknown): string | undefined {
  if (error instanceof SettingsError) return `${error.message}\nEach is an environment variable, or a line in .env.`;
  if (error instanceof DatabaseUnavailable) {
    return `The database cannot be reached: ${error.message}\nCheck DATABASE_URL, and that the database is running.`;
  }
  const { code = '', path = 'A folder' } = (error ?? {}) as NodeJS.ErrnoException;
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
