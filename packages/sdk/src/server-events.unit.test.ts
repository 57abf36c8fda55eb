import { expect, test } from 'vitest';
import { readServerEvents, type ServerEvent } from './server-events.ts';

/** Reads the events of a text that arrives in pieces of `size` bytes. */
async function read(text: string, size: number): Promise<ServerEvent[]> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const next = async () => {
    if (at >= bytes.length) return undefined;
    const piece = bytes.subarray(at, at + size);
    at += size;
    return piece;
  };
  const events: ServerEvent[] = [];
  for await (const event of readServerEvents(next)) events.push(event);
  return events;
}

const text = [
  'retry: 2000',
  '',
  ': a comment',
  '',
  'id: 1',
  'event: placed',
  'data: {"name":"Grüße, 東京 🛒"}',
  '',
  'data: two',
  'data:lines',
  'data',
  '',
  'event: ping',
  'data: ',
  '',
  'id: 2',
  '',
  'data: cut off',
].join('\n');

const expected = [
  { event: 'placed', data: '{"name":"Grüße, 東京 🛒"}', id: '1' },
  { event: 'message', data: 'two\nlines\n', id: undefined },
  { event: 'ping', data: '', id: undefined },
];

test.each([1, 2, 3, 7, 10_000])(
  'events that come in pieces of %i bytes are read as they were written',
  async (size) => {
    expect(await read(text, size)).toEqual(expected);
  },
);

test.each(['\r\n', '\r'])('lines may end with %j', async (end) => {
  for (const size of [1, 5, 10_000]) expect(await read(text.replaceAll('\n', end), size)).toEqual(expected);
});
