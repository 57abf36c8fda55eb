import type { Caller, RequestFacts } from './context.ts';
import { kernelFailures } from './failures.ts';
import type { Meta } from './procedures.ts';

/**
 * Decides alone whether a caller may call a procedure. A key reaches the procedures of its scopes, and those that
 * ignore credentials.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, SCOPE_MISSING
 */
export function admit(
  caller: Caller | null,
  { access, scope }: Pick<Meta, 'access' | 'scope'>,
  { orderToken }: Pick<RequestFacts, 'orderToken'> = {},
): void {
  if (caller?.key) {
    if (scope === 'none') throw kernelFailures.FORBIDDEN({ reason: 'key' });
    if (!caller.key.scopes.includes(scope)) throw kernelFailures.SCOPE_MISSING({ scope });
  }
  if (access === 'public' || access === 'guest') return;
  if (access === 'owner' && orderToken !== undefined) return;
  if (!caller) throw kernelFailures.UNAUTHENTICATED({ reason: 'missing' });
  if (access === 'admin' && caller.user.role !== 'admin') throw kernelFailures.FORBIDDEN({ reason: 'role' });
}
