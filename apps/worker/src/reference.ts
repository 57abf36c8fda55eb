import type { Command } from 'commander';
import { program } from './program.ts';

/** docs/cli.md: the help of every command. */
export function cliReference(): string {
  const root = program();
  return [
    '# The command line',
    intro,
    section(root, 2),
    ...root.commands.flatMap((command) => [section(command, 2), ...command.commands.map((one) => section(one, 3))]),
  ].join('\n\n');
}

const intro = `\`npm run cartwright -- <command>\` runs a command in a checkout. \`npm run -s cartwright -- …\`
suits a script that reads the output. Commands use the database that \`DATABASE_URL\` names, beside
running servers and workers.

With \`--json\` standard output holds one JSON document and nothing else. Messages and progress always
go to standard error. A bar shows the progress of a command that takes longer than two seconds, but
not in a pipe, and not if \`CI\` is set.

\`SIGTERM\` and Ctrl-C give a worker up to ten seconds to finish the jobs that it runs; then it exits
with 0. Jobs that are cut off by that, or by \`kill -9\`, run again elsewhere after
\`WORKER_LEASE_SECONDS\`.

\`npm run generate\` makes this page from the help of the program.`;

function section(command: Command, depth: number): string {
  return `${'#'.repeat(depth)} ${nameOf(command)}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``;
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

/** What `--help` prints, on a terminal of 100 columns. */
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
