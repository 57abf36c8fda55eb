import { singleLine } from '@cartwright/kernel/single-line';
import { describe, expect, test } from 'vitest';
import { Html, html, trustedHtml } from './html.ts';

describe('html', () => {
  test('escapes what could leave a text or a quoted attribute', () => {
    const hostile = `"><script>alert('1')</script>&amp;`;
    expect(String(html`<b title="${hostile}">${hostile}</b>`)).toBe(
      '<b title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</b>',
    );
  });

  test('keeps markup that it made, joins arrays and leaves out what is not there', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(String(html`<ul>${items}</ul>${0}${false}${null}${undefined}`)).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul>0',
    );
  });

  test('a backslash in a template stays what JavaScript reads', () => {
    expect(String(html`a\n${'\\'}`)).toBe('a\n\\');
  });

  test('only our own words are trusted as they are', () => {
    expect(String(html`<style>${trustedHtml('a>b{color:red}')}</style>`)).toBe('<style>a>b{color:red}</style>');
    expect(() => new Html('<script>', Symbol('making Html') as never)).toThrow(TypeError);
  });
});

describe('singleLine', () => {
  test.each([
    ['Order 1\r\nBcc: everyone@example.com', 'Order 1 Bcc: everyone@example.com'],
    ['a\nb\rc\u2028d\u2029e\u0085f\u0000g\th\vi', 'a b c d e f g h i'],
    ['  much   space  ', 'much space'],
    ['gpj.\u202Eexe', 'gpj.exe'],
    ['👩‍🌾 Крем-брюле', '👩‍🌾 Крем-брюле'],
    ['CHF\u00A012.00', 'CHF\u00A012.00'],
  ])('%j reads %j', (given, read) => {
    expect(singleLine(given)).toBe(read);
  });
});
