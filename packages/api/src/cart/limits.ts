import { type Failure, kernelFailures } from '@cartwright/kernel/failures';
import { maxQuantity } from '@cartwright/kernel/fields';
import { type Purchasable, productFailures } from '../products/index.ts';
import { maxCodes } from './codes.ts';

export const maxPieces = maxQuantity;
export const maxLines = 100;

/** The reason for which a cart cannot hold so many of a variant: PRODUCT_UNAVAILABLE, VALIDATION, INSUFFICIENT_STOCK. */
export function problemOfQuantity(variant: Purchasable, quantity: number): Failure | undefined {
  const { variantId, productId, name, sku, available } = variant;
  if (!variant.isOnSale) return productFailures.PRODUCT_UNAVAILABLE({ variantIds: [variantId] });
  if (quantity > maxPieces)
    return overLimit('quantity', `A cart holds at most ${maxPieces} of one item. Choose a smaller quantity.`);
  if (quantity <= available) return undefined;
  const line = { variantId, productId, name, sku, requested: quantity, available };
  return productFailures.INSUFFICIENT_STOCK({ available, lines: [line] });
}

/** The reason for which a cart cannot hold so many lines: VALIDATION. */
export function problemOfLines(count: number): Failure | undefined {
  if (count <= maxLines) return undefined;
  return overLimit('variantId', `A cart holds at most ${maxLines} different items. Remove one first.`);
}

/** The reason for which a cart cannot hold so many codes: VALIDATION. */
export function problemOfCodes(count: number): Failure | undefined {
  if (count <= maxCodes) return undefined;
  return overLimit('code', `A cart holds at most ${maxCodes} codes. Remove one first.`);
}

function overLimit(path: string, message: string): Failure {
  return kernelFailures.VALIDATION({ issues: [{ path, message, code: 'too_big' }] });
}
