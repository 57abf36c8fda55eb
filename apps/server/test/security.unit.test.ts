import { readFileSync } from 'node:fs';
import { appRouter } from '@cartwright/api';
import { databaseTimes } from '@cartwright/db';
import { operationsOf } from '@cartwright/kernel/operations';
import { readSettings } from '@cartwright/kernel/settings';
import { expect, test } from 'vitest';
import { maxParts } from '../src/form.ts';
import { maxDepth, maxJsonBytes, maxParameters, maxValues } from '../src/json.ts';
import { connectionLimits } from '../src/listen.ts';
import { maxBatchSize } from '../src/trpc-address.ts';
import { maxWebhookBytes } from '../src/webhooks/stripe.ts';

const text = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
const cells = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
const settings = readSettings({});
const operations = operationsOf(appRouter);

const figure = (count: number) => count.toLocaleString('en-US');
const seconds = (milliseconds: number) => `${milliseconds / 1_000} s`;
const size = (bytes: number) => (bytes < 1_024 * 1_024 ? `${bytes / 1_024} KiB` : `${bytes / 1_024 / 1_024} MiB`);
const largestFile = Math.max(
  ...operations.map(({ meta, name }) => (name.includes('images') ? (meta.maxFileBytes ?? 0) : 0)),
);

test.each([
  [
    'requests of one client, on all paths and methods',
    `${figure(settings.clientCallsPerMinute)} a minute, each server`,
  ],
  ['calls of a tRPC batch', String(maxBatchSize)],
  ['body of JSON', size(maxJsonBytes)],
  ['body of a webhook', size(maxWebhookBytes)],
  ['image', size(largestFile)],
  ['depth of JSON', `${maxDepth} levels`],
  ['values of JSON', figure(maxValues)],
  ['fields of a form', String(maxParts)],
  ['parameters of a query', String(maxParameters)],
  ['head of a request, its address included', size(connectionLimits.maxHeaderSize)],
  ['time for the head of a request', seconds(connectionLimits.headersTimeout)],
  ['time for a whole request', seconds(connectionLimits.requestTimeout)],
  ['idle connection', seconds(connectionLimits.keepAliveTimeout)],
  ['connections', figure(connectionLimits.maxConnections)],
  ['wait for a connection to Postgres', seconds(settings.databaseWaitMilliseconds)],
  ['wait to write to SQLite', seconds(settings.databaseWaitMilliseconds)],
  ['statement on Postgres', seconds(databaseTimes.statement)],
  ['wait for a row that another transaction locks', seconds(databaseTimes.lock)],
  ['idle time within a transaction', seconds(databaseTimes.idleInTransaction)],
  ['silence of Postgres after a statement', seconds(databaseTimes.answer)],
])('docs/security.md says of "%s" that it is %s', (what, limit) => {
  expect(cells.find(([, cell]) => cell === what)?.[2]).toBe(limit);
});

test('docs/security.md names every limit of a procedure, and how much is cut off when', () => {
  const limits = new Map(
    operations.flatMap(({ meta }) => (meta.limits ?? []).map((limit) => [limit.name, limit] as const)),
  );
  for (const { name, points, by, of, seconds: length } of limits.values()) {
    const time = { 60: '60 s', 3_600: '1 hour', 86_400: '1 day' }[length];
    const row = cells.find(([, cell]) => cell === `\`${name}\``);
    const counted = of ?? (by.every((one) => one === 'device') ? 'known clients' : 'all');
    expect(row?.slice(2, 6), name).toEqual([String(points), time, by.join(', '), counted]);
  }
  expect(limits.size).toBeGreaterThan(3);
  expect(text).toContain(`"client";q=${settings.clientCallsPerMinute};w=60`);
  expect(text.replaceAll('\n', ' ')).toContain(
    `still under way ${connectionLimits.stopTimeout / 1_000} s later is cut off`,
  );
});
