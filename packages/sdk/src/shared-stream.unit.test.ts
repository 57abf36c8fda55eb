import { afterEach, expect, test, vi } from 'vitest';
import { SharedStream } from './shared-stream.ts';

interface Event {
  readonly id: string;
}

const event = (id: number): Event => ({ id: String(id) });
const name = 'a stream of this test';

/** Web Locks that another tab holds. */
const heldByOthers = {
  request: (_name: string, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    }),
};

let other: InstanceType<typeof BroadcastChannel> | undefined;
afterEach(() => {
  other?.close();
  vi.unstubAllGlobals();
});

/** A stream beside a leading tab. Its own connections begin after `lastEventId` and end when they are closed. */
function beside(leader: (heard: { kind: string }, tell: (message: object) => void) => void) {
  vi.stubGlobal('navigator', { locks: heldByOthers });
  other = new BroadcastChannel(name);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A channel reaches its own origin only.
  const tell = (message: object) => other?.postMessage(message);
  other.addEventListener('message', (message) => {
    if (message instanceof MessageEvent) leader(message.data as { kind: string }, tell);
  });
  const starts: (string | undefined)[] = [];
  const stream = new SharedStream<Event>(name, async function* (lastEventId, { signal, onConnected }) {
    starts.push(lastEventId);
    onConnected();
    for (let next = Number(lastEventId ?? 0) + 1; next <= 5; next += 1) yield event(next);
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  });
  let resets = 0;
  const inbox = stream.enter({ onReset: () => (resets += 1) });
  const take = async (count: number) => {
    const ids: string[] = [];
    while (ids.length < count) ids.push((await inbox.next(AbortSignal.timeout(20_000)))?.id ?? '');
    return ids;
  };
  return { stream, inbox, starts, tell, take, resets: () => resets };
}

test('a tab beside a leader hears its events and opens no connection', async () => {
  const { stream, inbox, starts, tell, take } = beside(({ kind }, answer) => {
    if (kind === 'ask') answer({ kind: 'open', last: event(2) });
  });
  await stream.ready;
  expect(stream.last).toEqual(event(2));
  tell({ kind: 'event', event: event(3), after: '2' });
  tell({ kind: 'event', event: event(4), after: '3' });
  expect(await take(2)).toEqual(['3', '4']);
  // A new leader that has seen fewer events begins further back.
  tell({ kind: 'event', event: event(4), after: '3' });
  tell({ kind: 'event', event: event(5), after: '4' });
  expect(await take(1)).toEqual(['5']);
  // After a restore from a backup the numbers begin again.
  tell({ kind: 'event', event: event(1), after: '5' });
  expect(await take(1)).toEqual(['1']);
  expect(starts).toEqual([]);
  stream.leave(inbox);
  expect(stream.isClosed).toBe(true);
});

test('a tab that misses an event opens a connection of its own after its last one', async () => {
  const { stream, inbox, starts, tell, take } = beside(({ kind }, answer) => {
    if (kind === 'ask') answer({ kind: 'open', last: event(2) });
  });
  await stream.ready;
  tell({ kind: 'event', event: event(4), after: '3' });
  expect(await take(3)).toEqual(['3', '4', '5']);
  expect(starts).toEqual(['2']);
  stream.leave(inbox);
});

test('a tab whose leader does not answer opens a connection of its own', async () => {
  const { stream, inbox, starts, take } = beside(() => {});
  await stream.ready;
  expect(await take(5)).toEqual(['1', '2', '3', '4', '5']);
  expect(starts).toEqual([undefined]);
  stream.leave(inbox);
});

test('a tab beside a leader hears that the shop has lost events, and takes the older ones that follow', async () => {
  const { stream, starts, tell, take, resets } = beside(({ kind }, answer) => {
    if (kind === 'ask') answer({ kind: 'open', last: event(7) });
  });
  await stream.ready;
  tell({ kind: 'reset' });
  tell({ kind: 'event', event: event(3), after: undefined });
  tell({ kind: 'event', event: event(4), after: '3' });
  expect(await take(2)).toEqual(['3', '4']);
  expect([resets(), starts]).toEqual([1, []]);
});
