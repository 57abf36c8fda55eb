import { readFileSync } from 'node:fs';
import { appRouter } from '@cartwright/api';
import { kernelFailures } from '@cartwright/kernel/failures';
import { operationsOf } from '@cartwright/kernel/operations';
import { readSettings } from '@cartwright/kernel/settings';
import { heartbeatMilliseconds } from '@cartwright/kernel/streams';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { formFraming } from '../apps/server/src/form.ts';
import { connectionLimits } from '../apps/server/src/listen.ts';
import { trpcErrorOf } from '../apps/server/src/refuse.ts';
import { problemOf } from '../apps/server/src/rest/problem.ts';
import { readAlerts } from './testing/alerts.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const nginx = read('deploy/nginx.conf');
const operations = read('docs/operations.md');
const settings = readSettings({});
const megabytes = 1_024 * 1_024;

/** The value of a directive. The first one counts if there are several. */
function directive(name: string): string {
  return new RegExp(`^ *${name} ([^;]+);`, 'm').exec(nginx)?.[1] ?? expect.unreachable(`nginx.conf has no ${name}.`);
}

/** Converts a time of nginx to milliseconds. */
function milliseconds(time: string): number {
  const [, count, unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(time) ?? expect.unreachable(`${time} is no time.`);
  return Number(count) * ({ ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? Number.NaN);
}

const largestBody = Math.max(...operationsOf(appRouter).map(({ meta }) => meta.maxFileBytes ?? 0)) + formFraming;

describe('nginx', () => {
  test('lets through the largest file that a server takes and its form, and says how much that is', () => {
    const limit = Number.parseInt(directive('client_max_body_size'), 10) * megabytes;
    expect(limit).toBeGreaterThanOrEqual(largestBody);
    expect(limit - largestBody).toBeLessThan(megabytes);
    expect(nginx).toContain(`"limit":${limit}`);
    expect(operations).toContain(`files of up to ${Math.floor(largestBody / megabytes)} MiB`);
  });

  test('waits for a request as long as a server, and for its next one on a connection less long', () => {
    expect(milliseconds(directive('client_header_timeout'))).toBe(connectionLimits.headersTimeout);
    expect(milliseconds(directive('client_body_timeout'))).toBe(connectionLimits.requestTimeout);
    expect(milliseconds(directive('keepalive_timeout'))).toBeLessThan(connectionLimits.keepAliveTimeout);
    expect(milliseconds(directive('keepalive_timeout'))).toBeGreaterThan(connectionLimits.keepAliveTimeout / 2);
  });

  test('reads heads as large as a server does', () => {
    const [, size = ''] = directive('large_client_header_buffers').split(' ');
    expect(Number.parseInt(size, 10) * 1_024).toBe(connectionLimits.maxHeaderSize);
  });

  test('bears the silence between two signs of life of a stream, and the time that a request may take', () => {
    const silence = milliseconds(directive('proxy_read_timeout'));
    expect(silence).toBeGreaterThan(2 * heartbeatMilliseconds);
    expect(silence).toBeGreaterThan(connectionLimits.requestTimeout);
  });

  test('leaves compressing to the servers, and passes on what their clients take', () => {
    expect(directive('gzip')).toBe('off');
    expect(nginx).not.toMatch(/proxy_set_header Accept-Encoding/i);
  });

  const own = {
    malformed: kernelFailures.MALFORMED_REQUEST({ reason: 'The request cannot be read.' }),
    not_found: kernelFailures.NOT_FOUND({}),
    too_large: kernelFailures.TOO_LARGE({ limit: 33 * megabytes }),
    unavailable: kernelFailures.UNAVAILABLE({ retryAfter: 2 }),
  };

  test.for(Object.entries(own))(
    'answers $0 by itself in the words of a server, on both surfaces',
    ([name, failure]) => {
      const [, problem = '', error = ''] =
        new RegExp(`map \\$request_uri \\$${name} \\{\\s+default '(.+)';\\s+~\\^/trpc/ '(.+)';\\s+\\}`).exec(nginx) ??
        [];
      expect(JSON.parse(problem)).toEqual(problemOf(failure, '$request_id'));
      expect(JSON.parse(error)).toEqual({ error: { json: trpcErrorOf(failure, '$request_id') } });
      expect(nginx).toContain(`return ${problemOf(failure, '').status} $${name};`);
    },
  );

  test('answers every status that it makes itself in one of these ways', () => {
    const covered = [...nginx.matchAll(/error_page ([\d ]+) =/g)].flatMap(([, codes = '']) => codes.split(' '));
    expect(covered).toEqual(
      expect.arrayContaining(['400', '404', '408', '413', '414', '494', '500', '502', '503', '504']),
    );
    for (const [, code = ''] of nginx.matchAll(/^ {4}return (\d+);/gm)) expect(covered).toContain(code);
  });
});

describe('the port of a server', () => {
  test('is the same wherever it is named', () => {
    const port = String(settings.port);
    const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: { api: { ports: string[] } } };
    const named = {
      Dockerfile: /PORT=(\d+)/.exec(read('Dockerfile'))?.[1],
      EXPOSE: /EXPOSE (\d+)/.exec(read('Dockerfile'))?.[1],
      compose: compose.services.api.ports[0]?.split(':').at(-1),
      nginx: /server api:(\d+);/.exec(nginx)?.[1],
      metrics: /api\.internal:(\d+)/.exec(read('docs/observability.md'))?.[1],
    };
    expect(new Set(Object.values(named)), JSON.stringify(named)).toEqual(new Set([port]));
  });
});

describe('the time to stop', () => {
  test('that supervisors give is longer than what a server takes', () => {
    const production = readSettings({
      NODE_ENV: 'production',
      SECRET_KEY: 'x'.repeat(44),
      EMAIL_BACKEND: 'mailpit',
      PUBLIC_URL: 'https://shop.example',
      DATABASE_URL: 'postgres://shop/shop',
    });
    const needed = production.drainMilliseconds + connectionLimits.stopTimeout;
    const promised = Number(/exit 0 within (\d+) seconds/.exec(operations)?.[1]) * 1_000;
    expect(needed).toBeLessThan(promised);
    const given = [
      /TimeoutStopSec=(\d+)/.exec(operations)?.[1],
      /Give a process (\d+)\s+seconds/.exec(operations)?.[1],
      ...[...read('docker-compose.yml').matchAll(/stop_grace_period: (\d+)s/g)].map(([, seconds]) => seconds),
    ].map((seconds) => Number(seconds) * 1_000);
    expect(given).toHaveLength(3);
    for (const time of given) expect(time).toBeGreaterThan(promised);
  });
});

describe('the connections to Postgres', () => {
  test('are counted in docs/operations.md as a process takes them', () => {
    expect(operations).toContain(`DATABASE_POOL_SIZE\` (${settings.databasePoolSize})`);
    const [, extra, own] = /\(DATABASE_POOL_SIZE \+ (\d+)\) \+ (\d+) for you/.exec(operations) ?? [];
    const each = settings.databasePoolSize + Number(extra);
    expect(operations).toContain(`which is ${Math.floor((100 - Number(own)) / each)} processes on a Postgres`);
  });
});

describe('docs/observability.md', () => {
  const page = read('docs/observability.md');

  test('names for each alert its figure with the same limit', () => {
    for (const { alert, expr } of readAlerts().filter(({ alert: name }) => name !== 'CartwrightNoWorker')) {
      const figure = /(?:cartwright|nodejs)_\w+/.exec(expr)?.[0] ?? '';
      const limit = /(?:==|>) [\d.]+$/.exec(expr)?.[0] ?? '';
      const rows = page.split('\n').filter((line) => line.startsWith('|') && line.includes(figure));
      expect(
        rows.some((line) => line.includes(limit)),
        `${alert}: ${figure} ${limit}`,
      ).toBe(true);
    }
  });
});
