import { createWriteStream } from 'node:fs';
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
import { issueLines } from './exit.ts';
import { type Progress, withProgress } from './progress.ts';
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
      await write(open(shop), file);
    } catch (error) {
      // Whoever reads a pipe may have had enough of it.
      const { code, syscall, message } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (syscall === 'open') throw new ExpectedError(`The file cannot be written. ${message}`);
      const failure = failureOf(error);
      if (failure.code !== 'VALIDATION') throw error;
      throw new ExpectedError(
        issueLines(failure)
          .map((line) => `--${line}`)
          .join('\n'),
      );
    }
  });
}

/** Lines that go to a terminal are progress enough. */
async function write(parts: AsyncIterable<string>, file: string | undefined): Promise<void> {
  if (file === undefined && process.stdout.isTTY) return pipeline(parts, process.stdout);
  const target = file === undefined ? process.stdout : createWriteStream(file);
  await withProgress('Kilobytes written:', (progress) => pipeline(counted(parts, progress), target));
}

async function* counted(parts: AsyncIterable<string>, progress: Progress): AsyncGenerator<string> {
  let bytes = 0;
  for await (const part of parts) {
    yield part;
    bytes += Buffer.byteLength(part);
    progress(Math.round(bytes / 1_000));
  }
}
