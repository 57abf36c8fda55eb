import { inputSentence } from '@cartwright/kernel/input-sentences';
import { operationsOf } from '@cartwright/kernel/operations';
import { environment } from '@cartwright/kernel/settings';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from '../src/router.ts';

const day = new Date(Date.UTC(2026, 0, 31));

test.each([
  [z.string(), undefined, 'A value is required.'],
  [z.string(), 1, 'Enter text.'],
  [z.number(), '1', 'Enter a number.'],
  [z.number(), Number.NaN, 'Enter a number.'],
  [z.int(), 1.5, 'Enter a whole number.'],
  [z.boolean(), 'yes', 'Enter true or false.'],
  [z.date(), 'today', 'Enter a date and time, such as 2026-01-31T12:00:00Z.'],
  [z.array(z.string()), 'a', 'Send a list.'],
  [z.object({}), [], 'Send an object.'],
  [z.record(z.string(), z.string()), 'a', 'Send an object.'],
  [z.file(), 'a', 'Send a file.'],
  [z.null(), 1, 'Leave this empty.'],
  [z.undefined(), 1, 'Leave this out.'],
  [z.map(z.string(), z.string()), 1, 'Enter a value of another type.'],
  [z.string().min(1), '', 'Enter at least 1 character.'],
  [z.string().min(2), 'a', 'Enter at least 2 characters.'],
  [z.string().max(2), 'abc', 'Enter at most 2 characters.'],
  [z.string().length(3), 'a', 'Enter exactly 3 characters.'],
  [z.array(z.string()).min(1), [], 'Send at least 1 item.'],
  [z.array(z.string()).max(1), ['a', 'b'], 'Send at most 1 item.'],
  [z.number().min(1), 0, 'Enter a number that is at least 1.'],
  [z.number().max(9), 10, 'Enter a number that is at most 9.'],
  [z.number().positive(), 0, 'Enter a number that is more than 0.'],
  [z.number().lt(9), 9, 'Enter a number that is less than 9.'],
  [z.date().min(day), new Date(0), 'Enter a date and time after 2026-01-31T00:00:00.000Z.'],
  [z.date().max(new Date(0)), day, 'Enter a date and time before 1970-01-01T00:00:00.000Z.'],
  [z.file().max(1), new File(['ab'], 'a'), 'Send at most 1 byte.'],
  [z.number().multipleOf(5), 3, 'Enter a multiple of 5.'],
  [z.literal('a'), 'b', 'Enter a.'],
  [z.enum(['a', 'b']), 'c', 'Enter one of a, b.'],
  [z.email(), 'ada', 'Enter an e-mail address, such as ada@example.com.'],
  [z.url(), 'shop', 'Enter a web address, such as https://shop.example.'],
  [z.uuid(), '1', 'Enter an id, such as 0199c1f0-7b5a-7c3e-9d2f-3b1f5f0c8a4e.'],
  [z.iso.datetime(), 'now', 'Enter a date and time, such as 2026-01-31T12:00:00Z.'],
  [z.iso.date(), 'now', 'Enter a date, such as 2026-01-31.'],
  [z.string().startsWith('a'), 'b', 'Begin with a.'],
  [z.string().endsWith('a'), 'b', 'End with a.'],
  [z.string().includes('a'), 'b', 'Include a.'],
  [z.string().regex(/^a$/), 'b', 'Change the format of this value.'],
  [z.strictObject({}), { a: 1 }, 'Remove the unknown field a.'],
  [z.strictObject({}), { a: 1, b: 1 }, 'Remove the unknown fields a, b.'],
  [
    z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('c') })]),
    { k: 'b' },
    'Enter one of a, c.',
  ],
  [z.union([z.object({ a: z.string() }), z.array(z.string())]), 1, 'Send one of the alternatives.'],
  [z.record(z.string().min(2), z.string()), { b: 'c' }, 'Change this name.'],
  [z.map(z.string(), z.string()), new Map([[{}, 'a']]), 'Change this name.'],
  [z.map(z.object(), z.string()), new Map([[{}, 1]]), 'Change this item.'],
  [z.string().refine(() => false), 'a', 'Change this value.'],
] as const)('%# a refused input names what to enter', (schema, input, sentence) => {
  expect(schema.safeParse(input).error?.issues[0]?.message).toBe(sentence);
});

test('each pattern of an input or a setting says in words of its own what it takes', () => {
  const inputs = operationsOf(appRouter).map(({ name, input }) => [name, input] as const);
  expect(inputs.length).toBeGreaterThan(50);
  const wordless = [...inputs, ['settings', environment] as const].flatMap(([name, schema]) =>
    schema ? wordlessPatterns(schema).map((pattern) => `${name}: ${pattern}`) : [],
  );
  expect(wordless).toEqual([]);
});

/** Patterns without a message of their own, which would show the general sentence. */
function wordlessPatterns(schema: z.core.$ZodType, seen = new Set<unknown>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { def } = schema._zod;
  const patterns = (def.checks ?? []).flatMap((check) => {
    const { check: kind, format, pattern, error } = check._zod.def as z.core.$ZodCheckStringFormatDef;
    const isTold = kind !== 'string_format' || error !== undefined;
    return isTold || inputSentence({ code: 'invalid_format', format, input: '' }) !== 'Change the format of this value.'
      ? []
      : [String(pattern)];
  });
  return [...patterns, ...partsOf(def).flatMap((part) => wordlessPatterns(part, seen))];
}

function partsOf(def: object): z.core.$ZodType[] {
  return Object.values(def).flatMap((part: unknown) => {
    if (part === null || typeof part !== 'object') return [];
    if ('_zod' in part) return 'def' in (part as z.core.$ZodType)._zod ? [part as z.core.$ZodType] : [];
    return Array.isArray(part) || Object.getPrototypeOf(part) === Object.prototype ? partsOf(part) : [];
  });
}
