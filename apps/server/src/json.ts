import { kernelFailures } from '@cartwright/api';
import type { AppContext } from './request.ts';

export const maxJsonBytes = 64 * 1_024;
const maxDepth = 32;

/**
 * The request's body as text that is safe to parse.
 *
 * @throws TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
export async function readJsonText(c: AppContext): Promise<string> {
  const text = await readText(c);
  if (text !== '' && !/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw kernelFailures.UNSUPPORTED_MEDIA_TYPE({});
  }
  refuseHostile(text);
  return text;
}

/** @throws MALFORMED_REQUEST */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw kernelFailures.MALFORMED_REQUEST({ reason: 'The body is not valid JSON.' });
  }
}

/** @throws MALFORMED_REQUEST text that is nested too deeply, or holds characters that no database stores */
export function refuseHostile(text: string): void {
  if (text.includes('\0') || /\\u0000/.test(text)) {
    throw kernelFailures.MALFORMED_REQUEST({ reason: 'NUL characters cannot be stored.' });
  }
  let depth = 0;
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
  }
}

async function readText(c: AppContext): Promise<string> {
  const announced = Number(c.req.header('content-length') ?? 0);
  if (announced > maxJsonBytes) throw kernelFailures.TOO_LARGE({ limit: maxJsonBytes });
  const { body } = c.req.raw;
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxJsonBytes) throw kernelFailures.TOO_LARGE({ limit: maxJsonBytes });
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw kernelFailures.MALFORMED_REQUEST({ reason: 'The body is not valid UTF-8.' });
  }
}
