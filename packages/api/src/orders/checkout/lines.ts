import { type Failure, kernelFailures } from '@cartwright/kernel/failures';
import { maxQuantity } from '@cartwright/kernel/fields';
import type { Purchasable, Wanted } from '../../products/index.ts';
import type { DraftLine } from './draft.ts';

export interface WantedLine extends Wanted {
  readonly quantity: number;
}

/**
 * Joins the wanted lines with the variants that were found for them. Lines for one variant are summed, even if they
 * name it by different ids, so that together they respect its stock and the limit of a line.
 *
 * @param found the variant of each wanted line, in the same order
 * @returns the lines, and the ids that match no variant; VALIDATION if the lines of one variant exceed the limit
 */
export function resolveLines(
  wanted: readonly WantedLine[],
  found: readonly (Purchasable | undefined)[],
): { lines: DraftLine[]; unknown: string[] } | Failure {
  const lines = new Map<string, DraftLine>();
  const unknown: string[] = [];
  for (const [index, { variantId, productId, quantity }] of wanted.entries()) {
    const variant = found[index];
    if (!variant) {
      unknown.push(variantId ?? productId ?? '');
      continue;
    }
    const sum = (lines.get(variant.variantId)?.quantity ?? 0) + quantity;
    if (sum > maxQuantity) {
      const message = `An order holds at most ${maxQuantity} of one item. Order fewer.`;
      return kernelFailures.VALIDATION({ issues: [{ path: `items.${index}.quantity`, message, code: 'too_big' }] });
    }
    lines.set(variant.variantId, { variant, quantity: sum });
  }
  return { lines: [...lines.values()], unknown };
}
