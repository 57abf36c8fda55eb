import { choicesOf } from '@cartwright/kernel/one-of';
import { z } from 'zod';
import { isLeftOut, valuesFor } from './values.ts';

/** The side of a schema: its input or its output. */
export type Side = 'input' | 'output';

interface Place {
  readonly side: Side;
  /** The id of the schema with the field, or the name of a procedure or a code. */
  readonly owner: string;
  readonly name: string;
}

/** The values for fields that are not listed by name. The first one that the schema accepts is used. */
const byKind: Readonly<Record<string, readonly unknown[]>> = {
  string: [
    '0193a5f0-7c1e-7a3b-9d5c-1f2e3d4c5b6a',
    'grace@example.com',
    'https://shop.example',
    '2026-11-20T14:00:00.000Z',
    '2026-11-20',
    'USD',
    'US',
    '4711',
    'sample',
  ],
  number: [2, 0, 1, 100, 0.5],
};

/** Reads better than an id if a schema accepts any text. */
const plainText = 'sample';

/** Stands for the bytes of a file. */
const fileText = '(the bytes of the file)';

/**
 * Makes a value that the schema accepts, the same each time. The schema's own example comes first, then `values.ts`.
 *
 * @param owner the name of a procedure or a code, for a schema without an id
 * @throws {Error} a kind of schema without an example; give one with `.meta({ examples: [value] })`
 */
export function exampleOf(schema: z.core.$ZodType, side: Side, owner = ''): unknown {
  return valueOf(schema, { side, owner, name: '' });
}

function valueOf(schema: z.core.$ZodType, place: Place): unknown {
  const { side, name } = place;
  const given = z.globalRegistry.get(schema)?.examples as readonly unknown[] | undefined;
  const owner = idOf(schema) ?? place.owner;
  const known = [...(given ?? []), ...valuesFor(place.owner, name)].find((value) => accepts(schema, value, side));
  if (known !== undefined) return known;

  const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  const part = (key: string) => valueOf(def[key] as z.core.$ZodType, { ...place, owner });
  switch (def.type) {
    case 'string':
      return accepts(schema, plainText, side) ? plainText : firstAccepted(schema, byKind['string'], place);
    case 'number':
      return firstAccepted(schema, byKind['number'], place);
    case 'boolean':
      return true;
    case 'date':
      return new Date('2026-11-20T14:00:00.000Z');
    case 'file':
      return fileText;
    case 'enum':
      return Object.values(def['entries'] as Record<string, unknown>)[0];
    case 'literal':
      return (def['values'] as unknown[])[0];
    case 'array':
      return [part('element')];
    case 'record': {
      const key = String(valueOf(def['keyType'] as z.core.$ZodType, { side, owner, name: 'recordKey' }));
      return { [key]: valueOf(def['valueType'] as z.core.$ZodType, { side, owner, name: '' }) };
    }
    case 'object':
      return objectOf(schema, def['shape'] as z.core.$ZodShape, side, owner);
    case 'union':
      return valueOf((def['options'] as z.core.$ZodType[])[0]!, { ...place, owner });
    case 'pipe':
      return part(side === 'input' ? 'in' : 'out');
    case 'unknown':
      return plainText;
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
      return part('innerType');
    default:
      throw new Error(
        `A schema of zod's kind "${def.type}" has no example. Give one with .meta({ examples: [value] }).`,
      );
  }
}

/** Takes the first choice of an input with choices. */
function objectOf(schema: z.core.$ZodType, shape: z.core.$ZodShape, side: Side, owner: string): unknown {
  const parts = choicesOf(schema);
  const isTaken = (field: string) => !parts || field in parts.common || field in (parts.choices[0] ?? {});
  const mayBeLeftOut = ({ _zod }: z.core.$ZodType) => (side === 'input' ? _zod.optin : _zod.optout) !== undefined;
  const fields = Object.entries(shape).filter(
    ([name, part]) => isTaken(name) && !(mayBeLeftOut(part) && isLeftOut(owner, name)),
  );
  return Object.fromEntries(fields.map(([name, part]) => [name, valueOf(part, { side, owner, name })]));
}

/** The id of a schema, or of the schema that it was described from. */
function idOf(schema: z.core.$ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.id ?? (schema._zod.parent && idOf(schema._zod.parent));
}

function firstAccepted(schema: z.core.$ZodType, candidates: readonly unknown[] = [], place: Place): unknown {
  const found = candidates.find((value) => z.safeParse(schema, value).success);
  if (found !== undefined) return found;
  throw new Error(
    `No example fits the field "${place.owner}.${place.name}". Give one with .meta({ examples: [value] }).`,
  );
}

/** A response is not parsed on its way out, so the end of a pipe counts. */
function accepts(schema: z.core.$ZodType, value: unknown, side: Side): boolean {
  const { type, out } = schema._zod.def as { type: string; out?: z.core.$ZodType };
  return z.safeParse(side === 'output' && type === 'pipe' && out ? out : schema, value).success;
}
