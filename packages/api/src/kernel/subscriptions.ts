import { type TrackedEnvelope, tracked } from '@trpc/server';
import { z } from 'zod';

/** What a subscription yields: each event with its id, so that a client which lost its connection resumes after it. */
export type EventStream<Event> = AsyncIterable<TrackedEnvelope<Event>, void, void>;

const eventSchemas = new WeakMap<z.ZodType, z.ZodObject>();

/** The output of a subscription whose events are as `event` says. They are checked where they are made. */
export function streamOf<Event extends z.ZodObject<z.ZodRawShape & { id: z.ZodString }>>(event: Event) {
  const isStream = (value: unknown) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
  const schema = z.custom<EventStream<z.output<Event>>>(isStream);
  eventSchemas.set(schema, event);
  return schema;
}

/** The schema of the events of an output that `streamOf` made. */
export function eventOf(output: z.ZodType): z.ZodObject | undefined {
  return eventSchemas.get(output);
}

/** An event on its way out. */
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

/** What a stream ends with that was cut off, so that a client takes it for a lost connection and comes back. */
export function cutOff(): DOMException {
  return new DOMException('This stream was cut off.', 'AbortError');
}
