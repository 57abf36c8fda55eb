import { expect, test } from 'vitest';
import { type Actor, jobActor, keyActor, parseActor, userActor } from './actor.ts';

test('every actor is parsed into the parts that it was made from', () => {
  expect(parseActor(userActor('1'))).toEqual({ kind: 'user', id: '1' });
  expect(parseActor(keyActor('2'))).toEqual({ kind: 'key', id: '2' });
  expect(parseActor(jobActor({ name: 'orders:expire' }))).toEqual({ kind: 'job', name: 'orders:expire' });
  expect(parseActor('cli')).toEqual({ kind: 'cli' });
  expect(parseActor('customer')).toEqual({ kind: 'customer' });
});

test('any other text is no actor', () => {
  for (const text of ['', ':', 'user', 'user:', ':1', 'User:1', 'cli:1', 'customer:1', 'guest', 'userx:1']) {
    expect(parseActor(text)).toBeUndefined();
  }
});

test('a text outside the grammar does not compile as an actor', () => {
  // @ts-expect-error guests are no actors
  const guest: Actor = 'guest';
  // @ts-expect-error an id alone names no actor
  const user: Actor = '1';
  expect([guest, user].map(parseActor)).toEqual([undefined, undefined]);
});
