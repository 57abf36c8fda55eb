/**
 * Marks promises that a test awaits only after something else has happened. Until then a rejection of one of them would
 * count as unhandled and fail the whole run.
 *
 * @returns what it was given: awaiting it still throws
 * @example
 * const placing = inFlight(caller.orders.place(input));
 * await blocked(db, 1);
 * await expect(placing).rejects.toMatchObject({ code: 'NOT_FOUND' });
 */
export function inFlight<Promises extends PromiseLike<unknown> | readonly PromiseLike<unknown>[]>(
  promises: Promises,
): Promises {
  for (const promise of [promises].flat()) promise.then(undefined, () => {});
  return promises;
}
