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
import { verifyOrdersCommand } from './orders-verify.ts';
import { reconcilePaymentsCommand } from './payments-reconcile.ts';
import { importProductsCommand } from './products-import.ts';
import { promotionCodesCommand } from './promotion-codes.ts';
import { schedulesCommand } from './schedules.ts';
import { seedCommand } from './seed.ts';
import { importTaxRatesCommand } from './tax-import.ts';
import { workerCommand } from './worker.ts';

/** The `cartwright` command. */
export function program(): Command {
  const cartwright = new Command('cartwright')
    .description('Runs the jobs of a shop and the tasks of its operator.')
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('Add --help to see all commands and options.')
    .addHelpText(
      'after',
      `
Settings come from the environment and from .env, as for the server.

Exit codes:
  0    success
  1    failure, or problems found: wrong stock, issues in a file, failed jobs and the like
  2    wrong usage: an unknown command or option, a missing argument or an invalid value
  3    wrong settings
  4    the database cannot be reached or lacks migrations
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
      'most jobs to run at the same time (default: WORKER_CONCURRENCY)',
      wholeNumber(100),
    )
    .option(
      '-p, --port <number>',
      'port for /healthz, /readyz and /metrics (default: WORKER_PORT)',
      wholeNumber(65_535),
    )
    .option('--once', 'run the jobs that are due, then exit; exits 1 if a job failed')
    .addOption(json().implies({ once: true }))
    .addHelpText('after', examples('worker', 'worker --concurrency 8', 'worker --once --json'))
    .action(workerCommand);
  addJobs(cartwright);
  cartwright
    .command('schedules')
    .description('list the scheduled jobs with their last and next runs')
    .addOption(json())
    .addHelpText('after', examples('schedules'))
    .action(schedulesCommand);
  cartwright
    .command('migrate')
    .description('apply the missing migrations to the database; several processes can run this at the same time')
    .addOption(json())
    .addHelpText('after', examples('migrate', 'migrate --json'))
    .action(migrateCommand);
  cartwright
    .command('seed')
    .description('add the demo catalogue and logins to an empty shop')
    .option(
      '-p, --products <number>',
      'add generated products until the shop has this many; works in any shop',
      wholeNumber(10_000_000),
    )
    .addOption(json())
    .addHelpText('after', examples('seed', 'seed --products 10000'))
    .action(seedCommand);
  cartwright
    .command('inventory')
    .description('check and repair stock')
    .command('verify')
    .description('compare the stock of all variants with its ledger and with open orders; exits 1 if they differ')
    .option('--repair', 'write missing ledger rows and reservations, and correct the filters by stock')
    .addOption(json())
    .addHelpText('after', examples('inventory verify', 'inventory verify --repair'))
    .action(verifyInventoryCommand);
  const products = cartwright.command('products').description('import and export the catalogue');
  products
    .command('import <file>')
    .description('show the changes that a CSV file would make; exits 1 if the file has issues')
    .option('--write', 'make the changes')
    .option('--skip-faulty', 'skip products with an issue instead of importing nothing')
    .addOption(json())
    .addHelpText('after', examples('products import catalogue.csv', 'products import catalogue.csv --write --json'))
    .action(importProductsCommand);
  products
    .command('export [file]')
    .description('export the catalogue as CSV to a file or to standard output')
    .option('--status <status>', 'only products with this status: draft, active or archived')
    .option('--category <slug>', 'only products of this category')
    .option('--bom', 'begin with a byte order mark, for Excel')
    .addHelpText('after', examples('products export catalogue.csv', 'products export --status active > active.csv'))
    .action(exportProductsCommand);
  const orders = cartwright.command('orders').description('export and check orders');
  orders
    .command('verify')
    .description(
      'compare all orders with their lines, adjustments, payments and refunds, and the balances of promotions with ' +
        'their ledger; exits 1 if they differ',
    )
    .addOption(json())
    .addHelpText('after', examples('orders verify', 'orders verify --json'))
    .action(verifyOrdersCommand);
  orders
    .command('export [file]')
    .description('export orders as CSV to a file or to standard output')
    .option('--status <status>', 'only orders with this status, such as delivered')
    .option('--from <day>', 'first day, or start time')
    .option('--to <day>', 'last day, or end time (exclusive)')
    .option('--bom', 'begin with a byte order mark, for Excel')
    .addHelpText('after', examples('orders export --from 2026-01-01 orders.csv'))
    .action(exportOrdersCommand);
  cartwright
    .command('tax')
    .description('import tax rates')
    .command('import <file>')
    .description('create and change tax rates from a CSV file; imports nothing if the file has an issue')
    .option('--dry-run', 'show the changes without making them')
    .addOption(json())
    .addHelpText('after', examples('tax import rates.csv --dry-run', 'tax import rates.csv --json'))
    .action(importTaxRatesCommand);
  cartwright
    .command('promotions')
    .description('generate and list codes of promotions')
    .command('codes <promotion>')
    .description('add unguessable codes to a promotion, named by its id or name, and print them as CSV')
    .option('--count <number>', 'codes to add', wholeNumber(100_000))
    .option('--prefix <text>', 'beginning of the codes')
    .option('--uses <number>', 'orders that can use each code (default: no limit)', wholeNumber(1_000_000_000))
    .option('--list', 'print all codes of the promotion with their uses, instead of adding some')
    .addOption(json())
    .addHelpText(
      'after',
      examples(
        'promotions codes Welcome --count 10000 --prefix WELCOME --uses 1 > codes.csv',
        'promotions codes Welcome --list',
      ),
    )
    .action(promotionCodesCommand);
  cartwright
    .command('payments')
    .description('check payments against the payment provider')
    .command('reconcile')
    .description(
      'compare the payments of a period at the provider with the orders, for example after the promotion of a standby; ' +
        'exits 1 if discrepancies are left',
    )
    .requiredOption('--from <day>', 'first day, or start time')
    .option('--to <day>', 'last day, or end time (exclusive); default: now')
    .option('--refund', 'refund payments that belong to no order, and record payments that are missing on orders')
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
    .description('create an admin account; asks for the password, or reads it from standard input')
    .requiredOption('--email <address>', 'e-mail address to sign in with')
    .requiredOption('--name <name>', 'name of the person')
    .addOption(json())
    .addHelpText('after', examples('admin create --email ada@example.com --name "Ada" < password.txt'))
    .action(createAdminCommand);
  admin
    .command('promote')
    .description('make an account an admin')
    .requiredOption('--email <address>', 'e-mail address of the account')
    .addOption(json())
    .addHelpText('after', examples('admin promote --email ada@example.com'))
    .action(promoteAdminCommand);
  admin
    .command('demote')
    .description('make an admin a customer and revoke the API keys of the account; refuses the last admin')
    .requiredOption('--email <address>', 'e-mail address of the account')
    .addOption(json())
    .addHelpText('after', examples('admin demote --email ada@example.com'))
    .action(demoteAdminCommand);
  admin
    .command('reset-password')
    .description(
      'set a new password for an admin and end all sessions of the account; asks for the password, or reads it from ' +
        'standard input',
    )
    .requiredOption('--email <address>', 'e-mail address of the account')
    .addOption(json())
    .addHelpText('after', examples('admin reset-password --email ada@example.com < password.txt'))
    .action(resetAdminPasswordCommand);
  cartwright
    .command('doctor')
    .description(
      'check settings, database, migrations, clock, mail server, image store and workers, and show how to fix problems; ' +
        'exits 1 if it finds problems',
    )
    .addOption(json())
    .addHelpText('after', examples('doctor', 'doctor --json'))
    .action(doctorCommand);
  return cartwright;
}

/** The commands below this one that run an action. */
export function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

function addJobs(cartwright: Command): void {
  const jobs = cartwright.command('jobs').description('inspect the queue, and retry or discard jobs');
  jobs
    .command('list')
    .description('list unfinished jobs with their last errors, newest first')
    .addOption(
      new Option('-s, --state <state>', 'only jobs in this state').choices([
        'waiting',
        'retrying',
        'running',
        'failed',
      ]),
    )
    .option('--job <name>', 'only jobs with this name, such as orders.sendOrderMail')
    .option('-n, --limit <number>', 'most jobs to list', wholeNumber(10_000), 20)
    .option('--cursor <cursor>', 'continue after the previous list')
    .addOption(json())
    .addHelpText('after', examples('jobs list', 'jobs list --state failed --job orders.sendOrderMail --json'))
    .action(listJobsCommand);
  jobs
    .command('show')
    .description('show one job with its payload, attempts and last error')
    .argument('<id>', 'id of the job, from jobs list')
    .addOption(json())
    .addHelpText('after', examples('jobs show 42'))
    .action(showJobCommand);
  jobs
    .command('retry')
    .description('run jobs again now, with all their attempts')
    .argument('[ids...]', 'ids of jobs, from jobs list')
    .option('--failed', 'all jobs that failed in all attempts, instead of ids')
    .option('--job <name>', 'with --failed: only jobs with this name')
    .addOption(json())
    .addHelpText('after', examples('jobs retry 42 43', 'jobs retry --failed --job orders.sendOrderMail'))
    .action(retryJobsCommand);
  jobs
    .command('discard')
    .description('delete jobs without running them')
    .argument('[ids...]', 'ids of jobs, from jobs list')
    .option('--failed', 'all jobs that failed in all attempts, instead of ids')
    .option('--job <name>', 'with --failed: only jobs with this name')
    .addOption(json())
    .addHelpText('after', examples('jobs discard 42', 'jobs discard --failed --job products.mailLowStock'))
    .action(discardJobsCommand);
  jobs
    .command('stats')
    .description('count jobs by name and state, and list the running workers')
    .addOption(json())
    .addHelpText('after', examples('jobs stats', 'jobs stats --json'))
    .action(jobStatsCommand);
}

function json(): Option {
  return new Option('--json', 'print the result or the error as one JSON document to standard output');
}

function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  cartwright ${command}`).join('\n')}\n`;
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > most) {
      throw new InvalidArgumentError(`Enter a whole number from 1 to ${most.toLocaleString('en')}.`);
    }
    return number;
  };
}
