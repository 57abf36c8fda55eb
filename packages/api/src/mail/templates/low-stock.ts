import { html } from '../html.ts';
import { box, paragraph, smallPrint } from './elements.ts';
import type { MailContent, StoreFacts } from './facts.ts';
import { compose } from './layout.ts';
import { paint } from './palette.ts';

export interface LowStockFacts extends StoreFacts {
  /** The lowest stock first. */
  readonly items: readonly {
    readonly name: string;
    readonly sku: string;
    readonly options: Readonly<Record<string, string>>;
    readonly available: number;
  }[];
  /** More variants are low than the e-mail lists. */
  readonly isMore: boolean;
}

/** The variants with low stock, for the operators of the shop. */
export function lowStock({ items, isMore, ...store }: LowStockFacts): MailContent {
  const soldOut = items.filter(({ available }) => available === 0).length;
  const count = isMore
    ? `More than ${items.length} items are`
    : items.length === 1
      ? 'One item is'
      : `${items.length} items are`;
  const words = soldOut === 0 ? `${count} low in stock.` : `${count} low in stock, ${soldOut} of them sold out.`;
  const lines = items.map(({ name, sku, options, available }) => ({
    name: [name, ...Object.values(options)].join(', '),
    sku,
    left: available === 0 ? 'sold out' : `${available} left`,
  }));
  const cell = `${paint('ink', 'line')}border-top-width:1px;border-top-style:solid;font-size:15px;line-height:21px;vertical-align:top;`;
  const rows = lines.map(
    ({ name, sku, left }) => html`<tr><td class="ink line" style="${cell}padding:12px 12px 12px 0;">${name}<br>
<span class="muted" style="${paint('muted')}font-size:13px;">${sku}</span></td>
<td class="ink line" align="right" style="${cell}padding:12px 0;white-space:nowrap;">${left}</td></tr>`,
  );
  const more = 'GET /api/v1/admin/inventory/low returns the full list.';
  return compose({
    store,
    subject: `Low stock at ${store.storeName}: ${isMore ? `more than ${items.length} items` : items.length === 1 ? 'one item' : `${items.length} items`}`,
    preheader: words,
    tone: soldOut > 0 ? 'bad' : 'quiet',
    state: 'Low stock',
    title: 'These items are low in stock',
    html: html`${paragraph(words)}${box(rows, 'margin:20px 0 0;')}${isMore && smallPrint(more)}`,
    text: [words, lines.map(({ name, sku, left }) => `${name} (${sku}): ${left}`), isMore && more],
    reason: `You get this e-mail because you are an admin of ${store.storeName}.`,
  });
}
