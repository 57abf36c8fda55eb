import { id, minorUnits, timestamp } from '@cartwright/kernel/fields';
import { pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';

/** The returns that an order can have. */
export const mostReturns = 50;

export const returnStatuses = ['requested', 'approved', 'rejected', 'received', 'closed'] as const;

export const returnKinds = ['return', 'withdrawal'] as const;

export const returnReasons = [
  'damaged',
  'defective',
  'wrong_item',
  'not_as_described',
  'does_not_fit',
  'changed_mind',
  'other',
] as const;

const returnLine = z.object({
  variantId: id,
  quantity: z.number().int().min(1),
  reason: z.enum(returnReasons).nullable().describe('Null for a withdrawal, which needs no reason'),
  restockedQuantity: z.number().int().min(0).describe('The quantity that came back into stock'),
  writtenOffQuantity: z.number().int().min(0).describe('The quantity that came back and was written off'),
});

export const orderReturn = z
  .object({
    id,
    kind: z.enum(returnKinds).describe('`withdrawal`: the customer uses the right to step back from the purchase'),
    status: z.enum(returnStatuses),
    requestedBy: z.enum(['customer', 'admin']),
    lines: z.array(returnLine).max(100),
    reason: z.string().nullable().describe('The reason in the words of the person'),
    rejectReason: z.string().nullable().describe('The reason for a rejection, in the words of the store'),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Return' });

export const adminReturn = orderReturn
  .extend({
    orderId: id,
    orderNumber: z.string(),
    customer: z.object({
      id: id.nullable().describe('Null for a guest, and after the account was erased'),
      email: z.string(),
      name: z.string(),
    }),
    refunded: minorUnits.describe('The refunds made together with its receipts, without failed amounts'),
    allowedTransitions: z
      .array(z.enum(returnStatuses))
      .max(returnStatuses.length)
      .describe('The statuses that an admin may move the return to. `received` again means that more may arrive'),
  })
  .meta({ id: 'AdminReturn' });

export const adminReturnPage = pageOf(adminReturn).meta({ id: 'AdminReturnPage' });

export type OrderReturn = z.output<typeof orderReturn>;
export type AdminReturn = z.output<typeof adminReturn>;
export type ReturnStatus = OrderReturn['status'];
