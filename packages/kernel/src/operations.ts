import type { AnyRouter } from '@trpc/server';
import { z } from 'zod';
import type { Context } from './context.ts';
import type { Meta } from './procedures.ts';
import { secretFieldsOf } from './secrets.ts';
import { eventOf } from './subscriptions.ts';
import { textStream } from './text-stream.ts';

/** A procedure as the surfaces see it. REST routes, the OpenAPI document and the SDK's contract are made from it. */
export interface Operation {
  /** The full name, such as `orders.place`. */
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly meta: Meta;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path with parameters in braces, such as `/orders/{idOrNumber}`. */
  readonly path: string;
  /** The names of the fields that come from the path. */
  readonly pathFields: readonly string[];
  readonly input: z.ZodObject | undefined;
  /** The names of the fields that travel in bodies only. */
  readonly secretFields: readonly string[];
  /** The schema of the answer, undefined without one. For a subscription, the schema of each event. */
  readonly output: z.ZodType | undefined;
  /**
   * Runs the procedure with its access, limits, input and output checked. Throws tRPC's errors. A subscription answers
   * with an `EventStream`, which `signal` ends.
   *
   * @param input the input, or a function that makes it and may refuse, which runs after access was checked
   */
  call(ctx: Context, input: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Runs a procedure that answers with a stream of text, as its `meta.streams` declares. Others have none. */
  readonly download: Download | undefined;
}

export interface Download {
  /** The media type of the text. */
  readonly type: NonNullable<Meta['streams']>;
  /** Runs the procedure as `Operation.call` does. */
  call(ctx: Context, input: unknown, signal?: AbortSignal): Promise<AsyncIterable<string>>;
}

/** The run-time members of a tRPC procedure that its public types omit. */
interface BuiltProcedure {
  (call: object): Promise<unknown>;
  readonly _def: {
    readonly type: 'query' | 'mutation' | 'subscription';
    readonly meta?: Meta;
    readonly inputs: readonly unknown[];
    readonly output?: unknown;
  };
}

/**
 * Every procedure of a router.
 *
 * @throws {Error} the surfaces cannot serve a procedure: it lacks `meta` or an output, its method does not fit its
 * kind, its path names a parameter differently or has a secret, or no procedure reads its `location`
 */
export function operationsOf(router: AnyRouter): Operation[] {
  const procedures = router._def.procedures as Record<string, BuiltProcedure>;
  const operations = Object.entries(procedures).map(([name, procedure]) => toOperation(name, procedure));
  refuseTwoNames(operations);
  for (const operation of operations) refuseUnreadableLocation(operation, operations);
  return operations;
}

const shapeOf = (path: string) => path.replaceAll(/\{\w+\}/g, '{}');

/** A creation must be readable at its `Location`. */
function refuseUnreadableLocation({ name, meta, output, pathFields }: Operation, all: readonly Operation[]): void {
  const { location } = meta;
  if (location === undefined) return;
  const known = [...pathFields, ...(output instanceof z.ZodObject ? Object.keys(output.shape) : [])];
  const unknown = [...location.matchAll(/\{(\w+)\}/g)]
    .map(([, field = '']) => field)
    .find((field) => !known.includes(field));
  if (unknown !== undefined)
    throw new Error(`${name} has ${unknown} in its location, which is neither in its answer nor in its path.`);
  if (!all.some(({ method, path }) => method === 'GET' && shapeOf(path) === shapeOf(location)))
    throw new Error(`${name} has the location ${location}, which no procedure reads.`);
}

/** OpenAPI takes `/products/{id}` and `/products/{idOrSlug}` for one path with two names. */
function refuseTwoNames(operations: readonly Operation[]): void {
  const known = new Map<string, string>();
  for (const { name, path } of operations) {
    const parts = path.split('/');
    for (let count = 1; count <= parts.length; count += 1) {
      const start = parts.slice(0, count).join('/');
      const shape = shapeOf(start);
      const before = known.get(shape) ?? start;
      if (before !== start)
        throw new Error(`${name} has the path ${start}, which another calls ${before}. Use one name.`);
      known.set(shape, start);
    }
  }
}

function toOperation(name: string, procedure: BuiltProcedure): Operation {
  const { type, meta, inputs, output } = procedure._def;
  if (!meta)
    throw new Error(`${name} has no meta: begin it with publicProcedure({ rest, summary }) or one of its kin.`);
  const [method, path] = meta.rest.split(' ') as [Operation['method'], string];
  if ((type !== 'mutation') !== (method === 'GET'))
    throw new Error(`${name} is a ${type}, so ${method} is not its method.`);
  if (!(output instanceof z.ZodType)) throw new Error(`${name} declares no output.`);
  const event = eventOf(output);
  if ((type === 'subscription') !== (event !== undefined))
    throw new Error(`${name} is a ${type}: the output of subscriptions, and of nothing else, is made by streamOf.`);
  if ((output === textStream) !== (meta.streams !== undefined))
    throw new Error(`${name} says in its meta that it streams, or answers with a textStream, and not both.`);

  const input = inputs[0];
  if (inputs.length > 1 || (input !== undefined && !(input instanceof z.ZodObject))) {
    throw new Error(`${name} must take one z.strictObject as its input.`);
  }
  const pathFields = [...path.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
  const unknown = pathFields.filter((field) => !(input && field in input.shape));
  if (unknown.length > 0) throw new Error(`${name} has no input field for the path parameter ${unknown.join(', ')}.`);

  const secretFields = secretFieldsOf(input);
  const exposed = type === 'mutation' ? secretFields.filter((field) => pathFields.includes(field)) : secretFields;
  if (exposed.length > 0) throw new Error(`${name} takes the secret ${exposed.join(', ')} in its address.`);

  const call: Operation['call'] = (ctx, raw, signal) =>
    procedure({
      ctx,
      path: name,
      type,
      signal,
      batchIndex: 0,
      getRawInput: async () => (typeof raw === 'function' ? raw() : raw) as unknown,
    });
  const streams = meta.streams;
  return {
    name,
    kind: type,
    meta,
    method,
    path,
    pathFields,
    input,
    secretFields,
    output: output instanceof z.ZodVoid ? undefined : (event ?? output),
    call,
    download: streams && { type: streams, call: async (...args) => textStream.parse(await call(...args)) },
  };
}
