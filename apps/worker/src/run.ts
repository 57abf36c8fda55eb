import { fail } from './exit.ts';
import { beginOutput } from './output.ts';
import { program } from './program.ts';

/** Runs the command line to its end, and returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  beginOutput();
  try {
    await program().parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return fail(error, { isJson: options.includes('--json') });
  }
}
