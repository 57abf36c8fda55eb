import { z } from 'zod';
import { currency, id, minorUnits, quantity, timestamp, variantOrProduct } from '../kernel/fields.ts';
import { oneOf } from '../kernel/one-of.ts';

export const addItemInput = oneOf(
  { quantity: quantity.default(1) },
  variantOrProduct.choices,
  variantOrProduct.complaint,
);

export const updateItemInput = z.strictObject({
  variantId: id,
  quantity: z.number().int().min(0).max(99).describe('0 takes it out'),
});

export const removeItemInput = z.strictObject({ variantId: id });

export const cartItem = z
  .object({
    variantId: id,
    productId: id,
    name: z.string(),
    sku: z.string(),
    options: z.record(z.string(), z.string()),
    imageUrl: z.string().nullable(),
    quantity: z.number().int(),
    unitPrice: minorUnits.describe('The price now'),
    priceAtAdd: minorUnits.describe('The price that was shown when it was added'),
    lineTotal: z.number().int().min(0).describe('Minor units'),
    available: z.number().int(),
  })
  .meta({ id: 'CartItem' });

export const cartIssue = z
  .object({
    code: z.enum(['PRICE_CHANGED', 'SHORT_STOCK', 'UNAVAILABLE']),
    variantId: id,
    message: z.string(),
  })
  .meta({ id: 'CartIssue' });

export const cart = z
  .object({
    id: id.nullable().describe('Null while nothing was ever added'),
    items: z.array(cartItem),
    subtotal: z.number().int().min(0).describe('Minor units'),
    currency,
    count: z.number().int().describe('Pieces in all'),
    issues: z.array(cartIssue).describe('What stands in the way of ordering this'),
    expiresAt: timestamp.nullable(),
    token: z.string().optional().describe("A guest's new cart: send it as `X-Cart-Token` from now on"),
    tokenShown: z
      .literal(false)
      .optional()
      .describe('Only in a replay: the `token` of the new cart stood in the first answer, and is not shown again'),
  })
  .meta({ id: 'Cart' });

/** What became of a guest's cart when its owner signed in. */
export const cartMerge = z
  .object({
    items: z.array(
      z.object({
        variantId: id,
        name: z.string(),
        requested: z.number().int().describe("What the guest's cart held"),
        quantity: z.number().int().describe('What the cart holds now'),
        outcome: z
          .enum(['added', 'kept', 'clamped', 'dropped'])
          .describe(
            '`kept`: the account had as many or more; `clamped`: less is in stock; `dropped`: none could be taken',
          ),
      }),
    ),
  })
  .meta({ id: 'CartMerge' });

export type CartMerge = z.output<typeof cartMerge>;
export type UpdateItemInput = z.output<typeof updateItemInput>;
export type AddItemInput = z.output<typeof addItemInput>;
export type Cart = z.output<typeof cart>;
export type CartItem = z.output<typeof cartItem>;
export type CartIssue = z.output<typeof cartIssue>;
