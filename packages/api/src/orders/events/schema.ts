import type { ById } from '@cartwright/kernel/by-id';
import { id } from '@cartwright/kernel/fields';
import { lastEventId, streamOf } from '@cartwright/kernel/subscriptions';
import { z } from 'zod';
import { namedOrder, orderStatuses } from '../schema.ts';
import { eventSchema } from './event-types.ts';

export const orderUpdate = eventSchema(
  z.string().describe('The id of this event. Send it as `lastEventId` to continue after it'),
  {
    orderId: id,
    orderNumber: z.string().describe('The readable number of the order'),
    status: z
      .enum(orderStatuses)
      .describe('The status of the order when the server read the event. It may be ahead of the event'),
  },
).meta({ id: 'OrderUpdate', description: 'One event of an order.' });

export const orderUpdates = streamOf(orderUpdate);

export const followOrderInput = z.strictObject({ ...namedOrder, lastEventId });

export const followOrdersInput = z.strictObject({ lastEventId });

export type OrderUpdate = z.output<typeof orderUpdate>;
export type FollowOrderInput = ById<z.output<typeof followOrderInput>, 'idOrNumber'>;
export type FollowOrdersInput = z.output<typeof followOrdersInput>;
