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
    .description('Runs the jobs of a shop, and the commands that its operator needs beside the API.')
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('Add --help to see the commands and options.')
    .addHelpText(
      'after',
      `
Settings come from the environment and from .env, as the server's do.

Exit codes:
  0    done, and no problem found
  1    failed, or found problems: contradictions, issues, failed jobs
  2    used wrongly: an unknown command or option, a missing argument, or an invalid value
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
    .option('--once', 'run the due jobs, then exit; 1 if a job failed')
    .addOption(json().implies({ once: true }))
    .addHelpText('after', examples('worker', 'worker --concurrency 8', 'worker --once --json'))
    .action(workerCommand);
  addJobs(cartwright);
  cartwright
    .command('schedules')
    .description('list the scheduled jobs, with their last and next runs')
    .addOption(json())
    .addHelpText('after', examples('schedules'))
    .action(schedulesCommand);
  cartwright
    .command('migrate')
    .description('migrate the database to this version; several may run at once')
    .addOption(json())
    .addHelpText('after', examples('migrate', 'migrate --json'))
    .action(migrateCommand);
  cartwright
    .command('seed')
    .description('fill an empty shop with the demo catalogue and logins')
    .option('-p, --products <number>', 'add generated products up to this number, in any shop', wholeNumber(10_000_000))
    .addOption(json())
    .addHelpText('after', examples('seed', 'seed --products 10000'))
    .action(seedCommand);
  cartwright
    .command('inventory')
    .description('check the stock')
    .command('verify')
    .description('compare all stock with its ledger and with the reservations of orders; exits 1 if they differ')
    .option('--repair', 'write the missing ledger rows and reservations, and align filters by stock')
    .addOption(json())
    .addHelpText('after', examples('inventory verify', 'inventory verify --repair'))
    .action(verifyInventoryCommand);
  const products = cartwright.command('products').description('import and export the catalogue');
  products
    .command('import <file>')
    .description('show what a CSV file would change; exits 1 if it has an issue')
    .option('--write', 'make the changes')
    .option('--skip-faulty', 'leave out products with an issue, instead of importing nothing')
    .addOption(json())
    .addHelpText('after', examples('products import catalogue.csv', 'products import catalogue.csv --write --json'))
    .action(importProductsCommand);
  products
    .command('export [file]')
    .description('write the catalogue as CSV, to standard output without a file')
    .option('--status <status>', 'only products with this status: draft, active or archived')
    .option('--category <slug>', 'only products of this category')
    .option('--bom', 'begin with a byte order mark, for Excel')
    .addHelpText('after', examples('products export catalogue.csv', 'products export --status active > active.csv'))
    .action(exportProductsCommand);
  cartwright
    .command('orders')
    .description('export orders')
    .command('export [file]')
    .description('write orders as CSV, to standard output without a file')
    .option('--status <status>', 'only orders with this status, such as delivered')
    .option('--from <day>', 'the first day, or the time at which the span begins')
    .option('--to <day>', 'the last day, or the time at which the span ends')
    .option('--bom', 'begin with a byte order mark, for Excel')
    .addHelpText('after', examples('orders export --from 2026-01-01 orders.csv'))
    .action(exportOrdersCommand);
  cartwright
    .command('payments')
    .description('compare payments with the provider')
    .command('reconcile')
    .description(
      'compare a span of payments at the provider with the orders, such as after a standby was promoted; ' +
        'exits 1 if something is left to do',
    )
    .requiredOption('--from <day>', 'the first day, or the time at which the span begins')
    .option('--to <day>', 'the last day, or the time at which the span ends (default: now)')
    .option('--refund', 'return money that no order has a right to, and record payments that the orders miss')
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
    .description('open an admin account; asks for the password, or reads it from standard input')
    .requiredOption('--email <address>', 'the address to sign in with')
    .requiredOption('--name <name>', 'the name of the person')
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
      'set a new password for an admin and end all sessions of the account; asks for the password, or reads it ' +
        'from standard input',
    )
    .requiredOption('--email <address>', 'the address of the account')
    .addOption(json())
    .addHelpText('after', examples('admin reset-password --email ada@example.com < password.txt'))
    .action(resetAdminPasswordCommand);
  cartwright
    .command('doctor')
    .description(
      'check settings, database, migrations, clock, mail server, image store and workers, and say what to do; ' +
        'exits 1 if it finds a problem',
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
  const jobs = cartwright.command('jobs').description('inspect the queue, and retry or discard failed jobs');
  jobs
    .command('list')
    .description('list the unfinished jobs, newest first, with the reasons of their failures')
    .addOption(
      new Option('-s, --state <state>', 'only jobs in this state').choices([
        'waiting',
        'retrying',
        'running',
        'failed',
      ]),
    )
    .option('--job <name>', 'only jobs with this name, such as orders.sendOrderMail')
    .option('-n, --limit <number>', 'how many jobs to list', wholeNumber(10_000), 20)
    .option('--cursor <cursor>', 'continue where the last list ended')
    .addOption(json())
    .addHelpText('after', examples('jobs list', 'jobs list --state failed --job orders.sendOrderMail --json'))
    .action(listJobsCommand);
  jobs
    .command('show')
    .description('show one job: its payload, its attempts, and the reason of its failure')
    .argument('<id>', 'the id that jobs list shows')
    .addOption(json())
    .addHelpText('after', examples('jobs show 42'))
    .action(showJobCommand);
  jobs
    .command('retry')
    .description('run jobs again at once, with all their attempts')
    .argument('[ids...]', 'the ids that jobs list shows')
    .option('--failed', 'all jobs that have failed for good, instead of ids')
    .option('--job <name>', 'with --failed: only jobs with this name')
    .addOption(json())
    .addHelpText('after', examples('jobs retry 42 43', 'jobs retry --failed --job orders.sendOrderMail'))
    .action(retryJobsCommand);
  jobs
    .command('discard')
    .description('remove jobs without running them')
    .argument('[ids...]', 'the ids that jobs list shows')
    .option('--failed', 'all jobs that have failed for good, instead of ids')
    .option('--job <name>', 'with --failed: only jobs with this name')
    .addOption(json())
    .addHelpText('after', examples('jobs discard 42', 'jobs discard --failed --job products.mailLowStock'))
    .action(discardJobsCommand);
  jobs
    .command('stats')
    .description('count the jobs by name and state, and list the running workers')
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
