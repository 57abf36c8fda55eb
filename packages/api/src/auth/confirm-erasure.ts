import type { Context } from '@cartwright/kernel/context';
import { Failure } from '@cartwright/kernel/failures';
import { eraseGuest, guestOrders } from '../orders/index.ts';
import { authFailures } from './errors.ts';
import { issueProof, takeProof, tokenOf } from './proofs.ts';
import { redeemCode } from './redeem-code.ts';
import type { ConfirmErasureInput, GuestData } from './schema.ts';

/**
 * Exports the orders that guests placed with a proven address, or erases the person from them. Each call uses its proof
 * up. An export answers with a new one, for the next page or for the erasure.
 *
 * @throws CODE_INVALID, CODE_LOCKED, CODE_EXPIRED, TOKEN_INVALID, VALIDATION (a foreign cursor)
 */
export async function confirmErasure(ctx: Context, input: ConfirmErasureInput): Promise<GuestData> {
  const { shop } = ctx;
  const { action, email, code, token, cursor } = input;
  const outcome = await shop.db.transact(async (tx) => {
    const proof =
      email !== undefined && code !== undefined
        ? await redeemCode(shop, tx, 'erasure', email, code)
        : (token !== undefined && (await takeProof(shop, tx, 'erasure', token))) ||
          authFailures.TOKEN_INVALID({ wrong: 'link' });
    if (proof instanceof Failure) return proof;
    if (action === 'erase') {
      return { orders: [], nextCursor: null, openOrders: await eraseGuest(shop, tx, proof.emailKey), next: null };
    }
    const page = await guestOrders(shop, tx, proof.emailKey, cursor);
    const next = await issueProof(shop, tx, 'erasure', proof.email);
    return { orders: page.items, nextCursor: page.nextCursor, openOrders: [], next };
  });
  // The throw is outside the transaction, so that a wrong guess stays counted.
  if (outcome instanceof Failure) throw outcome;
  const { next, ...data } = outcome;
  return { ...data, token: next && tokenOf(shop, next), expiresAt: next && next.expiresAt };
}
