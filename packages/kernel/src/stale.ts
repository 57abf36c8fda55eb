import { kernelFailures } from './failures.ts';

/**
 * Refuses an edit that is based on an older version than the current one.
 *
 * @param version the version that the edit is based on; undefined accepts every version
 * @throws STALE_VERSION
 */
export function refuseStale(current: { readonly version: number }, version: number | undefined): void {
  if (version === undefined || version === current.version) return;
  throw kernelFailures.STALE_VERSION({ version: current.version });
}
