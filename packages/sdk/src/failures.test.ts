import { appRouter, failures } from '@cartwright/api';
import { codesOf } from '@cartwright/kernel/codes';
import { Failure, type FailureMaker } from '@cartwright/kernel/failures';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { startTestServer } from '@cartwright/server/testing';
import { exampleOf } from '@cartwright/server/testing/example';
import { failingShop } from '@cartwright/server/testing/failing-shop';
import { ask, surfaces } from '@cartwright/server/testing/surfaces';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { afterAll, describe, expect, test } from 'vitest';
import { createCartwright } from './client.ts';
import { CartwrightError } from './errors.ts';

const failing = failingShop();
const server = await startTestServer({}, { worker: false, decorate: failing.decorate });
afterAll(() => server.close());

const makers: Readonly<Record<string, FailureMaker>> = failures;
const operations = operationsOf(appRouter);
const requestId = 'parity';
const apiKey = 'cw_live_parity';
const headers = { authorization: `Bearer ${apiKey}`, 'x-request-id': requestId };
const shop = createCartwright({ url: server.url, apiKey, headers: { 'x-request-id': requestId }, retry: { tries: 1 } });

/** Builds a failure with facts made up from its schema, so that a new code or fact is covered without a change here. */
function exampleFailure(code: string): Failure {
  const maker = makers[code];
  if (!maker) throw new Error(`There is no failure ${code}.`);
  return maker(exampleOf(maker.facts, 'output') as Record<string, unknown>);
}

/** The fields that the path of the call needs. */
function inputFor({ pathFields, input }: Operation): Record<string, string> | undefined {
  return input && Object.fromEntries(pathFields.map((field) => [field, 'parity']));
}

/** Calls the procedure with the client, and returns the error that the call throws. */
async function thrownBy({ name, kind, input, pathFields }: Operation): Promise<CartwrightError> {
  const path = name.split('.');
  const found = path.reduce<unknown>((branch, part) => (branch as Record<string, unknown>)[part], shop);
  const call = found as (...args: unknown[]) => Promise<unknown> & AsyncIterable<unknown>;
  const given = input ? [Object.fromEntries(pathFields.map((field) => [field, 'parity']))] : [];
  try {
    if (kind === 'subscription') for await (const _ of call(...given)) break;
    else await call(...given);
  } catch (error) {
    if (error instanceof CartwrightError) return error;
    throw error;
  }
  throw new Error(`${name} did not throw.`);
}

/** Converts a value as JSON does, so that times become strings. */
const onTheWire = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value));

describe.each(operations)('$name', (operation) => {
  test.each(codesOf(operation))('ends with %s on REST, tRPC and the SDK alike', async (code) => {
    const failure = exampleFailure(code);
    const { message: detail, facts, kind } = failure;
    const status = getHTTPStatusCodeFromError(new TRPCError({ code: kind }));
    await failing.during(failure, async () => {
      const [rest, trpc] = await Promise.all(
        surfaces.map((surface) => ask(server.url, surface, operation, inputFor(operation), headers)),
      );
      const title = expect.stringMatching(/^[A-Z][a-z- ]+$/);
      const type = `urn:cartwright:problem:${code}`;
      const common = { ...onTheWire(facts), code, requestId };
      expect(rest).toMatchObject({ status, failure: { ...common, type, title, detail, status } });
      expect(Object.keys(rest?.failure ?? {}).sort()).toEqual(
        ['type', 'title', 'status', 'detail', ...Object.keys(common)].sort(),
      );
      expect(rest?.headers.get('content-type')).toBe('application/problem+json');

      expect(trpc?.status).toBe(status);
      expect(trpc?.failure).toEqual({ ...common, trpcCode: kind, httpStatus: status });
      if (operation.kind !== 'subscription') {
        for (const name of ['retry-after', 'www-authenticate', 'ratelimit', 'ratelimit-policy'])
          expect([name, trpc?.headers.get(name)]).toEqual([name, rest?.headers.get(name)]);
      }

      const { message, ...thrown } = await thrownBy(operation);
      expect(message).toBe(detail);
      const isDownload = operation.meta.streams !== undefined;
      expect(thrown).toMatchObject({ code, status, requestId, facts: isDownload ? onTheWire(facts) : facts });
    });
  });
});

test('a fact cannot overwrite a member that every error has', async () => {
  const own = { type: 'x', title: 'x', status: 'confirmed', detail: 'x', code: 'x', requestId: 'x' };
  const facts = { ...own, trpcCode: 'x', httpStatus: 'x' };
  const failure = new Failure('INVALID_TRANSITION', 'CONFLICT', 'The order is confirmed.', facts);
  const operation = operations.find(({ name }) => name === 'admin.orders.setStatus')!;
  await failing.during(failure, async () => {
    for (const surface of surfaces) {
      const answer = await ask(server.url, surface, operation, { ...inputFor(operation) }, headers);
      const status = surface === 'rest' ? { status: 409 } : { httpStatus: 409, trpcCode: 'CONFLICT' };
      expect(answer).toMatchObject({ status: 409, failure: { code: 'INVALID_TRANSITION', requestId, ...status } });
    }
  });
});

test('every failure of the shop is declared by a procedure, or comes before one is found', () => {
  const declared = new Set(operations.flatMap(codesOf));
  expect(Object.keys(makers).filter((code) => !declared.has(code))).toEqual(['METHOD_NOT_ALLOWED']);
});
