import { expect, test } from 'vitest';
import { warningsAboutNode } from './node-version.ts';

test('SQLite on a Node that ends its process is warned about', () => {
  for (const node of ['24.19.0', '24.21.0'])
    expect(warningsAboutNode('sqlite:./shop.db', node)).toEqual([
      expect.stringMatching(`Node ${node} .* Take Node 22, or Postgres`),
    ]);
  for (const node of ['20.19.0', '22.23.3', '24.18.1']) expect(warningsAboutNode('sqlite:./shop.db', node)).toEqual([]);
  expect(warningsAboutNode('postgres://db.internal/shop', '24.21.0')).toEqual([]);
});
