import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { printDoc, printType } from '../generate/print.ts';
import { TypeWriter } from '../generate/types.ts';

const typeOf = (schema: z.ZodType, side: 'input' | 'output' = 'output') =>
  printType(new TypeWriter().typeOf(schema, side));

describe('a type', () => {
  test.each([
    [z.string().trim().min(2).pipe(z.email()), 'string'],
    [z.date(), 'Date'],
    [z.void(), 'void'],
    [z.array(z.enum(['a', 'b'])), "('a' | 'b')[]"],
    [z.record(z.string(), z.number().nullable()), 'Record<string, number | null>'],
    [z.union([z.literal(1), z.literal("it's")]), "1 | 'it\\'s'"],
    [z.object({ a: z.string().optional(), 'b-c': z.number() }), "{ a?: string | undefined; 'b-c': number }"],
    [z.strictObject({}), 'Record<string, never>'],
  ])('%# is written as TypeScript has it', (schema, expected) => {
    expect(typeOf(schema)).toBe(expected);
  });

  test('that is a list of different objects has each of them on lines of its own', () => {
    const item = z.union([z.object({ a: z.string().describe('One') }), z.object({ b: z.string() })]);
    expect(typeOf(z.array(item))).toBe('(\n  | {\n      /** One */\n      a: string;\n    }\n  | { b: string }\n)[]');
  });

  test('with a default may be left out on the way in, and is there on the way out', () => {
    const schema = z.object({ limit: z.number().default(20).describe('Size') });
    expect(typeOf(schema, 'input')).toBe(
      '{\n  /**\n   * Size\n   *\n   * @default 20\n   */\n  limit?: number | undefined;\n}',
    );
    expect(typeOf(schema, 'output')).toBe('{\n  /** Size */\n  limit: number;\n}');
  });

  test.each([
    z.any(),
    z.map(z.string(), z.number()),
    z.preprocess(String, z.string()),
    z.coerce.number(),
    z.looseObject({ a: z.string() }),
    z.custom<Buffer>(),
    z.lazy(() => z.string()),
  ])('%# that has no place in the contract is refused by name', (schema) => {
    expect(() => typeOf(z.object({ field: schema }), 'input')).toThrow('has no type in the contract');
  });
});

describe('a schema with an id', () => {
  test('is declared once, and named wherever it or what was made from it stands', () => {
    const point = z.object({ x: z.number() }).meta({ id: 'TestPoint', description: 'A place' });
    const writer = new TypeWriter();
    expect(printType(writer.typeOf(z.array(point.nullable()), 'output'))).toBe('(TestPoint | null)[]');
    expect(printType(writer.typeOf(point.describe('Where'), 'output'))).toBe('TestPoint');
    expect([...writer.declarations.keys()]).toEqual(['TestPoint']);
    expect(writer.declarations.get('TestPoint')?.doc).toEqual(['A place']);
  });

  test('has a name for each side when the sides differ', () => {
    const range = z.object({ from: z.number().default(0) }).meta({ id: 'TestRange' });
    const writer = new TypeWriter();
    expect(printType(writer.typeOf(range, 'input'))).toBe('TestRangeInput');
    expect(printType(writer.typeOf(range, 'output'))).toBe('TestRange');
  });

  test('may not have the name of another', () => {
    const writer = new TypeWriter();
    writer.typeOf(z.object({ a: z.string() }), 'input', 'Taken');
    expect(() => writer.typeOf(z.object({ b: z.string() }), 'input', 'Taken')).toThrow(
      'Two different types want the name Taken',
    );
  });
});

test('what is described in place says so in place', () => {
  const point = z.object({ x: z.number() }).meta({ id: 'TestCorner', description: 'A place' });
  const line = z.object({ from: point, to: point.describe('Where it ends') });
  expect(typeOf(line)).toBe('{\n  from: TestCorner;\n  /** Where it ends */\n  to: TestCorner;\n}');
});

test('a doc comment cannot be ended by what it says', () => {
  expect(printDoc(['All of a/*/b'])).toBe('/** All of a/*\\/b */\n');
});
