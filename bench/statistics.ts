/** The middle of `values`, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** The range of the rounds, as a share of the median. */
export function spread(values: readonly number[]): number {
  return median(values) === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / median(values);
}

/** The value that the share `share` of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;
}
