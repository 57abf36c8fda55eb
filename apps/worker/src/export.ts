import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  exportOrders,
  exportOrdersInput,
  exportProducts,
  exportProductsInput,
  failureOf,
  type Shop,
} from '@cartwright/api';
import { ExpectedError } from '@cartwright/process';
import { withShop } from './shop.ts';

export function exportProductsCommand(file: string | undefined, options: object): Promise<void> {
  return exportTo(file, (shop) => exportProducts(shop, exportProductsInput.parse(options)));
}

export function exportOrdersCommand(file: string | undefined, options: object): Promise<void> {
  return exportTo(file, (shop) => exportOrders(shop, exportOrdersInput.parse(options)));
}

/** Into a file, or to standard output. */
function exportTo(file: string | undefined, open: (shop: Shop) => AsyncIterable<string>): Promise<void> {
  return withShop({ tables: 'migrated' }, async (shop) => {
    try {
      await pipeline(Readable.from(open(shop)), file === undefined ? process.stdout : createWriteStream(file));
    } catch (error) {
      // Whoever reads a pipe may have had enough of it.
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
      const { code, facts } = failureOf(error);
      if (code !== 'VALIDATION') throw error;
      const issues = facts['issues'] as { path: string; message: string }[];
      throw new ExpectedError(issues.map(({ path, message }) => `--${path}: ${message}`).join('\n'));
    }
  });
}
