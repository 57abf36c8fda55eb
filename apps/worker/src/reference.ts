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

const intro = `\`npm run cartwright -- <command>\` in a checkout; \`npm run -s cartwright -- …\` where a script reads what it prints. It works on the
database that \`DATABASE_URL\` names, beside servers and workers that run.

With \`--json\` standard output holds one JSON document and nothing else; messages and progress go to standard error, always. A bar shows
the progress of what takes longer than two seconds, where a person watches: not in a pipe, and not where \`CI\` is set.

\`SIGTERM\` and Ctrl-C let a worker end the jobs that it has begun, for up to ten seconds; then it exits 0. Jobs that are cut off by that, or
by a \`kill -9\`, run again elsewhere after \`WORKER_LEASE_SECONDS\`.

This page is made from the help of the program by \`npm run generate\`.`;

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
