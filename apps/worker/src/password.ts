import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ExpectedError } from '@cartwright/process';
import { Interrupted } from './exit.ts';

/**
 * Asks for a new password twice without showing it, or reads the first line of standard input where nobody sits at it.
 * Never an argument: those are seen by everybody who lists processes.
 *
 * @throws {ExpectedError} the two differ, or nothing was given
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
