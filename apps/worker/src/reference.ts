import type { Command } from 'commander';
import { program } from './program.ts';

/** Generates docs/cli.md, with the help of every command. */
export function cliReference(): string {
  const root = program();
  return [
    '# The command line',
    intro,
    section(root, 2),
    ...root.commands.flatMap((command) => [section(command, 2), ...command.commands.map((one) => section(one, 3))]),
  ].join('\n\n');
}

const intro = `In a checkout, run \`npm run cartwright -- <command>\`, or \`npm run -s cartwright -- <command>\` if a
script reads the output. A command works on the database in \`DATABASE_URL\`. It can run while servers
and workers run.

With \`--json\`, standard output contains one JSON document and nothing else. Messages and progress
always go to standard error. A progress bar appears after two seconds if standard error is a
terminal and \`CI\` is not set.

After \`SIGTERM\` or Ctrl-C, a worker has up to ten seconds to finish its running jobs. Then it exits
0. Other workers run interrupted jobs again after \`WORKER_LEASE_SECONDS\`, also after a \`kill -9\`.

\`npm run generate\` makes this page from the help of the program.`;

function section(command: Command, depth: number): string {
  return `${'#'.repeat(depth)} ${nameOf(command)}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``;
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

/** The output of `--help` on a terminal of 100 columns. */
function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => 100,
  });
  command.outputHelp();
  return help.trim();
}
