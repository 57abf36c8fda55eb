import { expect, test } from 'vitest';
import { createStreams, type StreamClient, type StreamLimits } from './streams.ts';

const defaults: StreamLimits = { most: 2_000, mostPerCaller: 20, mostPerNetwork: 200, keptForAdmins: 50 };

/** The number of streams that clients get if each asks until it is refused. */
function taken(limits: Partial<StreamLimits>, clients: readonly StreamClient[]): { customers: number; admins: number } {
  const streams = createStreams({ ...defaults, ...limits });
  const counts = { customers: 0, admins: 0 };
  for (const client of clients) {
    try {
      for (;;) {
        streams.open(client);
        counts[client.isAdmin ? 'admins' : 'customers'] += 1;
      }
    } catch {}
  }
  expect(streams.count).toBe(counts.customers + counts.admins);
  return counts;
}

const customers = (count: number, network: (index: number) => string): StreamClient[] =>
  Array.from({ length: count }, (_, index) => ({ callerId: `user-${index}`, network: network(index), isAdmin: false }));
const admin: StreamClient = { callerId: 'admin', network: 'one', isAdmin: true };

test.each([
  [{ most: 30 }, 7, 20],
  [{ most: 2_000 }, 200, 20],
  [{ most: 2_000, mostPerNetwork: 5_000 }, 975, 20],
  [{ most: 2 }, 1, 1],
  [{ most: 1 }, 1, 0],
])(
  'with %j one network gets %i places, however many accounts it has, and an admin there %i',
  (limits, most, admins) => {
    expect(taken(limits, [...customers(500, () => 'one'), admin])).toEqual({ customers: most, admins });
  },
);

test('customers of many networks leave the places that are kept for admins', () => {
  const crowd = customers(500, (index) => `network-${index}`);
  expect(taken({}, [...crowd, admin])).toEqual({ customers: 1_950, admins: 20 });
  expect(taken({ most: 30, keptForAdmins: 1_000 }, [...crowd, admin])).toEqual({ customers: 15, admins: 15 });
  expect(taken({ keptForAdmins: 1 }, [...crowd, admin])).toEqual({ customers: 1_999, admins: 1 });
});

test('admins may take every place that customers leave', () => {
  const admins = Array.from({ length: 200 }, (_, index) => ({ ...admin, callerId: `admin-${index}` }));
  expect(taken({}, admins)).toEqual({ customers: 0, admins: 2_000 });
});

test('a place is free again, once, when its stream ends', () => {
  const streams = createStreams({ ...defaults, most: 2, keptForAdmins: 0 });
  const client = { callerId: 'user', network: 'one', isAdmin: false };
  for (let turn = 0; turn < 5; turn += 1) {
    const stream = streams.open(client);
    expect(() => streams.open(client)).toThrow();
    stream.end();
    stream.end();
    expect(streams.count).toBe(0);
  }
});
