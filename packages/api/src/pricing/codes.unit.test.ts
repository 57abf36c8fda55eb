import { describe, expect, test } from 'vitest';
import { code, codePrefix, newCode } from './index.ts';

describe('a code', () => {
  test('is compared in upper case after NFKC', () => {
    for (const written of ['Summer-20', ' summer-20 ', 'ＳＵＭＭＥＲ－２０', 'ſummer-20']) {
      expect(code.parse(written)).toBe('SUMMER-20');
    }
  });

  test('has 3 to 40 letters from A to Z, digits, hyphens and underscores', () => {
    expect(code.parse('A_1')).toBe('A_1');
    expect(code.parse('x'.repeat(40))).toBe('X'.repeat(40));
    const wrong = [
      '',
      'AB',
      'x'.repeat(41),
      'x'.repeat(300),
      'SUMMER 20',
      'ЅUMMER',
      'ΑΒΓ',
      '夏セール',
      'ıst',
      '20%',
      'A\0B',
    ];
    for (const written of wrong) {
      expect(code.safeParse(written).error?.issues.map(({ message }) => message)).toEqual([
        'Enter 3 to 40 letters from A to Z, digits, hyphens and underscores, such as SUMMER-20.',
      ]);
    }
  });
});

describe('a made code', () => {
  test('is a code with 60 random bits, without characters that look alike', () => {
    const made = new Set(Array.from({ length: 10_000 }, () => newCode()));
    expect(made.size).toBe(10_000);
    for (const one of made) {
      expect(one).toMatch(/^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){2}$/);
      expect(code.parse(one)).toBe(one);
    }
    expect(new Set([...made].join('').replaceAll('-', '')).size).toBe(32);
  });

  test('begins with the longest prefix and is still a code', () => {
    const made = newCode(codePrefix.parse('welcome-'.repeat(3)));
    expect(code.parse(made)).toBe(made);
    expect(made.length).toBeLessThanOrEqual(40);
    expect(code.safeParse(newCode(codePrefix.parse('x'.repeat(25)))).success).toBe(true);
    expect(codePrefix.safeParse('x'.repeat(26)).success).toBe(false);
    expect(codePrefix.safeParse('приве́т').success).toBe(false);
  });
});
