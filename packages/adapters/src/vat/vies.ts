import type { VatAnswer, VatNumbers } from '@cartwright/kernel/ports';
import { z } from 'zod';

export interface ViesOptions {
  /** The address of the REST API, without a slash at its end. */
  readonly url: string;
  /** The longest time for one question, in milliseconds. */
  readonly timeoutMilliseconds?: number;
}

/** An answer of VIES has about 1 kB. */
const mostBytes = 64 * 1024;

const reply = z.union([
  z.object({ valid: z.boolean() }),
  z.object({ errorWrappers: z.array(z.object({ error: z.string().max(100) })).min(1) }),
]);

/**
 * Asks VIES, the VAT register of the European Commission, over its REST API. VIES answers 200 also when the register of
 * a member state is down, with an error in the body.
 *
 * @example
 * const vies = createVies({ url: 'https://ec.europa.eu/taxation_customs/vies/rest-api' });
 * await vies.check('DE123456789'); // { status: 'invalid' }
 */
export function createVies({ url, timeoutMilliseconds = 5_000 }: ViesOptions): VatNumbers {
  return {
    async check(number) {
      try {
        const response = await fetch(`${url}/check-vat-number`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ countryCode: number.slice(0, 2), vatNumber: number.slice(2) }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMilliseconds),
        });
        return readAnswer(await boundedText(response), response.status);
      } catch (error) {
        return { status: 'unavailable', reason: error instanceof Error ? error.name : 'unknown' };
      }
    },
  };
}

function readAnswer(text: string, status: number): VatAnswer {
  const parsed = reply.safeParse(parseJson(text));
  if (!parsed.success) return { status: 'unavailable', reason: `unexpected answer with status ${status}` };
  if ('valid' in parsed.data) return { status: parsed.data.valid ? 'valid' : 'invalid' };
  const reason = parsed.data.errorWrappers[0]?.error ?? 'unknown';
  return reason === 'INVALID_INPUT' ? { status: 'invalid' } : { status: 'unavailable', reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws {RangeError} the body is larger than any answer of VIES */
async function boundedText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new RangeError('The answer is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
