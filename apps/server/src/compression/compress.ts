import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Coding, codingFor } from './negotiate.ts';

/** Smaller bodies are sent plain, because compression saves no packet. */
export const smallestCompressed = 1_400;

const compressors: Record<Coding, (body: Uint8Array) => Promise<Uint8Array>> = {
  // Above this quality, time grows faster than the savings.
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength },
    }),
  gzip: (body) => promisify(gzip)(body),
};

/** Chooses the coding for this body and client; undefined if the body is sent plain. */
export function codingOf(body: Uint8Array, acceptEncoding: string | undefined): Coding | undefined {
  return body.byteLength < smallestCompressed ? undefined : codingFor(acceptEncoding);
}

/** Compresses a body that is sent once, off the main thread. */
export function compress(body: Uint8Array, coding: Coding): Promise<Uint8Array> {
  return compressors[coding](body);
}

interface Forms {
  readonly made: Partial<Record<Coding, Uint8Array>>;
  readonly making: Partial<Record<Coding, Promise<Uint8Array>>>;
}

const forms = new WeakMap<Uint8Array, Forms>();

/** Compresses a body that is sent many times. Each coding is made once and kept as long as the body. */
export async function compressOnce(body: Uint8Array, coding: Coding): Promise<Uint8Array> {
  const { made, making } = formsOf(body);
  const ready = made[coding];
  if (ready) return ready;
  const bytes = await (making[coding] ??= compress(body, coding).finally(() => delete making[coding]));
  made[coding] = bytes;
  return bytes;
}

/** Returns the form that `compressOnce` has made already. */
export function compressedBefore(body: Uint8Array, coding: Coding): Uint8Array | undefined {
  return forms.get(body)?.made[coding];
}

function formsOf(body: Uint8Array): Forms {
  const known = forms.get(body) ?? { made: {}, making: {} };
  forms.set(body, known);
  return known;
}
