import { codedEtag, heldEtag } from '../cache/etag.ts';
import type { AppContext } from '../request.ts';
import { codingOf, compress, compressOnce } from './compress.ts';
import { codingFor } from './negotiate.ts';

/** A body that is sent many times. */
export interface Keepable {
  readonly body: Uint8Array;
  readonly contentType: string;
  /** The ETag of the plain body. Each coding derives its own from it. */
  readonly etag: string;
}

interface Asked {
  readonly acceptEncoding: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Responds with a kept body in the client's preferred coding, or with 304 if the client has any form of it. */
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

/** The types of text. Images are compressed already. */
const texts = /^(application\/(json|problem\+json)|text\/(plain|html|css|javascript)) *(;|$)/i;

/**
 * Compresses the response to a read if the client accepts it. Skips compressed responses and streams. Only for reads,
 * because the length of a compressed response reveals a secret, such as a token, to an attacker with control over a
 * text beside it (BREACH).
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

/** A kept response was already sent in its client's coding. */
function isNegotiated(headers: Headers): boolean {
  return /accept-encoding/i.test(headers.get('vary') ?? '');
}

/** Casts bytes to a body, because the caller's own copy of the types disagrees with it. */
function asBody(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
