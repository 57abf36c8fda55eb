import { currency, id, minorUnits, quantity, timestamp, variantOrProduct } from '@cartwright/kernel/fields';
import { oneOf } from '@cartwright/kernel/one-of';
import { z } from 'zod';
import { code, codeReason, promotionCode } from '../pricing/index.ts';
import { maxCodes } from './codes.ts';

export const addItemInput = oneOf(
  { quantity: quantity.default(1) },
  variantOrProduct.choices,
  variantOrProduct.complaint,
);

export const updateItemInput = z.strictObject({
  variantId: id,
  quantity: z.number().int().min(0).max(99).describe('0 removes the item'),
});

export const removeItemInput = z.strictObject({ variantId: id });

export const codeInput = z.strictObject({ code: code.describe('A code, in upper or lower case') });

export const cartItem = z
  .object({
    variantId: id,
    productId: id,
    name: z.string(),
    sku: z.string(),
    options: z.record(z.string(), z.string()),
    imageUrl: z.string().nullable(),
    quantity: z.number().int(),
    unitPrice: minorUnits.describe('The current price'),
    priceAtAdd: minorUnits.describe('The price when the item was added'),
    lineTotal: z.number().int().min(0).describe('Minor units'),
    available: z.number().int(),
  })
  .meta({ id: 'CartItem' });

export const cartIssue = z
  .object({
    code: z.enum(['PRICE_CHANGED', 'SHORT_STOCK', 'UNAVAILABLE', 'PROMOTION_NOT_APPLICABLE']),
    variantId: id.optional().describe('The item, unless the issue is about a code'),
    promotionCode: promotionCode.optional(),
    reason: codeReason.optional(),
    message: z.string(),
  })
  .meta({ id: 'CartIssue' });

export const cartDiscount = z
  .object({
    label: z.string().describe('The name of the promotion, or its code'),
    code: z.string().optional().describe('The code that brought the promotion in'),
    amount: z.number().int().min(0).describe('Minor units'),
  })
  .meta({ id: 'CartDiscount' });

/** The most discounts of a cart: each takes something off one of its lines. */
const maxDiscounts = 1_000;

export const cart = z
  .object({
    id: id.nullable().describe('Null until the first item is added'),
    items: z.array(cartItem),
    codes: z
      .array(z.string())
      .max(maxCodes)
      .describe('The codes that were entered. Those that do not apply are among the issues'),
    discounts: z
      .array(cartDiscount)
      .max(maxDiscounts)
      .describe('The promotions that take something off, those without a code included'),
    subtotal: z.number().int().min(0).describe('The sum of all items in minor units, before discounts'),
    discount: z.number().int().min(0).describe('The sum of all discounts'),
    total: z.number().int().min(0).describe('`subtotal` − `discount`, before shipping and tax'),
    currency,
    count: z.number().int().describe('The sum of all quantities'),
    issues: z.array(cartIssue).describe('The reasons for which this cart cannot be ordered as it is'),
    expiresAt: timestamp.nullable(),
    token: z.string().optional().describe("The token of a guest's new cart, for `X-Cart-Token` from now on"),
    tokenShown: z
      .literal(false)
      .optional()
      .describe('Only in a replay, which does not show the `token` of the first answer again'),
  })
  .meta({ id: 'Cart' });

/** The outcome of a guest's cart after a login. */
export const cartMerge = z
  .object({
    items: z.array(
      z.object({
        variantId: id,
        name: z.string(),
        requested: z.number().int().describe("The quantity in the guest's cart"),
        quantity: z.number().int().describe('The quantity in the cart now'),
        outcome: z
          .enum(['added', 'kept', 'clamped', 'dropped'])
          .describe(
            '`added`: the quantity was added. `kept`: the cart of the account had as many or more. `clamped`: the stock is lower. `dropped`: the item is unavailable',
          ),
      }),
    ),
  })
  .meta({ id: 'CartMerge' });

export type CartMerge = z.output<typeof cartMerge>;
export type CodeInput = z.output<typeof codeInput>;
export type UpdateItemInput = z.output<typeof updateItemInput>;
export type AddItemInput = z.output<typeof addItemInput>;
export type Cart = z.output<typeof cart>;
export type CartItem = z.output<typeof cartItem>;
export type CartIssue = z.output<typeof cartIssue>;
