import { type TRPCCombinedDataTransformer, TRPCError } from '@trpc/server';
import superjson, { type SuperJSONResult } from 'superjson';

/**
 * Results travel as superjson. A small decoder reads inputs, because crafted inputs make superjson's decoder block the
 * process for seconds, or grow a kilobyte to hundreds of megabytes.
 */
export const transformer: TRPCCombinedDataTransformer = {
  input: { serialize: (value) => superjson.serialize(value), deserialize: decodeInput },
  output: { serialize: encodeOutput, deserialize: (value) => superjson.deserialize(value) },
};

/**
 * Encodes for superjson without copying the value: the value itself, and the paths of its dates. Falls back to
 * superjson for types that answers normally lack.
 */
export function encodeOutput(value: unknown): SuperJSONResult {
  const dates: Record<string, ['Date']> = {};
  if (!isTree(value) || !findDates(value, '', dates)) return superjson.serialize(value);
  // `JSON.stringify` turns the value into JSON.
  const json = value as SuperJSONResult['json'];
  return Object.keys(dates).length === 0 ? { json } : { json, meta: { values: dates, v: 1 } };
}

type Tree = readonly unknown[] | Readonly<Record<string, unknown>>;

/** @returns false if the tree contains a value beyond JSON that is no date */
function findDates(tree: Tree, prefix: string, dates: Record<string, ['Date']>): boolean {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) continue;
    // JSON omits an undefined field, but writes null in a list.
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

/** Superjson's forms of the three types that inputs need beside JSON's own. */
const leaves: Record<string, (value: unknown) => unknown> = {
  Date: (value) => new Date(String(value)),
  undefined: () => undefined,
  bigint: (value) => BigInt(String(value)),
};

/** Reads superjson's `{ json, meta }`. `meta` may mark only dates, bigints and undefined. */
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
