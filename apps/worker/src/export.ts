import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exportOrders, exportOrdersInput, exportProducts, exportProductsInput } from '@cartwright/api';
import { failureOf } from '@cartwright/kernel/failure-of';
import type { Shop } from '@cartwright/kernel/shop';
import { ExpectedError } from '@cartwright/process';
import { issueLines, WrongUsage } from './exit.ts';
import { count } from './output.ts';
import { withProgress } from './progress.ts';
import { withShop } from './shop.ts';

export function exportProductsCommand(file: string | undefined, options: object): Promise<void> {
  return exportTo(file, (shop) => exportProducts(shop, exportProductsInput.parse(options)));
}

export function exportOrdersCommand(file: string | undefined, options: object): Promise<void> {
  return exportTo(file, (shop) => exportOrders(shop, exportOrdersInput.parse(options)));
}

/** Exports to a file, or to standard output. */
function exportTo(file: string | undefined, open: (shop: Shop) => AsyncIterable<string>): Promise<void> {
  return withShop({ tables: 'migrated' }, async (shop) => {
    try {
      const bytes = await write(open(shop), file);
      if (file !== undefined) console.error(`Wrote ${count(bytes, 'byte')} to ${file}.`);
    } catch (error) {
      // The reader of a pipe may close it early.
      const { code, syscall, message } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (syscall === 'open') throw new ExpectedError(`The file cannot be written. ${message}`);
      const failure = failureOf(error);
      if (failure.code !== 'VALIDATION') throw error;
      throw new WrongUsage(
        issueLines(failure)
          .map((line) => `--${line}`)
          .join('\n'),
      );
    }
  });
}

/** Writes all parts, and returns the number of bytes. A terminal gets no progress bar, because it shows the lines. */
async function write(parts: AsyncIterable<string>, file: string | undefined): Promise<number> {
  let bytes = 0;
  const counted = async function* (progress: (kilobytes: number) => void): AsyncGenerator<string> {
    for await (const part of parts) {
      yield part;
      bytes += Buffer.byteLength(part);
      progress(Math.round(bytes / 1_000));
    }
  };
  const target = file === undefined ? process.stdout : createWriteStream(file);
  if (target === process.stdout && process.stdout.isTTY)
    await pipeline(
      counted(() => {}),
      target,
    );
  else await withProgress('Kilobytes written:', (progress) => pipeline(counted(progress), target));
  return bytes;
}
