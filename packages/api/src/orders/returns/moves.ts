import { orderFailures } from '../errors.ts';
import type { ReturnStatus } from './view.ts';

/** Every move that a return can make. Only admins move returns. A move that is missing here is not allowed. */
// biome-ignore format: a table
export const returnMoves: readonly { readonly from: ReturnStatus; readonly to: ReturnStatus }[] = [
  { from: 'requested', to: 'approved' },
  { from: 'requested', to: 'rejected' },
  { from: 'approved',  to: 'rejected' },
  { from: 'approved',  to: 'received' },
  { from: 'approved',  to: 'closed' },
  { from: 'received',  to: 'received' },
  { from: 'received',  to: 'closed' },
];

/** The statuses in which goods may still arrive. */
export const openStatuses: readonly ReturnStatus[] = ['requested', 'approved', 'received'];

/** The statuses to which a return may move next. */
export function nextStatuses(from: ReturnStatus): ReturnStatus[] {
  return returnMoves.filter((move) => move.from === from).map(({ to }) => to);
}

/** @throws INVALID_TRANSITION the table has no such row */
export function requireReturnMove(from: ReturnStatus, to: ReturnStatus): void {
  const allowed = nextStatuses(from);
  if (!allowed.includes(to)) throw orderFailures.INVALID_TRANSITION({ from, to, allowed });
}
