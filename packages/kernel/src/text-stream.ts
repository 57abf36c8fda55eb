import { z } from 'zod';

/** The output of a procedure that answers with text in pieces, at the speed of the caller. */
export const textStream = z.custom<AsyncIterable<string>>(
  (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
);
