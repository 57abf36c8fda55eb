import type { Context, SessionMode } from '@cartwright/kernel/context';
import { authFailures } from './errors.ts';

declare const admitted: unique symbol;

/** A mode that the client can use. Only `admitMode` makes one, so no session begins without the check. */
export type AdmittedMode = SessionMode & { readonly [admitted]: true };

/**
 * Checks that the client can keep the session that it asks for, before the call uses anything up.
 *
 * @throws COOKIE_UNAVAILABLE the browser would drop the cookie, and the session with it
 */
export function admitMode({ request }: Pick<Context, 'request'>, mode: SessionMode): AdmittedMode {
  if (mode === 'cookie' && request.dropsCookies) throw authFailures.COOKIE_UNAVAILABLE({});
  return asAdmitted(mode);
}

/** Casts a mode that was just checked. */
function asAdmitted(mode: SessionMode): AdmittedMode {
  return mode as AdmittedMode;
}
