import { z } from 'zod';
import type { ById } from '../../kernel/by-id.ts';
import { id } from '../../kernel/fields.ts';
import { lastEventId, streamOf } from '../../kernel/subscriptions.ts';
import { namedOrder, orderEvent, orderStatuses } from '../schema.ts';

export const orderUpdate = z
  .object({
    ...orderEvent.shape,
    id: z.string().describe('Of this event. Hand it to `lastEventId` to go on after it'),
    orderId: id,
    orderNumber: z.string().describe('For people'),
    status: z.enum(orderStatuses).describe('Of the order when the event was read, which may be ahead of the event'),
  })
  .meta({ id: 'OrderUpdate', description: 'Something that happened to an order.' });

export const orderUpdates = streamOf(orderUpdate);

export const followOrderInput = z.strictObject({ ...namedOrder, lastEventId });

export const followOrdersInput = z.strictObject({ lastEventId });

export type OrderUpdate = z.output<typeof orderUpdate>;
export type FollowOrderInput = ById<z.output<typeof followOrderInput>, 'idOrNumber'>;
export type FollowOrdersInput = z.output<typeof followOrdersInput>;
