import { expect, test } from 'vitest';
import { jsonChunks } from './json-chunks.ts';

async function* items(...values: unknown[]) {
  yield* values;
}

async function textOf(fields: Record<string, unknown>): Promise<string> {
  let text = '';
  for await (const piece of jsonChunks(fields)) text += piece;
  return text;
}

test('pieces put together are the JSON of the whole', async () => {
  const at = new Date(0);
  const text = await textOf({
    at,
    'a "name"': null,
    none: items(),
    one: items(1),
    some: items({ at }, ['x']),
    end: 'é',
  });
  const whole = { at, 'a "name"': null, none: [], one: [1], some: [{ at }, ['x']], end: 'é' };
  expect(text).toBe(JSON.stringify(whole));
  expect(await textOf({})).toBe('{}');
});

test('an item is asked for when the piece before it was taken', async () => {
  let made = 0;
  async function* counting() {
    for (;;) yield (made += 1);
  }
  const pieces = jsonChunks({ endless: counting() });
  for (let taken = 1; taken <= 3; taken += 1) await pieces.next();
  expect(made).toBe(3);
  await pieces.return(undefined);
});
