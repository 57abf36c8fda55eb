import { Failure, kernelFailures } from '../kernel/failures.ts';
import { maxQuantity } from '../kernel/fields.ts';
import { type Purchasable, productFailures } from '../products/index.ts';

export const maxPieces = maxQuantity;
export const maxLines = 100;

/** @throws VALIDATION, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK */
export function refuseQuantity(variant: Purchasable, quantity: number): void {
  const { variantId, productId, name, sku, available } = variant;
  if (!variant.isOnSale) throw productFailures.PRODUCT_UNAVAILABLE({ variantIds: [variantId] });
  if (quantity > maxPieces)
    throw overLimit('quantity', `A cart holds at most ${maxPieces} of one item. Choose a smaller quantity.`);
  if (quantity > available) {
    const line = { variantId, productId, name, sku, requested: quantity, available };
    throw productFailures.INSUFFICIENT_STOCK({ available, lines: [line] });
  }
}

/** @throws VALIDATION */
export function refuseLines(count: number): void {
  if (count > maxLines)
    throw overLimit('variantId', `A cart holds at most ${maxLines} different items. Remove one first.`);
}

function overLimit(path: string, message: string): Failure {
  return kernelFailures.VALIDATION({ issues: [{ path, message, code: 'too_big' }] });
}
