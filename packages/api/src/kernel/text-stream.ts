import { z } from 'zod';

/** The output of a procedure whose answer is a text in pieces, read as fast as the caller takes them. */
export const textStream = z.custom<AsyncIterable<string>>(
  (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
);
