import type { Issues } from '@cartwright/kernel/csv/issues';

/** Whether two sets of options or attributes are equal in any order. */
export function sameLabels(a: unknown, b: unknown): boolean {
  const sorted = (labels: unknown) =>
    JSON.stringify(Object.entries(labels as object).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

export function addTaken(issues: Issues, line: number): void {
  issues.add(line, 'sku', 'SKU_TAKEN', 'Choose another SKU. A variant of another product has this one.');
}

export function addStale(issues: Issues, line: number, column: 'version' | 'variantVersion', version: number): void {
  const message = `This was changed since the export and is at version ${version} now. Export it again, or leave this cell empty to overwrite it.`;
  issues.add(line, column, 'STALE_VERSION', message);
}
