import type { Context, SessionMode } from '../kernel/context.ts';
import { authFailures } from './errors.ts';

declare const admitted: unique symbol;

/** A mode that the client can use. Only `admitMode` makes one, so no session begins without the check. */
export type AdmittedMode = SessionMode & { readonly [admitted]: true };

/**
 * Checks that the client keeps the session that it asks for, before anything is used up for it.
 *
 * @throws COOKIE_UNAVAILABLE the browser would drop the cookie, and the session with it
 */
export function admitMode({ request }: Pick<Context, 'request'>, mode: SessionMode): AdmittedMode {
  if (mode === 'cookie' && request.dropsCookies) throw authFailures.COOKIE_UNAVAILABLE({});
  return asAdmitted(mode);
}

/** True of a mode that has just been checked. */
function asAdmitted(mode: SessionMode): AdmittedMode {
  return mode as AdmittedMode;
}
