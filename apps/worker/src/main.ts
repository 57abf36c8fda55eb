import { fail } from './exit.ts';
import { program } from './program.ts';

// Whoever reads only the first lines, such as head, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

program()
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = fail(error);
  });
