import type { ById } from '@cartwright/kernel/by-id';
import { id, text } from '@cartwright/kernel/fields';
import { z } from 'zod';
import { namedOrder } from '../schema.ts';

const carrier = text({ min: 1, max: 100 });
const number = text({ min: 1, max: 100 });
const url = z.url({ protocol: /^https?$/ }).max(500);

export const trackingInput = z.strictObject({
  carrier: carrier.optional(),
  number: number.optional(),
  url: url.optional(),
});

const trackingChange = z.strictObject({
  carrier: carrier.nullable().optional(),
  number: number.nullable().optional(),
  url: url.nullable().optional(),
});

const wantedLine = z.strictObject({ variantId: id, quantity: z.number().int().min(1) });

export const shipOrderInput = z.strictObject({
  ...namedOrder,
  lines: z
    .array(wantedLine)
    .min(1)
    .max(100)
    .optional()
    .describe('The quantities in this shipment. Without them it has everything that is left to ship'),
  tracking: trackingInput.optional(),
});

export const updateShipmentInput = z
  .strictObject({
    id: id.describe('The id of a shipment'),
    tracking: trackingChange
      .optional()
      .describe('Fields that are left out keep their values, and null removes a value. The customer gets no e-mail'),
    status: z
      .enum(['delivered', 'returned_to_sender'])
      .optional()
      .describe('`returned_to_sender`: the carrier brought the goods back, because the customer did not take them'),
    restock: z
      .boolean()
      .optional()
      .describe('With `returned_to_sender`: whether the goods go into stock. By default they are written off'),
  })
  .superRefine(({ status, restock, tracking }, context) => {
    if (status === undefined && tracking === undefined) {
      context.addIssue({ code: 'custom', path: [], message: 'Send tracking, a status, or both.' });
    }
    if (restock !== undefined && status !== 'returned_to_sender') {
      const message = 'Send restock only with the status returned_to_sender.';
      context.addIssue({ code: 'custom', path: ['restock'], message });
    }
  });

export type TrackingChange = z.output<typeof trackingChange>;
export type ShipOrderInput = ById<z.output<typeof shipOrderInput>, 'idOrNumber'>;
export type UpdateShipmentInput = z.output<typeof updateShipmentInput>;
