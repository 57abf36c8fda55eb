import { imageUrl } from '@cartwright/kernel/image-url';
import type { Shop } from '@cartwright/kernel/shop';
import { z } from 'zod';
import type { Adjustment } from '../../pricing/index.ts';
import type { OrderItem } from '../schema.ts';

/** The facts of a line, from its row or from a variant that is being ordered. */
export interface ItemFacts {
  readonly position: number;
  readonly variantId: string;
  readonly productId: string;
  readonly name: string;
  readonly sku: string;
  readonly options: unknown;
  readonly imageKey: string | null;
  readonly unitPrice: number;
  readonly quantity: number;
}

const storedOptions = z.record(z.string(), z.string());

/** Builds an item for callers, with the discount and the tax that its adjustments add up to. */
export function toItem(shop: Shop, line: ItemFacts, adjustments: readonly Adjustment[]): OrderItem {
  const { position, variantId, productId, name, sku, imageKey, unitPrice, quantity } = line;
  const own = adjustments.filter((one) => one.line === position);
  const sumOf = (kind: Adjustment['kind']) =>
    own.reduce((sum, one) => (one.kind === kind ? sum + Math.abs(one.amount) : sum), 0);
  return {
    variantId,
    productId,
    name,
    sku,
    options: storedOptions.parse(line.options),
    imageUrl: imageKey === null ? null : imageUrl(shop, imageKey),
    unitPrice,
    quantity,
    lineTotal: unitPrice * quantity,
    discount: sumOf('discount'),
    tax: sumOf('tax'),
  };
}
