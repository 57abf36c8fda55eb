import { appRouter } from '@cartwright/api';
import { codesOf } from '@cartwright/kernel/codes';
import { operationsOf } from '@cartwright/kernel/operations';
import { expect, test } from 'vitest';
import { type Exception, thrownCodes } from './testing/thrown-codes.ts';

/** Codes that the sources mention but no run can reach, each with its reason. */
const exceptions: (Exception & { because: string })[] = [
  ...['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'UNSUPPORTED_MEDIA_TYPE'].map((code) => ({
    within: 'failureOf',
    code,
    because: 'it names what was thrown elsewhere',
  })),
  { within: 'refundWhatIsLeft', code: 'REFUND_TOO_LARGE', because: 'it asks for what is left' },
  {
    within: 'refundReceived',
    code: 'REFUND_TOO_LARGE',
    because: 'its plan shares out no more than what is left',
  },
  { within: 'createReturn', code: 'WITHDRAWAL_OVER', because: 'the time is over for customers only' },
  { within: 'refundRest', code: 'REFUND_TOO_LARGE', because: 'its plan shares out no more than what is left' },
  { within: 'eraseFrom', code: 'INVALID_TRANSITION', because: 'it moves only orders that may be cancelled' },
  { within: 'eraseFrom', code: 'NOT_FOUND', because: 'it moves and reads orders that it has just found' },
  {
    within: 'replaceAccount',
    code: 'LAST_ADMIN',
    because: 'an admin who is replaced has a successor before the account is erased',
  },
  { within: 'replaceAccount', code: 'EMAIL_TAKEN', because: 'it frees the address under the lock of its row' },
  { within: 'applyEmail', code: 'LAST_ADMIN', because: 'it erases no account of an admin' },
  { within: 'placeOrder', code: 'NOT_FOUND', because: 'a replay reads the order that the first call placed' },
  { within: 'createApiKey', code: 'NOT_FOUND', because: 'a replay reads the key that the first call made' },
  { within: 'createProduct', code: 'NOT_FOUND', because: 'it reads the product that it has just written' },
  { within: 'createPromotion', code: 'NOT_FOUND', because: 'it reads the promotion that it has just written' },
  ...['eraseFrom', 'cancelOrder', 'payOrder', 'confirmPaid'].flatMap((within) =>
    ['NOTHING_TO_SHIP', 'INSUFFICIENT_STOCK'].map((code) => ({
      within,
      code,
      because: 'it moves no order to shipped',
    })),
  ),
  ...['createVariant', 'writeImage', 'removeImage', 'reorderImages'].map((within) => ({
    within,
    code: 'STALE_VERSION',
    because: 'it locks the product without a version to compare',
  })),
];

/** Codes that come from behind a port, where the sources cannot be followed. */
const behindPorts = ['TOO_MANY_STREAMS'];

const operations = operationsOf(appRouter);
const thrown = thrownCodes(exceptions);

test.each(operations)('$name declares every code that its sources throw', (operation) => {
  const declared = codesOf(operation);
  const found = thrown.get(operation.meta.rest);
  const undeclared = [...(found ?? [])].filter(([code]) => !declared.includes(code));
  // The path shows the origin of the code. If no call can take that path, add an exception with the reason.
  expect(undeclared.map(([code, way]) => `${code}: ${way.join(' → ')}`)).toEqual([]);
});

test.each(operations)(
  '$name declares no code that its sources never throw, nor one that follows from how it is called',
  (operation) => {
    const implied = codesOf({ ...operation, meta: { ...operation.meta, failures: [] } });
    const found = thrown.get(operation.meta.rest);
    const { failures = [] } = operation.meta;
    const idle = failures.filter((code) => !found?.has(code) && !behindPorts.includes(code));
    expect([...idle, ...failures.filter((code) => implied.includes(code))]).toEqual([]);
  },
);

test('the sources of every procedure are found, and failures in them', () => {
  expect(operations.filter(({ meta }) => !thrown.has(meta.rest)).map(({ name }) => name)).toEqual([]);
  expect([...(thrown.get('POST /orders/{idOrNumber}/pay')?.keys() ?? [])]).toEqual(
    expect.arrayContaining(['NOT_FOUND', 'INVALID_TRANSITION', 'PAYMENT_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED']),
  );
});
