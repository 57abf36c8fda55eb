import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startServerProcess } from '../src/testing/process.ts';

test('the shop that npm start opens takes a whole purchase', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-start-'));
  const env = { DATABASE_URL: `sqlite:${join(folder, 'shop.db')}`, IMAGE_DIR: join(folder, 'images'), DEMO: 'on' };
  const server = startServerProcess(env, { from: 'start' });
  try {
    const demo = fileURLToPath(new URL('../../../scripts/demo.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [demo], {
      env: { ...process.env, CARTWRIGHT_URL: await server.opened },
    });
    expect(stdout).toMatch(/Payment received for order/);
  } finally {
    server.kill('SIGTERM');
    await server.ended;
    rmSync(folder, { recursive: true, force: true });
  }
});
