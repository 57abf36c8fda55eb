import { describe, expect, test } from 'vitest';
import { KeptAnswers } from './kept-answers.ts';

const list = { seconds: 60, stock: 'recent' } as const;
const detail = { seconds: 120, stock: 'exact' } as const;
const id = '019a0000-0000-7000-8000-000000000001';
const other = '019a0000-0000-7000-8000-000000000002';
const answer = (text = '{}') => ({
  body: new TextEncoder().encode(text),
  contentType: 'application/json',
  etag: '"x"',
  procedure: 'products.list',
});

function cache(limits = {}) {
  const clock = { now: 1_000_000 };
  const kept = new KeptAnswers(() => clock.now, limits);
  return {
    clock,
    kept,
    keep: (key: string, rule: typeof list | typeof detail, text?: string) =>
      kept.keep(key, answer(text), rule, kept.beginReading()),
  };
}

test('an answer is good for as long as its rule says, and not a millisecond longer', () => {
  const { kept, keep, clock } = cache();
  keep('list', list);
  keep('detail', detail);
  clock.now += 59_999;
  expect(kept.get('list')).toBeDefined();
  clock.now += 1;
  expect([kept.get('list'), kept.get('detail')]).toEqual([undefined, expect.anything()]);
  clock.now += 60_000;
  expect(kept.get('detail')).toBeUndefined();
});

test('an eviction takes everything, and what was being read when it came is not kept', () => {
  const { kept, keep } = cache();
  keep('list', list);
  const reading = kept.beginReading();
  kept.evictAll();
  kept.keep('late', answer(), list, reading);
  expect([kept.get('list'), kept.get('late')]).toEqual([undefined, undefined]);
  keep('new', list);
  expect(kept.get('new')).toBeDefined();
});

describe('a change of stock', () => {
  test('takes the details that name the variant at once, and no other', () => {
    const { kept, keep } = cache();
    keep('one', detail, `{"variants":[{"id":"${id}"}]}`);
    keep('two', detail, `{"variants":[{"id":"${other}"}]}`);
    kept.stockChanged([id]);
    expect([kept.get('one'), kept.get('two')]).toEqual([undefined, expect.anything()]);
    kept.stockChanged([]);
    expect(kept.get('two')).toBeUndefined();
  });

  test('leaves lists for five seconds, counted from the first change that they do not know', () => {
    const { kept, keep, clock } = cache();
    keep('list', list);
    kept.stockChanged([id]);
    clock.now += 3_000;
    kept.stockChanged([id]);
    keep('later', list);
    clock.now += 1_999;
    expect(kept.get('list')).toBeDefined();
    clock.now += 1;
    expect([kept.get('list'), kept.get('later')]).toEqual([undefined, undefined]);
    keep('fresh', list);
    clock.now += 20_000;
    expect(kept.get('fresh')).toBeDefined();
  });

  test('that was found late takes lists as much earlier', () => {
    const { kept, keep, clock } = cache();
    keep('list', list);
    kept.stockChanged([id], 4_000);
    clock.now += 999;
    expect(kept.get('list')).toBeDefined();
    clock.now += 1;
    expect(kept.get('list')).toBeUndefined();
  });

  test('keeps a list from being kept whose reading takes longer than it may be old', () => {
    const { kept, clock } = cache();
    const reading = kept.beginReading();
    kept.stockChanged([id]);
    clock.now += 5_000;
    kept.get('anything');
    kept.keep('list', answer(), list, reading);
    expect(kept.get('list')).toBeUndefined();
  });

  test('keeps a detail from being kept that may have been read before it', () => {
    const { kept } = cache();
    const reading = kept.beginReading();
    kept.stockChanged([id]);
    kept.keep('detail', answer(), detail, reading);
    kept.keep('list', answer(), list, reading);
    expect([kept.get('detail'), kept.get('list')]).toEqual([undefined, expect.anything()]);
  });
});

test('memory is bounded in bytes and in answers, and the least used go first', () => {
  const { kept, keep } = cache({ maxBytes: 100_000, maxAnswers: 50 });
  for (let index = 0; index < 1_000; index += 1) {
    keep(`key-${index}`, detail, `{"id":"${id}","text":"${'x'.repeat(2_000)}"}`);
    expect(kept.get('key-0')).toBeDefined();
  }
  const there = Array.from({ length: 1_000 }, (_, index) => kept.get(`key-${index}`)).filter(Boolean);
  expect(there.length).toBeGreaterThan(10);
  expect(there.length).toBeLessThanOrEqual(50);
  keep('huge', list, 'x'.repeat(200_000));
  expect(kept.get('huge')).toBeUndefined();
});
