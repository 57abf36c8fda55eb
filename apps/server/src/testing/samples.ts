import type { Operation } from '@cartwright/kernel/operations';
import { z } from 'zod';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Schema = Record<string, unknown> & {
  properties?: Record<string, Schema>;
  required?: string[];
  $defs?: Record<string, Schema>;
};

/** An input that its procedure accepts, and the place in it for one hostile value. */
export interface Sample {
  readonly input: { [name: string]: Json };
  /** Such as `items.0.quantity`. */
  readonly path: string;
  readonly type: 'number' | 'string';
}

/** The number of values of an enumeration to try, because some fields fit only one of them. */
const turns = 5;

/** Values that no schema can tell, by the name of the field. */
const known: Record<string, string> = {
  country: 'GB',
  countries: 'GB',
  slug: 'sample',
  idOrSlug: 'sample',
  method: 'cod',
  code: '123456',
  status: 'active',
  email: 'sample@example.com',
  lastEventId: '1',
};

interface Samples {
  readonly samples: readonly Sample[];
  /** The fields without a sample. */
  readonly missing: readonly string[];
}

/** Made once for each input, because the search takes seconds for an input with many optional fields. */
const made = new WeakMap<z.ZodType, Samples>();

/** An accepted input for every number and text that an input can have. Callers share the samples. */
export function samplesOf({ input }: Operation): Samples {
  if (!input) return { samples: [], missing: [] };
  const samples = made.get(input) ?? makeSamples(input);
  made.set(input, samples);
  return samples;
}

function makeSamples(input: NonNullable<Operation['input']>): Samples {
  const schema = z.toJSONSchema(input, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  }) as Schema;
  const optional = new Set<string>();
  const example = (isWanted: (name: string) => boolean, turn = 0) =>
    exampleOf(schema, '', { isWanted, optional, turn, definitions: schema.$defs ?? {} }) as { [name: string]: Json };
  const all = example(() => true);
  const samples: Sample[] = [];
  const missing: string[] = [];
  for (const [path, type] of leavesOf(all)) {
    const wanted = new Set(path.split('.'));
    const others = [...optional].filter((name) => !wanted.has(name));
    const fits = (one: { [name: string]: Json }) => input.safeParse(one).success && leavesOf(one).has(path);
    let accepted: { [name: string]: Json } | undefined;
    for (let turn = 0; turn < turns && !accepted; turn += 1) {
      const left = (without: readonly string[]) => example((name) => wanted.has(name) || !without.includes(name), turn);
      // Fields may exclude each other, so it leaves out up to three.
      accepted = [...choices(others, 3)].map(left).find(fits);
    }
    if (accepted) samples.push({ input: accepted, path, type });
    else missing.push(path);
  }
  return { samples, missing };
}

/** Yields every choice of up to `most` names. */
function* choices(names: readonly string[], most: number): Generator<string[]> {
  yield [];
  if (most === 0) return;
  for (const [index, name] of names.entries()) {
    for (const rest of choices(names.slice(index + 1), most - 1)) yield [name, ...rest];
  }
}

/** The sample's input as JSON, with `token` in its place. */
export function withToken({ input, path }: Sample, token: string): string {
  const mark = '@hostile@';
  const copy = structuredClone(input);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let parent: Json = copy;
  for (const name of names) parent = (parent as { [name: string]: Json })[name] ?? null;
  (parent as { [name: string]: Json })[last] = mark;
  return JSON.stringify(copy).replace(JSON.stringify(mark), token);
}

function leavesOf(value: Json, path: string[] = []): Map<string, 'number' | 'string'> {
  if (typeof value === 'number' || typeof value === 'string') {
    return new Map([[path.join('.'), typeof value === 'number' ? 'number' : 'string']]);
  }
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).flatMap(([name, part]) => [...leavesOf(part, [...path, name])]));
}

interface Rules {
  /** Chooses optional fields by name. */
  readonly isWanted: (name: string) => boolean;
  /** Collects the names of optional fields. */
  readonly optional: Set<string>;
  readonly definitions: Record<string, Schema>;
  /** The index of the enumeration's value, counted from the usual one. */
  readonly turn: number;
}

function exampleOf(schema: Schema, name: string, rules: Rules): Json {
  const { const: fixed, enum: allowed, anyOf, oneOf, type, $ref } = schema;
  if (typeof $ref === 'string') return exampleOf(rules.definitions[$ref.split('/').pop() ?? ''] ?? {}, name, rules);
  if (fixed !== undefined) return fixed as Json;
  const chosen = known[name];
  if (Array.isArray(allowed))
    return allowed[(Math.max(allowed.indexOf(chosen), 0) + rules.turn) % allowed.length] as Json;
  const one = ((anyOf ?? oneOf) as Schema[] | undefined)?.find((option) => option['type'] !== 'null');
  if (one) return exampleOf(one, name, rules);
  switch (type) {
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const fields = Object.entries(properties).filter(([field]) => {
        if (required.includes(field)) return true;
        rules.optional.add(field);
        return rules.isWanted(field);
      });
      return Object.fromEntries(fields.map(([field, part]) => [field, exampleOf(part, field, rules)]));
    }
    case 'array':
      return [exampleOf((schema['items'] ?? {}) as Schema, name, rules)];
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 1), 1);
    case 'boolean':
      return true;
    case 'string':
      return chosen ?? exampleText(schema);
    default:
      return 'sample';
  }
}

function exampleText({ format, minLength }: Schema): string {
  switch (format) {
    case 'uuid':
      return '019a0000-0000-7000-8000-000000000001';
    case 'email':
      return 'sample@example.com';
    case 'date-time':
      return '2026-01-01T00:00:00.000Z';
    case 'date':
      return '2026-01-01';
    case 'uri':
      return 'https://sample.example';
    default:
      return 'x'.repeat(Math.max(8, Number(minLength ?? 1)));
  }
}
