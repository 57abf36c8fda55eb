import { failureOf } from './failure-of.ts';

/**
 * The failure of a call: its code and facts.
 *
 * @example
 * expect(await refusalOf(bob.caller.orders.get({ idOrNumber }))).toEqual({ code: 'NOT_FOUND' });
 */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; [fact: string]: unknown }> {
  const error = await call.then(
    () => new Error('The call was not refused.'),
    (reason: unknown) => reason,
  );
  const { code, facts } = failureOf(error);
  // An unexpected error is no refusal, so the test fails with it.
  if (code === 'INTERNAL') throw error;
  return { ...facts, code };
}

/** Counts the outcomes of concurrent calls: `{ ok: 20, INSUFFICIENT_STOCK: 40 }`. */
export async function tally(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const codes = await Promise.all(
    calls.map((call) =>
      call.then(
        () => 'ok',
        async () => (await refusalOf(call)).code,
      ),
    ),
  );
  return Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((other) => other === code).length]));
}
