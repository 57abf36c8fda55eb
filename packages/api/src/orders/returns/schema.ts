import type { ById } from '@cartwright/kernel/by-id';
import { id, minorUnits, text } from '@cartwright/kernel/fields';
import { pageInput } from '@cartwright/kernel/paging';
import { z } from 'zod';
import { namedOrder, reason } from '../schema.ts';
import { returnKinds, returnReasons, returnStatuses } from './view.ts';

const wantedLine = z.strictObject({
  variantId: id,
  quantity: z.number().int().min(1),
  reason: z.enum(returnReasons).default('other').describe('A withdrawal needs none, and none is stored'),
});

const request = {
  ...namedOrder,
  lines: z.array(wantedLine).min(1).max(100),
  reason: reason.optional().describe('The reason in words'),
  kind: z
    .enum(returnKinds)
    .default('return')
    .describe('`withdrawal` is approved at once, and open until `withdrawalEndsAt` of the order'),
};

export const requestReturnInput = z.strictObject(request);

export const createReturnInput = z.strictObject(request);

const named = { id: id.describe('The id of a return') };

export const namedReturnInput = z.strictObject(named);

export const rejectReturnInput = z.strictObject({
  ...named,
  reason: reason.optional().describe('The customer reads it in the e-mail'),
});

const quantity = z.number().int().min(0).max(1_000_000).default(0);

const receivedLine = z.strictObject({
  variantId: id,
  restock: quantity.describe('The quantity that goes into stock'),
  writeOff: quantity.describe('The quantity that does not, because it cannot be sold again'),
});

export const receiveReturnInput = z
  .strictObject({
    ...named,
    lines: z.array(receivedLine).min(1).max(100).describe('The goods that arrived. The rest can be received later'),
    refund: z
      .boolean()
      .default(false)
      .describe('Whether to refund the price of what arrived. What was refunded before is not refunded again'),
    fee: minorUnits.optional().describe('With `refund`: the part of the price that the store keeps'),
    shipping: z
      .boolean()
      .optional()
      .describe(
        'With `refund`: whether to refund what is left of the shipping. By default the standard shipping goes back with ' +
          'the last goods of a full withdrawal',
      ),
  })
  .superRefine(({ lines, refund, fee, shipping }, context) => {
    lines.forEach(({ restock, writeOff }, index) => {
      if (restock + writeOff > 0) return;
      const message = 'Enter the quantity that goes into stock, or is written off.';
      context.addIssue({ code: 'custom', path: ['lines', index, 'restock'], message });
    });
    for (const [path, value] of Object.entries({ fee, shipping })) {
      if (value === undefined || refund) continue;
      context.addIssue({ code: 'custom', path: [path], message: `Send ${path} only with refund.` });
    }
  });

export const listReturnsInput = z.strictObject({
  status: z.enum(returnStatuses).optional(),
  kind: z.enum(returnKinds).optional(),
  order: text({ min: 1, max: 64 }).optional().describe('The id or the number of an order'),
  ...pageInput,
});

export type RequestReturnInput = ById<z.output<typeof requestReturnInput>, 'idOrNumber'>;
export type NamedReturnInput = z.output<typeof namedReturnInput>;
export type RejectReturnInput = z.output<typeof rejectReturnInput>;
export type ReceiveReturnInput = z.output<typeof receiveReturnInput>;
export type ListReturnsInput = z.output<typeof listReturnsInput>;
