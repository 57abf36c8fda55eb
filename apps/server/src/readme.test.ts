import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { seedDemoShop } from '@cartwright/api/demo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const server = await startTestServer();
beforeAll(() => seedDemoShop(server.shop));
afterAll(() => server.close());

/** The commands under a heading, aimed at the test's server. */
function commandsUnder(heading: string): string {
  const block = readme.split(`## ${heading}\n`)[1]?.split('\n```sh\n')[1]?.split('\n```')[0] ?? '';
  return block.replaceAll('http://localhost:8000', server.url);
}

test("the README's purchase with curl places an order, which is paid and mailed about", async () => {
  const script = `set -eu\n${commandsUnder('A purchase with curl')}`;
  expect(script).toContain('idempotency-key');
  // Run twice: the key makes the second order the first.
  const [first, second] = [await run(script), await run(script)];
  const order = lastJson(first) as { id: string; status: string; items: { quantity: number }[] };
  expect(order).toMatchObject({ status: 'pending', items: [{ quantity: 2 }] });
  expect(lastJson(second)).toEqual(order);

  await expect
    .poll(async () => {
      const { orders } = server.shop.db.tables;
      return (await server.shop.db.read.select({ status: orders.status }).from(orders)).map(({ status }) => status);
    })
    .toEqual(['confirmed']);
  await expect.poll(async () => (await fetch(`${server.url}/dev/mail.json`)).json()).toHaveLength(2);
});

async function run(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', script]);
  return stdout;
}

function lastJson(output: string): unknown {
  // Each answer is one line of JSON, one after the other.
  return JSON.parse(output.slice(output.lastIndexOf('}{"id"') + 1));
}
