import type { Reader, Transaction } from '@cartwright/db';
import { kernelFailures } from '../../kernel/failures.ts';
import { maxQuantity } from '../../kernel/fields.ts';
import { findPurchasables, type Purchasable, type Wanted } from '../../products/index.ts';
import type { DraftLine } from './draft.ts';

export interface WantedLine extends Wanted {
  readonly quantity: number;
}

/**
 * Finds the variants of the wanted lines. Lines for one variant are summed, even if they name it by different ids, so
 * that together they respect its stock and the limit of a line.
 *
 * @param known variants that were read before, used if they cover every line
 * @returns the lines, and the ids that match no variant
 * @throws VALIDATION the lines of one variant exceed the limit of a line
 */
export async function resolveLines(
  read: Reader | Transaction,
  wanted: readonly WantedLine[],
  known: readonly Purchasable[] = [],
): Promise<{ lines: DraftLine[]; unknown: string[] }> {
  const byId = new Map(known.map((variant) => [variant.variantId, variant]));
  const found = wanted.every(({ variantId = '' }) => byId.has(variantId))
    ? wanted.map(({ variantId = '' }) => byId.get(variantId))
    : await findPurchasables(read, wanted);
  const lines = new Map<string, DraftLine>();
  const unknown: string[] = [];
  wanted.forEach(({ variantId, productId, quantity }, index) => {
    const variant = found[index];
    if (!variant) {
      unknown.push(variantId ?? productId ?? '');
      return;
    }
    const before = lines.get(variant.variantId)?.quantity ?? 0;
    const sum = before + quantity;
    if (sum > maxQuantity) {
      const message = `An order holds at most ${maxQuantity} of one item. Order fewer.`;
      const issue = { path: `items.${index}.quantity`, message, code: 'too_big' };
      throw kernelFailures.VALIDATION({ issues: [issue] });
    }
    lines.set(variant.variantId, { variant, quantity: sum });
  });
  return { lines: [...lines.values()], unknown };
}
