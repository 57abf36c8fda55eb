import { expect, test } from 'vitest';
import { reservedWords } from './reserved-words.ts';

const paths = ['/products', '/products/search', '/products/{idOrSlug}', '/products/{idOrSlug}/images'];

test('a path beside a parameter reserves its word, whatever stands behind it, and nothing else does', () => {
  const isReserved = reservedWords([...paths, '/products/best/today', '/orders/quote']);
  const words = ['search', 'best', 'quote', 'images', 'products', 'searc', 'mug'];
  expect(words.filter((word) => isReserved('/products/{idOrSlug}', word))).toEqual(['search', 'best']);
});

test('a parameter with more around it reserves every word that it could be', () => {
  const isReserved = reservedWords([...paths, '/products/{idOrSlug}.csv']);
  expect(['mug.csv', '.csv', 'mug', 'csv'].filter((word) => isReserved('/products/{idOrSlug}', word))).toEqual([
    'mug.csv',
  ]);
});

test('a parameter behind another one has words of its own', () => {
  const isReserved = reservedWords([
    ...paths,
    '/products/{idOrSlug}/images/{imageId}',
    '/products/{idOrSlug}/images/all',
  ]);
  expect(isReserved('/products/{idOrSlug}/images/{imageId}', 'all')).toBe(true);
  expect(isReserved('/products/{idOrSlug}', 'all')).toBe(false);
});

test('a parameter that no path has is a mistake of the caller', () => {
  expect(() => reservedWords(paths)('/products/{slug}', 'search')).toThrow(
    'No path has the parameter /products/{slug}.',
  );
});
