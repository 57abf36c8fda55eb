import { type TrackedEnvelope, tracked } from '@trpc/server';
import { z } from 'zod';

/** A subscription's events with their ids, so that a client resumes after the last one it received. */
export type EventStream<Event> = AsyncIterable<TrackedEnvelope<Event>, void, void>;

const eventSchemas = new WeakMap<z.ZodType, z.ZodType>();

/** The output of a subscription with events of the schema `event`. Producers check the events. */
export function streamOf<Event extends z.ZodType<{ readonly id: string }>>(event: Event) {
  const isStream = (value: unknown) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
  const schema = z.custom<EventStream<z.output<Event>>>(isStream);
  eventSchemas.set(schema, event);
  return schema;
}

/** The schema of the events of an output that `streamOf` made. */
export function eventOf(output: z.ZodType): z.ZodType | undefined {
  return eventSchemas.get(output);
}

export function identified<Event extends { readonly id: string }>(event: Event): TrackedEnvelope<Event> {
  return tracked(event.id, event);
}

export const lastEventId = z
  .string()
  .regex(/^\d{1,15}(\.\d{6})?$/, 'Enter the id of an event, as the stream sent it.')
  .optional()
  .describe(
    'The `id` of the last event that arrived. The stream continues after it. `0` begins with the first event. An id that the ' +
      'shop does not know begins with the newest event',
  );

/** The error that cuts off a stream. Clients treat it as a lost connection and reconnect. */
export function cutOff(): DOMException {
  return new DOMException('This stream was cut off.', 'AbortError');
}
