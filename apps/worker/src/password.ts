import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ExpectedError } from '@cartwright/process';
import { Interrupted } from './exit.ts';

/**
 * Asks twice for a new password without showing it, or reads the first line of standard input if that is no terminal.
 * Takes no argument, because every user can list the arguments of processes.
 *
 * @throws {ExpectedError} the two passwords differ, or there is none
 */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    const [first = ''] = (await text(process.stdin)).split(/\r?\n/);
    if (first === '') throw new ExpectedError('Standard input contains no password.');
    return first;
  }
  const password = await askHidden('Password (8 characters or more): ');
  if ((await askHidden('Repeat the password: ')) !== password) throw new ExpectedError('The passwords do not match.');
  return password;
}

async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  const interrupted = new Promise<never>((_, reject) => {
    terminal.once('SIGINT', () => reject(new Interrupted('Cancelled. Nothing was changed.')));
    terminal.once('close', () => reject(new Interrupted('Cancelled. Nothing was changed.')));
  });
  try {
    return await Promise.race([terminal.question(''), interrupted]);
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
