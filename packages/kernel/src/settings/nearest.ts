/**
 * The probably intended name: one or two typing errors away, fewer for short names.
 *
 * @example
 * nearest('DATABSE_URL', ['DATABASE_URL', 'HOST']); // 'DATABASE_URL'
 */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const most = written.length < 5 ? 0 : written.length < 8 ? 1 : 2;
  const ranked = names
    .map((name) => ({ name, distance: distance(written, name) }))
    .filter((one) => one.distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.name;
}

/** The number of added, missing, replaced or swapped letters. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? Number.POSITIVE_INFINITY;
}
