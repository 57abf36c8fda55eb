export const trpcPrefix = '/trpc';

export const maxBatchSize = 10;

/** The number of calls in an address. A batch lists its calls in the path, separated by commas. */
export function callsIn(path: string): number {
  return path.startsWith(`${trpcPrefix}/`) ? path.split(/,|%2c/i).length : 1;
}
