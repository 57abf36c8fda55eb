import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seedDemoShop } from '@cartwright/demo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../src/testing.ts';

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const [readme, apiKeys, realtime] = [read('README.md'), read('docs/api-keys.md'), read('docs/realtime.md')];
const server = await startTestServer();
beforeAll(() => seedDemoShop(server.shop));
afterAll(() => server.close());

/** The commands under a heading, changed to use the test's server. */
function commandsUnder(heading: string, text = readme): string {
  const section = text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const blocks = section.split('\n```sh\n').slice(1);
  return blocks.map((block) => block.split('\n```')[0]?.replaceAll('http://localhost:8000', server.url)).join('\n');
}

test("the README's purchase with curl places an order, which is paid and mailed about", async () => {
  const script = `set -eu\n${commandsUnder('A purchase with curl')}`;
  expect(script).toContain('idempotency-key');
  // The script runs twice, and the key makes the second run return the first order.
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

test("the README's purchase with the SDK places an order", async () => {
  const snippet = readme.split('\n```ts\n')[1]?.split('\n```')[0] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-readme-'));
  const file = join(folder, 'purchase.mts');
  const sdk = new URL('../../../packages/sdk/src/index.ts', import.meta.url).href;
  writeFileSync(file, snippet.replace('@cartwright/sdk', sdk).replaceAll('http://localhost:8000', server.url));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', import.meta.resolve('tsx'), file]);
    expect(stdout).toMatch(/^[0-9A-Z-]+ \d+\n$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the commands about API keys change stock once, are refused what is out of scope, and find it all in the log', async () => {
  const making = `set -eu\n${commandsUnder('Make one and use it', apiKeys)}`;
  const { answers } = splitAnswers(await run(`${making}\n${commandsUnder('The audit log', apiKeys)}`));
  const [changed, refused, log] = answers;
  expect(changed).toMatchObject({ sku: expect.any(String), onHand: expect.any(Number) });
  expect(refused).toMatchObject({ code: 'SCOPE_MISSING', scope: 'orders:read' });
  expect(log).toMatchObject({
    items: [{ action: 'products.stock.adjust', actorName: 'Stock sync', after: { reference: 'delivery 4711' } }],
  });
  const { apiKeys: keys } = server.shop.db.tables;
  const stored = await server.shop.db.read.select({ revokedAt: keys.revokedAt }).from(keys);
  expect(stored).toEqual([{ revokedAt: expect.any(Date) }]);
});

test('the commands about following orders print what happened to one', async () => {
  const output = await run(`set -eu\n${commandsUnder('With curl', realtime)}`);
  expect(output).toMatch(/^retry: \d+\n\nid: (\d+\.\d{6})\nevent: placed\ndata: \{"id":"\1","type":"placed",.*\}\n\n/);
  expect(output).toContain('\nevent: paid\n');
});

async function run(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', script]);
  return stdout;
}

/** Splits responses of curl, which follow each other without a separator. */
function splitAnswers(output: string): { answers: unknown[] } {
  return { answers: JSON.parse(`[${output.trim().replaceAll(/\}\{(?=")/g, '},{')}]`) as unknown[] };
}

function lastJson(output: string): unknown {
  // Each response is one line of JSON after the other.
  return JSON.parse(output.slice(output.lastIndexOf('}{"id"') + 1));
}
