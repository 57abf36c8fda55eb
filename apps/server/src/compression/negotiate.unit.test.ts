import { expect, test } from 'vitest';
import { codedEtag, heldEtag } from '../cache/etag.ts';
import { compressedBefore, compressOnce } from './compress.ts';
import { codingFor } from './negotiate.ts';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['identity', undefined],
  ['deflate', undefined],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['GZIP;q=1.0, BR;q=0.5', 'gzip'],
  ['br;q=0, gzip;q=0.001', 'gzip'],
  ['br ; q=0.3 , gzip ; q=0.3', 'br'],
  ['*', 'br'],
  ['*;q=0.1, br;q=0', 'gzip'],
  ['gzip;q=0', undefined],
  ['identity, gzip;q=0.5', undefined],
  ['gzip;q=nonsense', undefined],
  ['gzip;q=2', undefined],
  [',;=,;;', undefined],
])('a client that sends Accept-Encoding "%s" gets %s', (header, coding) => {
  expect(codingFor(header)).toBe(coding);
});

test('each coding has an ETag of its own, and a client that holds any of them holds the answer', () => {
  const forms = [codedEtag('"abc"', undefined), codedEtag('"abc"', 'br'), codedEtag('"abc"', 'gzip')];
  expect(forms).toEqual(['"abc"', '"abc.br"', '"abc.gzip"']);
  for (const form of forms) {
    expect(heldEtag(`"other", W/${form}`, '"abc"')).toBe(form);
    expect(heldEtag(form, '"abcd"')).toBeUndefined();
  }
  expect(heldEtag('*', '"abc"')).toBe('"abc"');
});

test('a body that is kept is compressed once in each coding, also for those who ask at the same time', async () => {
  const body = Buffer.from('mug '.repeat(1_000));
  expect(compressedBefore(body, 'br')).toBeUndefined();
  const [first, second] = await Promise.all([compressOnce(body, 'br'), compressOnce(body, 'br')]);
  expect(second).toBe(first);
  expect(await compressOnce(body, 'br')).toBe(first);
  expect(compressedBefore(body, 'br')).toBe(first);
  expect(compressedBefore(body, 'gzip')).toBeUndefined();
});
