import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Case } from '../measurement.ts';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const sdkFolder = join(root, 'packages/sdk');

const consumer = `
import { createCartwright, isFailure, type Order } from '@cartwright/sdk';

export async function buy(url: string, address: Order['shippingAddress']): Promise<Order> {
  const shop = createCartwright({ url });
  for await (const product of shop.products.list.all({ inStock: true })) {
    await shop.cart.addItem({ productId: product.id }).catch((error: unknown) => {
      if (!isFailure(error, 'INSUFFICIENT_STOCK')) throw error;
    });
  }
  return shop.orders.place({ shippingAddress: address, payment: { method: 'cod' } });
}
`;

/** The cost of the client for its users. */
export const sdk: Case = {
  name: 'sdk',
  async measurements(world) {
    const folder = join(world.folder, 'consumer');
    const installed = join(folder, 'node_modules/@cartwright/sdk');
    const small = join(folder, 'minified');
    mkdirSync(installed, { recursive: true });
    await build('-d', join(installed, 'dist'));
    await build('--minify', '--no-dts', '-d', small);
    const { exports } = JSON.parse(readFileSync(join(sdkFolder, 'package.json'), 'utf8')) as { exports: object };
    writeFileSync(
      join(installed, 'package.json'),
      JSON.stringify({ name: '@cartwright/sdk', type: 'module', exports }),
    );
    writeFileSync(join(folder, 'consumer.ts'), consumer);
    // The settings of `tsc --init`, because the check is about the consumer's file.
    const compilerOptions = { strict: true, skipLibCheck: true, noEmit: true, target: 'es2022', types: [] };
    const options = { ...compilerOptions, module: 'esnext', moduleResolution: 'bundler' };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }));
    const nothing = join(folder, 'nothing');
    mkdirSync(nothing);
    writeFileSync(join(nothing, 'nothing.ts'), 'export {};\n');
    writeFileSync(join(nothing, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['nothing.ts'] }));
    return [
      {
        title: 'minified and gzipped',
        unit: 'kB',
        once: true,
        round: async () => gzipSync(readFileSync(join(small, 'index.mjs'))).length / 1_000,
      },
      {
        title: "type check of a consumer's file",
        unit: 's',
        firstCounts: true,
        round: () => secondsOfCheck(folder),
        limit: { title: 'of an empty file', round: () => secondsOfCheck(nothing) },
      },
    ];
  },
};

const build = (...args: string[]) =>
  exec(process.execPath, [join(sdkFolder, 'node_modules/tsdown/dist/run.mjs'), ...args], { cwd: sdkFolder });

async function secondsOfCheck(folder: string): Promise<number> {
  const started = performance.now();
  await exec(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], { cwd: folder });
  return (performance.now() - started) / 1_000;
}
