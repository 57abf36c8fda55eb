import { Failure, kernelFailures } from '@cartwright/kernel/failures';
import type { AppContext } from './request.ts';

export const maxJsonBytes = 64 * 1_024;
export const maxDepth = 32;
/** The most values in one JSON text. The largest input of a procedure has some hundreds. */
export const maxValues = 5_000;
/** The most parameters in one query. */
export const maxParameters = 200;

/**
 * Reads the request's body as text that is safe to parse.
 *
 * @throws TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
export async function readJsonText(c: AppContext): Promise<string> {
  const text = await readText(c);
  if (text !== '' && !/^application\/json *(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw kernelFailures.UNSUPPORTED_MEDIA_TYPE({ accepted: ['application/json'] });
  }
  refuseHostile(text);
  return text;
}

/** @throws MALFORMED_REQUEST */
export function parseJson(text: string, from: 'body' | 'input' = 'body'): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw kernelFailures.MALFORMED_REQUEST({ reason: `The ${from} is not valid JSON.` });
  }
}

/** @throws MALFORMED_REQUEST an address that holds a NUL, bytes that are no UTF-8, or too many parameters */
export function refuseHostileAddress(url: string): void {
  if (url.split('&', maxParameters + 1).length > maxParameters) {
    throw kernelFailures.MALFORMED_REQUEST({ reason: `An address has at most ${maxParameters} parameters.` });
  }
  if (!url.includes('%')) return;
  if (url.includes('%00')) throw nul();
  try {
    // A lone percent sign is common and harmless.
    decodeURIComponent(url.replaceAll(/%(?![\da-f]{2})/gi, ''));
  } catch {
    throw kernelFailures.MALFORMED_REQUEST({ reason: 'The address is not valid UTF-8.' });
  }
}

function nul() {
  return kernelFailures.MALFORMED_REQUEST({ reason: 'NUL characters cannot be stored.' });
}

/**
 * @throws MALFORMED_REQUEST the text is nested too deeply, has too many values, or has a NUL, which no database stores
 */
export function refuseHostile(text: string): void {
  // `\\u0000` is a backslash and five letters, and harmless.
  if (text.includes('\0') || /(?<!\\)(\\\\)*\\u0000/.test(text)) throw nul();
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (inString) {
      if (char === '\\') index += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > maxDepth) throw kernelFailures.MALFORMED_REQUEST({ reason: 'The body is nested too deeply.' });
    } else if (char === '}' || char === ']') depth -= 1;
    else if (char === ',') {
      values += 1;
      if (values > maxValues) throw kernelFailures.MALFORMED_REQUEST({ reason: 'The body holds too many values.' });
    }
  }
}

async function readText(c: AppContext): Promise<string> {
  const bytes = await readLimited(c, maxJsonBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw kernelFailures.MALFORMED_REQUEST({ reason: 'The body is not valid UTF-8.' });
  }
}

/**
 * Reads the request's body. Stops as soon as it exceeds `most` bytes.
 *
 * @param limit the limit for the failure, which is less than `most` if the limited part has something around it
 * @throws TOO_LARGE, MALFORMED_REQUEST the connection closed before the body was complete
 */
export async function readLimited(c: AppContext, most: number, limit = most): Promise<Buffer> {
  const announced = c.req.header('content-length');
  if (Number(announced ?? 0) > most) throw kernelFailures.TOO_LARGE({ limit });
  try {
    // The connection gives at most the announced length, and reading it at once costs much less than a stream.
    return announced === undefined ? await collect(c, most, limit) : Buffer.from(await c.req.raw.arrayBuffer());
  } catch (error) {
    // The client does not see this failure. It tells the reader of the log that the client closed the connection.
    throw error instanceof Failure
      ? error
      : kernelFailures.MALFORMED_REQUEST({ reason: 'The connection closed before the body was complete.' });
  }
}

async function collect(c: AppContext, most: number, limit: number): Promise<Buffer> {
  const { body } = c.req.raw;
  if (!body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Node's streams are iterable, but they are declared with the web's types, which are not.
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) throw kernelFailures.TOO_LARGE({ limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
