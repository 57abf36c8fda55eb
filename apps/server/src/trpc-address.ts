export const trpcPrefix = '/trpc';

export const maxBatchSize = 10;

/** How many calls an address asks for: those of a batch stand in its path, separated by commas. */
export function callsIn(path: string): number {
  return path.startsWith(`${trpcPrefix}/`) ? path.split(/,|%2c/i).length : 1;
}
