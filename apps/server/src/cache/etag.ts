import { createHash } from 'node:crypto';
import type { Coding } from '../compression/negotiate.ts';

/** A strong ETag for a body. */
export function etagOf(body: Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** The ETag of a body in a coding. Strong ETags stand for the same bytes, so that each coding has its own. */
export function codedEtag(etag: string, coding: Coding | undefined): string {
  return coding === undefined ? etag : `${etag.slice(0, -1)}.${coding}"`;
}

/** Whether a client that sends this `If-None-Match` holds the answer with this ETag already. */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return heldEtag(ifNoneMatch, etag) !== undefined;
}

/**
 * The form of an answer that a client holds already, by its `If-None-Match`: `etag` itself, or that of a coding. A proxy
 * that has compressed the answer marks its ETag as weak.
 */
export function heldEtag(ifNoneMatch: string | undefined, etag: string): string | undefined {
  if (ifNoneMatch === undefined) return undefined;
  const forms = [etag, codedEtag(etag, 'br'), codedEtag(etag, 'gzip')];
  for (const item of ifNoneMatch.split(',')) {
    const given = item.trim();
    if (given === '*') return etag;
    const strong = given.startsWith('W/') ? given.slice(2) : given;
    if (forms.includes(strong)) return strong;
  }
  return undefined;
}
