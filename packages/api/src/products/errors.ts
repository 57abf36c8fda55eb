import { defineFailures, failure } from '@cartwright/kernel/failures';
import { z } from 'zod';

export const shortLine = z.object({
  variantId: z.string(),
  productId: z.string(),
  name: z.string(),
  sku: z.string(),
  requested: z.number().int(),
  available: z.number().int(),
});

export const productFailures = defineFailures({
  SLUG_TAKEN: failure('CONFLICT', ({ slug }: { slug: string }) => `The slug ${slug} is taken. Choose another one.`, {
    slug: z.string(),
  }),
  SKU_TAKEN: failure('CONFLICT', ({ sku }: { sku: string }) => `The SKU ${sku} is taken. Choose another one.`, {
    sku: z.string(),
  }),
  IMPORT_RUNNING: failure('CONFLICT', 'Another import is running. Send this one again when it is done.'),
  IMPORT_OVERTAKEN: failure(
    'CONFLICT',
    'The catalogue changed during the import, so nothing was imported. Send the file again.',
  ),
  STOCK_RESERVED: failure(
    'CONFLICT',
    ({ reserved }: { onHand: number; reserved: number }) =>
      `Orders reserve ${reserved} of these. Keep at least that many on hand, or ship or cancel orders first.`,
    { onHand: z.number().int(), reserved: z.number().int() },
  ),
  UNSUPPORTED_IMAGE: failure('UNSUPPORTED_MEDIA_TYPE', ({ reason }: { reason: string }) => reason, {
    reason: z.string(),
  }),
  PRODUCT_UNAVAILABLE: failure(
    'CONFLICT',
    ({ variantIds }: { variantIds: string[] }) =>
      variantIds.length > 1
        ? 'Some of these products are not on sale. Continue without them.'
        : 'This product is not on sale. Continue without it.',
    { variantIds: z.array(z.string()) },
  ),
  INSUFFICIENT_STOCK: failure('CONFLICT', tellShortStock, {
    available: z.number().int().describe('The available quantity of the first line that is short'),
    lines: z.array(shortLine),
  }),
});

export type ShortLine = z.output<typeof shortLine>;

function tellShortStock({ lines: [first, ...others] }: { lines: ShortLine[] }): string {
  const { name = 'An item', available = 0 } = first ?? {};
  const left = available > 0 ? `Only ${available} of ${name} can be ordered` : `${name} is sold out`;
  if (others.length > 0) return `${left}, and ${others.length} more in \`lines\` are short. Choose smaller quantities.`;
  return `${left}. ${available > 0 ? 'Choose a smaller quantity.' : 'Continue without it.'}`;
}
