import { z } from 'zod';
import { defineFailures, failure } from '../kernel/failures.ts';

export const shortLine = z.object({
  variantId: z.string(),
  productId: z.string(),
  name: z.string(),
  sku: z.string(),
  requested: z.number().int(),
  available: z.number().int(),
});

export const productFailures = defineFailures({
  SLUG_TAKEN: failure(
    'CONFLICT',
    ({ slug }: { slug: string }) => `Another product has the slug ${slug}. Choose one of its own.`,
    {
      slug: z.string(),
    },
  ),
  SKU_TAKEN: failure(
    'CONFLICT',
    ({ sku }: { sku: string }) => `Another variant has the SKU ${sku}. Choose one of its own.`,
    {
      sku: z.string(),
    },
  ),
  IMPORT_RUNNING: failure('CONFLICT', 'Another import is being written. Send this one again when that one is done.'),
  IMPORT_OVERTAKEN: failure(
    'CONFLICT',
    'The catalogue kept changing while the file was compared with it, and nothing was imported. Send it again.',
  ),
  STALE_VERSION: failure(
    'CONFLICT',
    ({ version }: { version: number }) =>
      `Somebody has changed this since you read it. Read it again and decide anew; it is at version ${version} now.`,
    { version: z.number().int().describe('The current one') },
  ),
  STOCK_RESERVED: failure(
    'CONFLICT',
    ({ reserved }: { onHand: number; reserved: number }) =>
      `Orders hold ${reserved} of these pieces, and no less than that can be on hand.`,
    { onHand: z.number().int(), reserved: z.number().int() },
  ),
  UNSUPPORTED_IMAGE: failure('UNSUPPORTED_MEDIA_TYPE', ({ reason }: { reason: string }) => reason, {
    reason: z.string(),
  }),
  PRODUCT_UNAVAILABLE: failure('CONFLICT', 'This product is not on sale. Take it out of the order.', {
    variantIds: z.array(z.string()),
  }),
  INSUFFICIENT_STOCK: failure('CONFLICT', 'There is less in stock than was asked for; `lines` says what there is.', {
    available: z.number().int().describe('Of the first line that is short'),
    lines: z.array(shortLine),
  }),
});

export type ShortLine = z.output<typeof shortLine>;
