import { DatabaseUnavailable, driverError, isUnavailable } from '@cartwright/db';
import { Failure, inputIssue } from '@cartwright/kernel/failures';
import { SettingsError } from '@cartwright/kernel/settings';
import { ExpectedError, explain } from '@cartwright/process';
import { CommanderError } from 'commander';
import { printError } from './output.ts';

/** The exit codes, which scripts read from `$?`. */
export const exitCodes = {
  done: 0,
  /** The command failed or found problems, such as contradictions, issues or failed jobs. */
  failed: 1,
  usage: 2,
  settings: 3,
  database: 4,
  /** 128 plus the number of SIGINT, the shells' convention. */
  interrupted: 130,
} as const;

/** The tables do not match this version. */
export class Unmigrated extends ExpectedError {}

/** An argument or an option has an invalid value, or contradicts another one. */
export class WrongUsage extends ExpectedError {}

/** The user pressed Ctrl-C. */
export class Interrupted extends ExpectedError {}

/**
 * Prints on standard error the reason and the next step, and returns the exit code. With `--json`, prints the error as
 * the command's one document on standard output.
 */
export function fail(error: unknown, { isJson }: { isJson: boolean }): number {
  const exitCode = codeFor(error);
  if (exitCode === exitCodes.done) return exitCode;
  const sentence = sentenceFor(error);
  // commander has already printed its own message.
  if (!(error instanceof CommanderError)) console.error(sentence === undefined ? error : `\n${sentence}\n`);
  if (isJson) printError({ code: nameOf(exitCode), message: sentence ?? 'An unexpected error occurred.', exitCode });
  return exitCode;
}

function nameOf(exitCode: number): string {
  return Object.entries(exitCodes).find(([, code]) => code === exitCode)?.[0] ?? 'failed';
}

function sentenceFor(error: unknown): string | undefined {
  if (error instanceof CommanderError) return error.message.replace(/^error: /, '');
  if (error instanceof ExpectedError) return error.message;
  const refusal = databaseRefusals[driverError(error)?.code ?? ''];
  if (refusal !== undefined) return refusal;
  if (isUnavailable(error)) return explain(error instanceof DatabaseUnavailable ? error : driverError(error));
  return explain(error) ?? (error instanceof Failure ? refusalOf(error).message : undefined);
}

function codeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof SettingsError) return exitCodes.settings;
  if (error instanceof Interrupted) return exitCodes.interrupted;
  if (error instanceof WrongUsage || (error instanceof Failure && error.code === 'VALIDATION')) return exitCodes.usage;
  if (error instanceof Unmigrated || isUnavailable(error)) return exitCodes.database;
  if (databaseRefusals[driverError(error)?.code ?? ''] !== undefined) return exitCodes.database;
  return exitCodes.failed;
}

/** Answers of Postgres that a retry cannot change. */
export const databaseRefusals: Readonly<Record<string, string>> = {
  '28P01': 'Postgres refuses the password. Check the user and the password in DATABASE_URL.',
  '28000': 'Postgres refuses this user. Check the user in DATABASE_URL, and pg_hba.conf.',
  '3D000':
    'Postgres has no database with this name. Create it with createdb, or check the name at the end of DATABASE_URL.',
  '42501': 'The database user lacks a privilege. Make the user the owner of the database, or grant the privilege.',
  SQLITE_NOTADB: 'The file in DATABASE_URL is not an SQLite database. Choose another path.',
  SQLITE_CORRUPT: 'The SQLite file is damaged. Restore it from a backup.',
};

/** The code and message of a refusal, worded for a terminal. Throws any other error again. */
export function refusalOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Failure)) throw error;
  const { code, message } = error;
  if (code === 'VALIDATION') return { code, message: issueLines(error).join('\n') };
  return { code, message: code === 'NOT_FOUND' ? 'There is no such job. Finished jobs are deleted.' : message };
}

/** One line for the issue with each field. */
export function issueLines({ facts }: Failure): string[] {
  const issues = inputIssue.array().parse(facts['issues']);
  return issues.map(({ path, message }) => `${path}: ${message}`);
}
