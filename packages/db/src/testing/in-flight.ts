/**
 * Marks promises that a test awaits only after other steps. Without the mark, a rejection before that would count as
 * unhandled and fail the whole run.
 *
 * @returns the same promises, which still throw when they are awaited
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
