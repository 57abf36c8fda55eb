import { describe, expect, test } from 'vitest';
import { asciiWords, foldText, labelKey, spellSymbols } from './fold.ts';

describe('a folded text', () => {
  test.each([
    // Latin letters become those of a keyboard without accents, also if Unicode does not decompose them.
    ['Łopata', 'lopata'],
    ['Ångström', 'angstrom'],
    ['Straße', 'strasse'],
    ['Œuvre Æsop', 'oeuvre aesop'],
    ['Ørsted Đorđe Þór Eiður', 'orsted dorde thor eidur'],
    ['Iğdır İstanbul', 'igdir istanbul'],
    ['Ħal Ŋa Ŧ Ə', 'hal nga t e'],
    ['Tiếng Việt', 'tieng viet'],
    ['ﬁne ＦＵＬＬ', 'fine full'],
    // Greek and Cyrillic lose their marks.
    ['Ελλάδα ΟΔΟΣ', 'ελλαδα οδοσ'],
    ['Ёлка За́мок', 'елка замок'],
    // All other scripts keep their marks.
    ['ตี ตื ตี่', 'ตี ตื ตี่'],
    ['कि की', 'कि की'],
    ['কফি', 'কফি'],
    ['தேநீர்', 'தேநீர்'],
    ['がぎ ﾊﾞ', 'がぎ バ'],
    ['커피', '커피'],
    ['קָפֶה', 'קָפֶה'],
    ['قَهْوَة', 'قَهْوَة'],
    ['日本茶', '日本茶'],
    // Compatibility forms of digits and letters stay apart from their neighbours.
    ['1½ 10² m² Brand™ №5', '1 1⁄2 10 2 m2 brand   no 5'],
    ['Kaffee\u00ADkanne', 'kaffeekanne'],
  ])('of %j is %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(folded)).toBe(folded);
    expect(foldText(text.normalize('NFD'))).toBe(folded);
  });
});

test.each([
  ['C++', 'Cplusplus'],
  ['C++17 and c#, F♯', 'Cplusplus17 and csharp, Fsharp'],
  ['.NET (.net) ASP.NET', 'dotNET (dotnet) ASP.NET'],
  ['50% 50 % ５０％', '50percent 50percent 50percent'],
  ['18+ A+', '18plus Aplus'],
  ['A&B AC/DC 2+1 A + B #5 No#5 ... 3.5', 'A&B AC/DC 2+1 A + B #5 No#5 ... 3.5'],
])('the symbols that are part of a word are spelled: %j', (text, spelled) => {
  expect(spellSymbols(text)).toBe(spelled);
});

describe('the key of a label', () => {
  test.each([
    ['Size', ' SIZE '],
    ['Größe', 'GRößE'],
    ['Crème', 'creme'],
    ['é', 'e\u0301'],
    ['Extra  large', 'extra\u00A0large'],
  ])('is the same for %j and %j', (one, other) => {
    expect(labelKey(one)).toBe(labelKey(other));
  });

  test.each([
    ['ตี', 'ตื'],
    ['สี', 'สี่'],
    ['कि', 'की'],
    ['কি', 'কী'],
    ['か', 'が'],
    ['ハ', 'パ'],
    ['קֶ', 'קָ'],
    ['Bøg', 'Bog'],
    ['Maße', 'Masse'],
    ['Łan', 'Lan'],
    ['C+', 'C++'],
    ['10²', '102'],
    ['10½', '101/2'],
    ['①', '1'],
    ['m²', 'm2'],
    ['नक्‍श', 'नक्श'],
  ])('differs between %j and %j', (one, other) => {
    expect(labelKey(one)).not.toBe(labelKey(other));
  });
});

describe('the ASCII words of a text', () => {
  test.each([
    ['Łopata ogrodowa', 'lopata-ogrodowa'],
    ['Ørsted & Søn, ½ l', 'orsted-son-1-2-l'],
    ['Größe Äpfel', 'grosse-apfel'],
    ['Чайник', 'chaynik'],
    ['Ελληνικός καφές', 'ellinikos-kafes'],
    ['日本茶', 'ri-ben-cha'],
    ['コーヒー', 'kohi'],
    ['커피 잔', 'keopi-jan'],
    ['สวัสดี', 'swasdi'],
    ['قهوة', 'qhwh'],
    ['שלום', 'slvm'],
    ['हिन्दी', 'hindi'],
    ['C++ Primer', 'c-plus-plus-primer'],
    ['C# Primer', 'c-sharp-primer'],
    ['.NET', 'dot-net'],
    ['50% off', '50-percent-off'],
    ['AC/DC № 5', 'ac-dc-no-5'],
    ["Women’s Cook's", 'womens-cooks'],
    ['🎉', 'tada'],
    ['— … !?', ''],
  ])('%j: %j', (text, words) => {
    expect(asciiWords(text)).toBe(words);
  });

  test('are letters, digits and single hyphens, whatever the text', () => {
    for (let start = 0; start < 0x20000; start += 50) {
      const points = Array.from({ length: 50 }, (_, index) => start + index).filter(
        (one) => one < 0xd800 || one > 0xdfff,
      );
      expect(asciiWords(String.fromCodePoint(...points))).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/);
    }
  });
});
