import { type TRPCCombinedDataTransformer, TRPCError } from '@trpc/server';
import superjson, { type SuperJSONResult } from 'superjson';

/**
 * Results travel as superjson. Inputs are read by a small decoder of our own, because superjson's can be made to block
 * the process for seconds or to grow a kilobyte to hundreds of megabytes.
 */
export const transformer: TRPCCombinedDataTransformer = {
  input: { serialize: (value) => superjson.serialize(value), deserialize: decodeInput },
  output: { serialize: encodeOutput, deserialize: (value) => superjson.deserialize(value) },
};

/**
 * What superjson reads, to be written by `JSON.stringify`: the value itself, and where its dates are. superjson copies a
 * value and remembers each of its parts for the sake of types that answers do not have; where one has them it is asked.
 */
export function encodeOutput(value: unknown): SuperJSONResult {
  const dates: Record<string, ['Date']> = {};
  if (!isTree(value) || !findDates(value, '', dates)) return superjson.serialize(value);
  // What JSON.stringify makes of it is JSON.
  const json = value as SuperJSONResult['json'];
  return Object.keys(dates).length === 0 ? { json } : { json, meta: { values: dates, v: 1 } };
}

type Tree = readonly unknown[] | Readonly<Record<string, unknown>>;

/** @returns false where there is something that JSON cannot say and that is no date */
function findDates(tree: Tree, prefix: string, dates: Record<string, ['Date']>): boolean {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) continue;
    // JSON leaves a field without a value out, and puts null into a list.
    if (value === undefined && !Array.isArray(tree)) continue;
    if (typeof value === 'number' && Number.isFinite(value)) continue;
    const path = prefix + key.replaceAll(/[\\.]/g, String.raw`\$&`);
    if (value instanceof Date && !Number.isNaN(value.getTime())) dates[path] = ['Date'];
    else if (!isTree(value) || !findDates(value, `${path}.`, dates)) return false;
  }
  return true;
}

function isTree(value: unknown): value is Tree {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** What superjson writes for the three types that inputs need beside JSON's own. */
const leaves: Record<string, (value: unknown) => unknown> = {
  Date: (value) => new Date(String(value)),
  undefined: () => undefined,
  bigint: (value) => BigInt(String(value)),
};

/** Reads superjson's `{ json, meta }` where `meta` marks nothing but dates, bigints and undefined. */
export function decodeInput(encoded: unknown): unknown {
  if (encoded === undefined || encoded === null) return encoded;
  const { json, meta } = encoded as { json?: unknown; meta?: { values?: unknown } };
  if (typeof encoded !== 'object' || !('json' in encoded)) throw malformed();
  const keys = Object.keys(meta ?? {}).filter((key) => key !== 'values' && key !== 'v');
  if (keys.length > 0) throw malformed();
  const marks = meta?.values;
  if (marks === undefined) return json;
  if (Array.isArray(marks)) return decodeLeaf(json, marks);
  if (typeof marks !== 'object' || marks === null) throw malformed();
  for (const [path, mark] of Object.entries(marks)) replaceAt(json, path.split('.'), mark);
  return json;
}

function replaceAt(root: unknown, path: string[], mark: unknown): void {
  const last = path.pop();
  let parent: unknown = root;
  for (const key of path) parent = ownValue(parent, key);
  if (last === undefined) throw malformed();
  (parent as Record<string, unknown>)[last] = decodeLeaf(ownValue(parent, last), mark);
}

function ownValue(parent: unknown, key: string): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) throw malformed();
  return (parent as Record<string, unknown>)[key];
}

function decodeLeaf(value: unknown, mark: unknown): unknown {
  const decode = Array.isArray(mark) && mark.length === 1 ? leaves[String(mark[0])] : undefined;
  if (!decode || (typeof value === 'object' && value !== null)) throw malformed();
  try {
    return decode(value);
  } catch {
    throw malformed();
  }
}

function malformed(): TRPCError {
  return new TRPCError({
    code: 'BAD_REQUEST',
    message: 'Send the input as a tRPC client with superjson does.',
  });
}
