import { expect, test } from 'vitest';
import { refusalOfNode, warningsAboutNode } from './node-version.ts';

test('SQLite on a Node that ends its process is warned about', () => {
  for (const node of ['24.19.0', '24.21.0'])
    expect(warningsAboutNode('sqlite:./shop.db', node)).toEqual([
      expect.stringMatching(`Node ${node} .* Use Node 22 or Postgres`),
    ]);
  for (const node of ['20.19.0', '22.23.3', '24.18.1']) expect(warningsAboutNode('sqlite:./shop.db', node)).toEqual([]);
  expect(warningsAboutNode('postgres://db.internal/shop', '24.21.0')).toEqual([]);
});

test('a Node that is not supported is refused in one sentence, and the others are not', () => {
  for (const node of ['18.20.8', '20.18.3', '21.7.3', '22.11.0', '23.11.0', '25.1.0', '26.0.0']) {
    expect(refusalOfNode(node)).toBe(
      `Cartwright needs Node 20.19 or 22.12 or 24, or a newer release of one of these. This is Node ${node}.`,
    );
  }
  for (const node of ['20.19.0', '20.20.2', '22.12.0', '22.23.3', '24.0.0', '24.22.0']) {
    expect(refusalOfNode(node)).toBeUndefined();
  }
});
