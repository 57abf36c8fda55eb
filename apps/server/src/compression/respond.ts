import { codedEtag, heldEtag } from '../cache/etag.ts';
import type { AppContext } from '../request.ts';
import { codingOf, compress, compressOnce } from './compress.ts';
import { codingFor } from './negotiate.ts';

/** A body that is sent many times. */
export interface Keepable {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** Of the plain body. Each coding has its own, made of it. */
  readonly etag: string;
}

interface Asked {
  readonly acceptEncoding: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Answers with a kept body in the coding that the client likes best, or 304 where it holds any form of it. */
export async function respondWithKept(
  { body, contentType, etag }: Keepable,
  { acceptEncoding, ifNoneMatch }: Asked,
  given: Readonly<Record<string, string>>,
): Promise<Response> {
  const held = heldEtag(ifNoneMatch, etag);
  const vary = given['vary'] === undefined ? 'accept-encoding' : `${given['vary']}, accept-encoding`;
  if (held !== undefined) return new Response(null, { status: 304, headers: { ...given, vary, etag: held } });
  const coding = codingOf(body, acceptEncoding);
  const headers = {
    ...given,
    vary,
    etag: codedEtag(etag, coding),
    'content-type': contentType,
    ...(coding && { 'content-encoding': coding }),
  };
  return new Response(asBody(coding ? await compressOnce(body, coding) : body), { headers });
}

/** What is text. Images are compressed in themselves. */
const texts = /^(application\/(json|problem\+json)|text\/(plain|html|css|javascript)) *(;|$)/i;

/**
 * An answer to a read, compressed where that is worth it and its client takes it. Left as they are: what is compressed
 * already, and what comes in pieces, which says `no-transform`.
 *
 * Only reads are given to it. What changes something answers with tokens, keys and codes, and the length of a compressed
 * answer tells of a secret in it to whoever chooses a text beside it (BREACH).
 */
export async function compressed(c: AppContext, response: Response): Promise<Response> {
  const { headers, status } = response;
  const isText = texts.test(headers.get('content-type') ?? '');
  const isWhole = c.req.header('trpc-accept') === undefined && !/no-transform/.test(headers.get('cache-control') ?? '');
  if (!isText || !isWhole || isNegotiated(headers)) return response;
  const vary = `${headers.get('vary') ?? 'Origin'}, Accept-Encoding`;
  const acceptEncoding = c.req.header('accept-encoding');
  if (status !== 200 || codingFor(acceptEncoding) === undefined) {
    headers.set('vary', vary);
    return response;
  }
  const body = new Uint8Array(await response.arrayBuffer());
  const coding = codingOf(body, acceptEncoding);
  const own = { ...Object.fromEntries(headers), vary, ...(coding && { 'content-encoding': coding }) };
  return new Response(asBody(coding ? await compress(body, coding) : body), { headers: own });
}

/** What was kept has been answered in the coding of its client. */
function isNegotiated(headers: Headers): boolean {
  return /accept-encoding/i.test(headers.get('vary') ?? '');
}

/** A body of bytes that the caller's own copy of the types takes for something else. */
function asBody(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
