import { Command, InvalidArgumentError } from 'commander';
import { createAdminCommand } from './admin-create.ts';
import { exportOrdersCommand, exportProductsCommand } from './export.ts';
import { verifyInventoryCommand } from './inventory-verify.ts';
import { migrateCommand } from './migrate.ts';
import { importProductsCommand } from './products-import.ts';
import { seedCommand } from './seed.ts';
import { workerCommand } from './worker.ts';

/** The `cartwright` command. */
export function program(): Command {
  const cartwright = new Command('cartwright')
    .description('Runs the jobs of a shop, and what its operator needs beside the API.')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Add --help to see what is possible.')
    .addHelpText(
      'after',
      `
Settings come from the environment and from .env, as the server's do.

Examples:
  cartwright worker --concurrency 8
  cartwright seed --products 1000
  cartwright inventory verify --repair
  cartwright products import catalogue.csv --write
  cartwright orders export --from 2026-01-01 orders.csv
  cartwright admin create --email ada@example.com --name "Ada" < password.txt
`,
    );

  cartwright
    .command('worker')
    .description('run jobs until stopped by SIGTERM or Ctrl-C')
    .option('-c, --concurrency <number>', 'jobs that run at the same time (default: WORKER_CONCURRENCY)', wholeNumber)
    .option('--once', 'run what is due, then exit')
    .action(workerCommand);
  cartwright.command('migrate').description("bring the database's tables to this version").action(migrateCommand);
  cartwright
    .command('seed')
    .description('fill an empty shop with the demo catalogue and logins')
    .option('-p, --products <number>', 'add this many generated products, the same ones every time', wholeNumber)
    .action(seedCommand);
  cartwright
    .command('inventory')
    .description('look after the stock')
    .command('verify')
    .description('compare all stock with its ledger and with what orders hold; exits 1 where they differ')
    .option('--repair', 'write the ledger rows and reservations that are missing')
    .action(verifyInventoryCommand);
  const products = cartwright.command('products').description('move the catalogue in and out');
  products
    .command('import <file>')
    .description('say what a CSV file would change; exits 1 where it has a fault')
    .option('--write', 'change it')
    .option('--skip-faulty', 'leave products with a faulty row out, instead of importing nothing')
    .action(importProductsCommand);
  products
    .command('export [file]')
    .description('write the catalogue as CSV, to standard output without a file')
    .option('--status <status>', 'draft, active or archived')
    .option('--category <slug>', 'of one category')
    .option('--bom', 'begin with a byte order mark, for Excel')
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
    .action(exportOrdersCommand);
  cartwright
    .command('admin')
    .description('manage admins')
    .command('create')
    .description('open an admin account; the password is asked for, or read from standard input')
    .requiredOption('--email <address>', 'the address to sign in with')
    .requiredOption('--name <name>', 'how the shop addresses the person')
    .action(createAdminCommand);
  return cartwright;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 10_000_000) {
    throw new InvalidArgumentError('Give a whole number from 1.');
  }
  return number;
}
