import type { z } from 'zod';
import { defined } from './defined.ts';
import { issuesOf } from './failure-of.ts';
import { kernelFailures } from './failures.ts';

/**
 * Applies changes to a stored thing and checks the result by the rules of a new one.
 *
 * @throws VALIDATION the changed thing contradicts itself
 * @example
 * const changed = parseChanged(taxRateInput, before, { name: 'VAT 20 %', region: undefined });
 */
export function parseChanged<Schema extends z.ZodType>(
  schema: Schema,
  before: object,
  changes: Record<string, unknown>,
): z.output<Schema> {
  const parsed = schema.safeParse({ ...before, ...defined(changes) });
  if (parsed.success) return parsed.data;
  throw kernelFailures.VALIDATION({ issues: issuesOf(parsed.error) });
}
