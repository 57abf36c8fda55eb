import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failures } from '@cartwright/api';
import type { FailureMaker } from '@cartwright/kernel/failures';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exampleOf } from '../src/docs/example.ts';

const makers: Readonly<Record<string, FailureMaker>> = failures;

/** Words that tell the reader of a failure nothing, or that name the wrong actor. */
const banned =
  /\b(who(ever)?|whatever|somebody|nobody|anew|mend|in vain|in force|not for this|as (it|they) should be|undefined|NaN)\b/i;

/** The first sentence tells the problem, and the second tells the solution. */
function complaintsAbout(text: string, sentences = 2): string[] {
  const isWhole = /^[A-Z].*[^.]\.$/.test(text);
  const count = text.split(/[.!?] (?=[A-Z])/).length;
  return [
    ...(isWhole ? [] : [`no whole sentence: ${text}`]),
    ...(count < sentences ? [`does not say what to do: ${text}`] : []),
    ...(banned.test(text) ? [`says ${banned.exec(text)?.[0]}: ${text}`] : []),
  ];
}

/** Yields the facts of an example, and variants with each other value that a sentence can depend on. */
function* factsOf({ facts: schema }: FailureMaker): Generator<Record<string, unknown>> {
  const example = exampleOf(schema, 'output') as Record<string, unknown>;
  yield example;
  for (const [name, field] of Object.entries<z.ZodType>(schema.shape)) {
    const value = example[name];
    const others: unknown[] =
      field instanceof z.ZodEnum
        ? field.options
        : typeof value === 'number'
          ? [0, 1, 5]
          : Array.isArray(value)
            ? [[], [...value, ...value]]
            : [];
    for (const other of others) yield { ...example, [name]: other };
  }
}

/** Failures whose words come from the place of the throw. A test below reads those. */
const worded = ['MALFORMED_REQUEST', 'UNSUPPORTED_IMAGE'];

test.each(Object.keys(makers).filter((code) => !worded.includes(code)))(
  '%s says in whole sentences what happened and what to do',
  (code) => {
    const maker = makers[code]!;
    const told = [...factsOf(maker)].map((facts) => maker(facts).message);
    expect([...new Set(told)].flatMap((text) => complaintsAbout(text))).toEqual([]);
  },
);

interface Words {
  readonly file: string;
  readonly text: string;
}

/** Finds every text in the sources of an issue, or of a failure that takes its words from there. */
function wordsIn(folder: string): Words[] {
  const files = readdirSync(folder, { recursive: true }).map(String);
  return files
    .filter((file) => file.endsWith('.ts') && !/\.test\.|testing\//.test(file))
    .flatMap((file) => {
      const source = readFileSync(join(folder, file), 'utf8');
      if (!/kernelFailures\.(VALIDATION|MALFORMED_REQUEST)|NotAnImage/.test(source)) return [];
      // Functions that only pass a text to a failure.
      const helpers = [...source.matchAll(/function (\w+)\([^)]*\bmessage: string\)/g)].map(([, name]) => name);
      const calls = [...helpers, 'NotAnImage'].map((name) => `\\b${name}\\([^()\\n]*?`);
      const before = [String.raw`\b(?:message|reason): `, String.raw`\bmessage = (?:[^;]*[?:] )?`, ...calls];
      const texts = source.matchAll(new RegExp(`(?:${before.join('|')})(['"\`])(.*?)\\1`, 'g'));
      return [...texts].map(([, , text = '']) => ({ file, text })).filter(({ text }) => text.includes(' '));
    });
}

const packages = fileURLToPath(new URL('../../../packages', import.meta.url));
const folders = [
  ...['adapters', 'api', 'kernel'].map((name) => join(packages, name, 'src')),
  fileURLToPath(new URL('../src', import.meta.url)),
];

test('every issue and every reason that a rule gives is a whole sentence', () => {
  const found = folders.flatMap(wordsIn);
  expect(found.length).toBeGreaterThan(30);
  const complaints = found.flatMap(({ file, text }) => complaintsAbout(text, 1).map((words) => `${file}: ${words}`));
  expect(complaints).toEqual([]);
});
