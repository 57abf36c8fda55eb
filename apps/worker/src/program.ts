import { version } from '@cartwright/api';
import { Command, InvalidArgumentError, Option } from 'commander';
import { demoteAdminCommand, promoteAdminCommand, resetAdminPasswordCommand } from './admin-accounts.ts';
import { createAdminCommand } from './admin-create.ts';
import { doctorCommand } from './doctor/doctor.ts';
import { exportOrdersCommand, exportProductsCommand } from './export.ts';
import { verifyInventoryCommand } from './inventory-verify.ts';
import { discardJobsCommand, retryJobsCommand } from './jobs/change.ts';
import { listJobsCommand } from './jobs/list.ts';
import { showJobCommand } from './jobs/show.ts';
import { jobStatsCommand } from './jobs/stats.ts';
import { migrateCommand } from './migrate.ts';
import { reconcilePaymentsCommand } from './payments-reconcile.ts';
import { importProductsCommand } from './products-import.ts';
import { schedulesCommand } from './schedules.ts';
import { seedCommand } from './seed.ts';
import { workerCommand } from './worker.ts';

/** The `cartwright` command. */
export function program(): Command {
  const cartwright = new Command('cartwright')
    .description('Runs the jobs of a shop, and what its operator needs beside the API.')
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('Add --help to see what is possible.')
    .addHelpText(
      'after',
      `
Settings come from the environment and from .env, as the server's do.

Exit codes:
  0    done, and nothing wrong
  1    failed, or found what it looked for: contradictions, faults, failed jobs
  2    used wrongly: an unknown command or option, a missing argument, or a value that is not possible
  3    a setting is wrong
  4    the database cannot be reached, or lacks migrations
  130  stopped by Ctrl-C

Examples:
  cartwright doctor
  cartwright worker --concurrency 8
  cartwright jobs list --state failed
  cartwright products import catalogue.csv --write
`,
    );

  cartwright
    .command('worker')
    .description('run jobs until stopped by SIGTERM or Ctrl-C')
    .option(
      '-c, --concurrency <number>',
      'jobs that run at the same time (default: WORKER_CONCURRENCY)',
      wholeNumber(100),
    )
    .option(
      '-p, --port <number>',
      'answer /healthz, /readyz and /metrics here (default: WORKER_PORT)',
      wholeNumber(65_535),
    )
    .option('--once', 'run what is due, then exit; 1 where a job failed')
    .addOption(json().implies({ once: true }))
    .addHelpText('after', examples('worker', 'worker --concurrency 8', 'worker --once --json'))
    .action(workerCommand);
  addJobs(cartwright);
  cartwright
    .command('schedules')
    .description('list what the clock asks for, when it last did, and when it does next')
    .addOption(json())
    .addHelpText('after', examples('schedules'))
    .action(schedulesCommand);
  cartwright
    .command('migrate')
    .description("bring the database's tables to this version; several may run at once")
    .addOption(json())
    .addHelpText('after', examples('migrate', 'migrate --json'))
    .action(migrateCommand);
  cartwright
    .command('seed')
    .description('fill an empty shop with the demo catalogue and logins')
    .option(
      '-p, --products <number>',
      'have this many generated products as well, in any shop',
      wholeNumber(10_000_000),
    )
    .addOption(json())
    .addHelpText('after', examples('seed', 'seed --products 10000'))
    .action(seedCommand);
  cartwright
    .command('inventory')
    .description('look after the stock')
    .command('verify')
    .description('compare all stock with its ledger and with what orders hold; exits 1 where they differ')
    .option('--repair', 'write the ledger rows and reservations that are missing, and bring filters by stock into step')
    .addOption(json())
    .addHelpText('after', examples('inventory verify', 'inventory verify --repair'))
    .action(verifyInventoryCommand);
  const products = cartwright.command('products').description('move the catalogue in and out');
  products
    .command('import <file>')
    .description('say what a CSV file would change; exits 1 where it has a fault')
    .option('--write', 'change it')
    .option('--skip-faulty', 'leave products with a faulty row out, instead of importing nothing')
    .addOption(json())
    .addHelpText('after', examples('products import catalogue.csv', 'products import catalogue.csv --write --json'))
    .action(importProductsCommand);
  products
    .command('export [file]')
    .description('write the catalogue as CSV, to standard output without a file')
    .option('--status <status>', 'draft, active or archived')
    .option('--category <slug>', 'of one category')
    .option('--bom', 'begin with a byte order mark, for Excel')
    .addHelpText('after', examples('products export catalogue.csv', 'products export --status active > active.csv'))
    .action(exportProductsCommand);
  cartwright
    .command('orders')
    .description('look after the orders')
    .command('export [file]')
    .description('write orders as CSV, to standard output without a file')
    .option('--status <status>', 'such as delivered')
    .option('--from <day>', 'the first day or time')
    .option('--to <day>', 'the last day, or the time before which')
    .option('--bom', 'begin with a byte order mark, for Excel')
    .addHelpText('after', examples('orders export --from 2026-01-01 orders.csv'))
    .action(exportOrdersCommand);
  cartwright
    .command('payments')
    .description('look after the payments')
    .command('reconcile')
    .description(
      'compare a span of payments at the provider with the orders, such as after a standby was promoted; ' +
        'exits 1 where something is left to do',
    )
    .requiredOption('--from <day>', 'the first day or time')
    .option('--to <day>', 'the last day, or the time before which; until now without')
    .option('--refund', 'return what no order has a right to, and record what the orders do not know')
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'payments reconcile --from 2026-01-31',
        'payments reconcile --from 2026-01-31T12:00:00Z --refund --json',
      ),
    )
    .action(reconcilePaymentsCommand);
  const admin = cartwright.command('admin').description('manage admins');
  admin
    .command('create')
    .description('open an admin account; the password is asked for, or read from standard input')
    .requiredOption('--email <address>', 'the address to sign in with')
    .requiredOption('--name <name>', 'how the shop addresses the person')
    .addOption(json())
    .addHelpText('after', examples('admin create --email ada@example.com --name "Ada" < password.txt'))
    .action(createAdminCommand);
  admin
    .command('promote')
    .description('make an account an admin')
    .requiredOption('--email <address>', 'the address of the account')
    .addOption(json())
    .addHelpText('after', examples('admin promote --email ada@example.com'))
    .action(promoteAdminCommand);
  admin
    .command('demote')
    .description('make an admin a customer again and revoke the API keys of the account; one admin stays')
    .requiredOption('--email <address>', 'the address of the account')
    .addOption(json())
    .addHelpText('after', examples('admin demote --email ada@example.com'))
    .action(demoteAdminCommand);
  admin
    .command('reset-password')
    .description(
      'set a new password for an admin and end all sessions of the account; the password is asked for, or read from ' +
        'standard input',
    )
    .requiredOption('--email <address>', 'the address of the account')
    .addOption(json())
    .addHelpText('after', examples('admin reset-password --email ada@example.com < password.txt'))
    .action(resetAdminPasswordCommand);
  cartwright
    .command('doctor')
    .description(
      'check settings, database, migrations, clock, mail server, image store and workers, and say what to do; ' +
        'exits 1 where something stands in the way',
    )
    .addOption(json())
    .addHelpText('after', examples('doctor', 'doctor --json'))
    .action(doctorCommand);
  return cartwright;
}

/** The commands below this one that do something. */
export function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

function addJobs(cartwright: Command): void {
  const jobs = cartwright.command('jobs').description('see into the queue, and mend what failed');
  jobs
    .command('list')
    .description('list the jobs that are not done, newest first, and why they failed')
    .addOption(new Option('-s, --state <state>', 'only these').choices(['waiting', 'retrying', 'running', 'failed']))
    .option('--job <name>', 'only these, such as orders.sendOrderMail')
    .option('-n, --limit <number>', 'how many', wholeNumber(10_000), 20)
    .option('--cursor <cursor>', 'go on where the last list ended')
    .addOption(json())
    .addHelpText('after', examples('jobs list', 'jobs list --state failed --job orders.sendOrderMail --json'))
    .action(listJobsCommand);
  jobs
    .command('show')
    .description('show one job: what it is about, how often it was tried, why it failed')
    .argument('<id>', 'as jobs list has it')
    .addOption(json())
    .addHelpText('after', examples('jobs show 42'))
    .action(showJobCommand);
  jobs
    .command('retry')
    .description('let jobs run at once, with all their attempts before them again')
    .argument('[ids...]', 'as jobs list has them')
    .option('--failed', 'all that have failed for good, instead of ids')
    .option('--job <name>', 'with --failed: only these')
    .addOption(json())
    .addHelpText('after', examples('jobs retry 42 43', 'jobs retry --failed --job orders.sendOrderMail'))
    .action(retryJobsCommand);
  jobs
    .command('discard')
    .description('remove jobs, whatever they were to do')
    .argument('[ids...]', 'as jobs list has them')
    .option('--failed', 'all that have failed for good, instead of ids')
    .option('--job <name>', 'with --failed: only these')
    .addOption(json())
    .addHelpText('after', examples('jobs discard 42', 'jobs discard --failed --job products.mailLowStock'))
    .action(discardJobsCommand);
  jobs
    .command('stats')
    .description('count the jobs by name and state, and list the workers that live')
    .addOption(json())
    .addHelpText('after', examples('jobs stats', 'jobs stats --json'))
    .action(jobStatsCommand);
}

function json(): Option {
  return new Option('--json', 'print the facts, or the error, as one JSON document on standard output');
}

function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  cartwright ${command}`).join('\n')}\n`;
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > most) {
      throw new InvalidArgumentError(`Give a whole number from 1 to ${most.toLocaleString('en')}.`);
    }
    return number;
  };
}
