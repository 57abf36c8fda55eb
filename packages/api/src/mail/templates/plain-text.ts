import { formatMoney } from '@cartwright/kernel/money';
import { singleLine } from '@cartwright/kernel/single-line';
import type { OrderFacts } from './facts.ts';
import { addressWords, optionWords } from './words.ts';

/** Columns of a plain text e-mail, few enough for a phone held sideways and for a quoted reply. */
const width = 64;
const indent = 6;
const wide = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The lines, amounts and address of an order, with aligned amounts. */
export function orderText(order: OrderFacts): string[] {
  const money = (amount: number) => formatMoney(amount, order.currency);
  const amounts = totals(order).map(({ label, amount }) => ({
    label,
    amount: amount === null ? 'Free' : money(amount),
  }));
  const amountWidth = Math.max(...amounts.map(({ amount }) => columns(amount)), ...order.lines.map(lineWidth(money)));
  const labels = amounts.map(({ label }) => wrap(label, width - amountWidth - 2));
  const sums = amounts.flatMap(({ amount }, index) =>
    (labels[index] ?? []).map((label, line, { length }) => {
      return `${label}  ${padStart(line === length - 1 ? amount : '', amountWidth)}`;
    }),
  );
  const rule = '-'.repeat(amountWidth + 2 + Math.max(0, ...labels.flat().map(columns)));

  return [
    `ORDER ${singleLine(order.number)}`,
    '='.repeat(width),
    ...order.lines.flatMap((line) => {
      const [first = '', ...rest] = wrap(singleLine(line.name), width - indent - amountWidth - 2);
      const details = [optionWords(line), line.sku].map(singleLine).filter(Boolean).join(' · ');
      return [
        row(`${padStart(`${line.quantity} ×`, indent - 1)} ${first}`, money(line.lineTotal)),
        ...[...rest, ...wrap(details, width - indent)].map((more) => ' '.repeat(indent) + more),
      ];
    }),
    ...(sums.length === 0 ? [] : [rule, ...sums.slice(0, -1), '='.repeat(rule.length), sums.at(-1) ?? '']).map((sum) =>
      padStart(sum, width),
    ),
    ...(order.hasSums !== false && order.taxNote ? ['', ...wrap(order.taxNote)] : []),
    ...(order.shippingAddress
      ? ['', 'SHIP TO', '-'.repeat(width), ...addressWords(order.shippingAddress).map(singleLine)]
      : []),
  ];
}

/** The sums below the lines. A null amount is free shipping. */
export function totals(order: OrderFacts): { label: string; amount: number | null }[] {
  if (order.hasSums === false) return [];
  return [
    { label: 'Subtotal', amount: order.subtotal },
    ...order.discounts
      .filter(({ amount }) => amount > 0)
      .map(({ label, amount }) => ({ label: `Discount (${singleLine(label)})`, amount: -amount })),
    {
      label: order.shippingMethod === null ? 'Shipping' : `Shipping (${singleLine(order.shippingMethod)})`,
      amount: order.shipping === 0 ? null : order.shipping,
    },
    ...order.fees.filter(({ amount }) => amount > 0),
    ...order.taxes
      .filter(({ amount }) => amount > 0)
      .map(({ label, amount, included }) => ({ label: included ? `${label} (included)` : label, amount })),
    { label: 'Total', amount: order.total },
  ];
}

/** Wraps `text` to lines of at most `limit` columns, between words if possible. */
export function wrap(text: string, limit = width): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && columns(line) + 1 + columns(word) <= limit) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(...pieces(word, limit));
  }
  return lines;
}

/** The columns of a text in a fixed-width font. */
export function columns(text: string): number {
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}

function pieces(word: string, limit: number): string[] {
  const lines = [''];
  for (const { segment } of graphemes.segment(word)) {
    const line = lines.at(-1) ?? '';
    if (columns(line) + columns(segment) <= limit) lines[lines.length - 1] = line + segment;
    else lines.push(segment);
  }
  return lines;
}

const lineWidth = (money: (amount: number) => string) => (line: OrderFacts['lines'][number]) =>
  columns(money(line.lineTotal));

function row(left: string, right: string): string {
  return left + padStart(right, width - columns(left));
}

function padStart(text: string, length: number): string {
  return ' '.repeat(Math.max(0, length - columns(text))) + text;
}
