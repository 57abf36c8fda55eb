import { operationsOf } from '@cartwright/kernel/operations';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter, failures } from './router.ts';

/** Lists of answers that declare no largest length, and what bounds each of them. */
const bounded: Record<string, string> = {
  'AdminOrder.items': 'an order takes 100 items',
  'Cart.issues': 'at most two for each item',
  'Cart.items': 'a cart takes 100 items',
  'CartMerge.items': 'a cart takes 100 items',
  'Facets.priceRanges': 'three for each power of ten up to the largest price',
  'Image.thumbnails': 'the server makes three',
  'INSUFFICIENT_STOCK.lines': 'an order takes 100 items',
  'INVALID_TRANSITION.allowed': 'an order has six statuses',
  'JobStats.jobs': 'one for each job of the code',
  'METHOD_NOT_ALLOWED.allow': 'HTTP has few methods',
  'Order.items': 'an order takes 100 items',
  'PRODUCT_UNAVAILABLE.variantIds': 'an order takes 100 items',
  'PlacedOrder.items': 'an order takes 100 items',
  'Product.images': 'a product takes eight images',
  'Product.variants': 'a product takes 100 variants',
  'Quote.items': 'an order takes 100 items',
  'Quote.problems': 'at most two for each item, and one for the total',
  'Refund.attempts': 'at most one for each payment, of which an order takes 100 and one by hand',
  'Refund.lines': 'at most one for each item of the order',
  'Refund.taxes': 'a place has few tax rates',
  'RefundedLine.taxes': 'a place has few tax rates',
  'Stats.byDay': 'a span takes 731 days',
  'UNSUPPORTED_MEDIA_TYPE.accepted': 'a procedure takes few types',
  'VALIDATION.issues': 'an answer names the first 50',
};

test('every list of an answer has a largest length', () => {
  const answers = operationsOf(appRouter).flatMap(({ name, output }) => (output ? [[name, output] as const] : []));
  const facts = Object.values(failures).map((one) => [one.code, one.facts] as const);
  const lists = new Map([...answers, ...facts].flatMap(([name, schema]) => [...listsOf(name, schema)]));
  expect(lists.size).toBeGreaterThan(50);
  const unbounded = [...lists].filter(([, length]) => length === undefined).map(([path]) => path);
  expect(unbounded.sort()).toEqual(Object.keys(bounded).sort());
});

test('a list is found wherever it lies in an answer', () => {
  const list = z.array(z.string());
  const named = z.object({ inside: list }).meta({ id: 'NamedForThisTest' });
  const answer = z.object({
    plain: list,
    short: list.max(3),
    maybe: list.nullable().optional(),
    either: z.union([z.object({ one: list }), z.object({ other: z.string() })]),
    mapped: z.record(z.string(), list),
    nested: z.array(z.array(named).max(2)),
  });
  const found = [...listsOf('answer', answer)].filter(([, length]) => length === undefined).map(([path]) => path);
  expect(found.sort()).toEqual([
    'NamedForThisTest.inside',
    'answer.either.one',
    'answer.mapped.*',
    'answer.maybe',
    'answer.nested',
    'answer.plain',
  ]);
});

interface Schema {
  readonly id?: string;
  readonly type?: string;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Record<string, Schema>;
  readonly additionalProperties?: Schema | boolean;
  readonly $defs?: Record<string, Schema>;
  readonly [combination: string]: unknown;
}

/** The lists of an answer by their paths, each with its largest length. A part that has a name begins a path of its own. */
function* listsOf(name: string, output: z.ZodType): Generator<[path: string, length: number | undefined]> {
  const schema = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' }) as Schema;
  yield* listsIn(schema.id ?? name, schema);
  for (const [id, part] of Object.entries(schema.$defs ?? {})) yield* listsIn(id, part);
}

function* listsIn(path: string, schema: Schema): Generator<[path: string, length: number | undefined]> {
  const { type, items, maxItems, properties = {}, additionalProperties } = schema;
  if (type === 'array') yield [path, maxItems];
  if (items) yield* listsIn(`${path}[]`, items);
  for (const [name, property] of Object.entries(properties)) yield* listsIn(`${path}.${name}`, property);
  if (typeof additionalProperties === 'object') yield* listsIn(`${path}.*`, additionalProperties);
  for (const word of ['anyOf', 'oneOf', 'allOf']) {
    for (const part of (schema[word] as Schema[] | undefined) ?? []) yield* listsIn(path, part);
  }
}
