import { describe, expect, test } from 'vitest';
import { isOneMisspellingApart } from './misspellings.ts';
import { priceRanges } from './price-ranges.ts';
import { indexWordsOf, queryWords, singularOf, skuWordsOf, wantedOf, wordsOf } from './words.ts';

test.each([
  ['Café Crème, women’s 2', ['cafe', 'creme', 'womens', '2']],
  ['ÅNGSTRÖM Straße Œuvre Łódź', ['angstrom', 'strasse', 'oeuvre', 'lodz']],
  ['ﬁne ＦＵＬＬ İstanbul', ['fine', 'full', 'istanbul']],
  ['日本茶の缶 tea茶', ['日', '本', '茶', 'の', '缶', 'tea', '茶']],
  ['🎉 — … \t', []],
  ['a"b\'c*d:e(f)', ['a', 'bc', 'd', 'e', 'f']],
  ['สี่ เสื้อ', ['สี่', 'เ', 'สื้', 'อ']],
  ['हिन्दी की', ['हिन्दी', 'की']],
  ['がか', ['が', 'か']],
  ['C++/C# AC/DC №5 1½', ['cplusplus', 'csharp', 'ac', 'dc', 'no', '5', '1', '1', '2']],
])('the words of %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('a word is letters, digits and their marks, at most 40 characters, whatever the text', () => {
  const texts = [
    'x'.repeat(10_000),
    '😀'.repeat(100),
    String.fromCodePoint(...Array.from({ length: 2_000 }, (_, n) => n + 1)),
  ];
  for (const found of texts.flatMap(wordsOf)) expect(found).toMatch(/^(?=.{1,40}$)[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u);
});

test('a word with a symbol is indexed once more without it, behind all others', () => {
  expect(indexWordsOf('.NET and C++ 50%')).toEqual(['dotnet', 'and', 'cplusplus', '50percent', 'net', 'c', '50']);
  expect(indexWordsOf('Café au lait au lait')).toEqual(['cafe', 'au', 'lait', 'au', 'lait']);
});

test('a SKU is found in its parts and as one word', () => {
  expect(skuWordsOf(['AUD-HP-700', 'MUG'])).toEqual(['aud', 'hp', '700', 'audhp700', 'mug']);
});

test.each([
  ['mugs', 'mug'],
  ['glasses', 'glass'],
  ['batteries', 'battery'],
  ['boxes', 'box'],
  ['brushes', 'brush'],
  ['glass', 'glass'],
  ['mug', 'mug'],
  ['bus', 'bus'],
  ['as', 'as'],
])('%s is one %s', (plural, singular) => {
  expect(singularOf(plural)).toBe(singular);
});

test('a word is looked for in singular and plural, and only its whole forms count as whole', () => {
  expect(wantedOf({ word: 'mugs' })).toEqual({ typed: 'mugs', beginnings: ['mug'], wholes: ['mug', 'mugs'] });
  expect(wantedOf({ word: 'battery' })).toEqual({
    typed: 'battery',
    beginnings: ['battery', 'batteries'],
    wholes: ['battery', 'batteries'],
  });
  expect(wantedOf({ word: 'mugs', isWhole: true })).toEqual({
    typed: 'mugs',
    beginnings: [],
    wholes: ['mug', 'mugs'],
  });
});

test('the small words of a query do not count, unless there are no others, and neither do repetitions', () => {
  expect(queryWords('The stand for the headphones').map(({ word }) => word)).toEqual(['stand', 'headphones']);
  expect(queryWords('to the').map(({ word }) => word)).toEqual(['to', 'the']);
  expect(queryWords('a b c d e f g h i j k l m n o p')).toHaveLength(12);
});

test('a word may be the beginning of a longer one, unless a hyphen follows, or it is a single letter beside others', () => {
  const whole = (query: string) => queryWords(query).flatMap(({ word, isWhole }) => (isWhole ? [word] : []));
  expect(whole('AUD-NOC-70')).toEqual(['aud', 'noc']);
  expect(whole('head set')).toEqual([]);
  expect(whole('size m')).toEqual(['m']);
  expect(whole('m')).toEqual([]);
  expect(whole('t-shirt t')).toEqual(['t']);
  expect(whole('สี')).toEqual(['สี']);
});

describe('one misspelling', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const all = (word: string) =>
    Array.from({ length: word.length + 1 }, (_, at) => {
      const [before, after] = [word.slice(0, at), word.slice(at)];
      return [
        before + after.slice(1),
        ...letters.flatMap((letter) => [before + letter + after, before + letter + after.slice(1)]),
        after.length > 1 ? before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2) : word,
      ];
    }).flat();

  test('is recognised wherever and whatever it is', () => {
    for (const word of ['kettle', 'aabba', 'lamp']) {
      for (const wrong of all(word))
        expect(isOneMisspellingApart(word, wrong), `${word} ${wrong}`).toBe(wrong !== word);
    }
  });

  test('is not two', () => {
    const one = new Set(all('kettle'));
    for (const wrong of new Set([...one].slice(0, 60).flatMap(all))) {
      expect(isOneMisspellingApart('kettle', wrong), wrong).toBe(one.has(wrong) && wrong !== 'kettle');
    }
  });
});

test.each([
  ['USD', 499, 999, 1_999],
  ['JPY', 4, 9, 19],
  ['KWD', 4_999, 9_999, 19_999],
])('the price ranges of %s cover every price without a gap', (currency, ...ends) => {
  const ranges = priceRanges(currency);
  expect(ranges.slice(0, 3).map(({ maxPrice }) => maxPrice)).toEqual(ends);
  ranges.forEach(({ minPrice }, index) =>
    expect(minPrice).toBe(index === 0 ? 0 : (ranges[index - 1]?.maxPrice ?? NaN) + 1),
  );
  expect(ranges.at(-1)?.maxPrice).toBeNull();
});
