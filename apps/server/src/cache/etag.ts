import { createHash } from 'node:crypto';
import type { Coding } from '../compression/negotiate.ts';

/** A strong ETag for a body. */
export function etagOf(body: Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** The ETag of a body in a coding. Each coding has its own, because a strong ETag stands for the same bytes. */
export function codedEtag(etag: string, coding: Coding | undefined): string {
  return coding === undefined ? etag : `${etag.slice(0, -1)}.${coding}"`;
}

/** Tells whether a client that sends this `If-None-Match` has the response with this ETag already. */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return heldEtag(ifNoneMatch, etag) !== undefined;
}

/**
 * The ETag in `If-None-Match` that matches a response: `etag` itself, or that of a coding. Weak ETags match too,
 * because a proxy that compresses a response marks its ETag as weak.
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
