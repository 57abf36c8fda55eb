import { formatMoney } from '@cartwright/kernel/money';
import { type Html, html } from '../html.ts';
import { box, mono, smallPrint } from './elements.ts';
import type { AddressFacts, OrderFacts, OrderLineFacts } from './facts.ts';
import { paint } from './palette.ts';
import { totals } from './plain-text.ts';
import { addressWords, optionWords } from './words.ts';

const captionLook = 'font-size:12px;line-height:16px;font-weight:600;letter-spacing:0.6px;text-transform:uppercase;';

/** The lines, sums and address of an order as HTML. `orderText` is the plain text. */
export function orderSummary(order: OrderFacts): Html {
  const caption = `${paint('muted')}${captionLook}`;
  const value = `${paint('ink')}padding:5px 0 0;font-size:15px;line-height:22px;`;
  return html`${box(
    html`${order.lines.map((line) => orderLine(line, order.currency))}
${totals(order).map((sum) => totalRow(sum, order.currency))}`,
    'margin:30px 0 0;',
  )}
${order.hasSums !== false && order.taxNote && smallPrint(order.taxNote)}
${box(
  html`<tr>${order.shippingAddress && shipTo(order.shippingAddress, { caption, value })}
<td class="half" valign="top"><div class="muted" style="${caption}">Order</div>
<div class="ink" style="${value}${mono}">${order.number}</div></td></tr>`,
  'margin:28px 0 0;',
)}`;
}

function shipTo(address: AddressFacts, { caption, value }: { caption: string; value: string }): Html {
  const [name, ...lines] = addressWords(address);
  return html`<td class="half" width="55%" valign="top" style="padding:0 20px 0 0;">
<div class="muted" style="${caption}">Ship to</div>
<div class="ink" style="${value}"><b style="font-weight:600;">${name}</b>
${lines.map((line) => html`<br>${line}`)}</div></td>`;
}

const amountLook = 'white-space:nowrap;font-variant-numeric:tabular-nums;';

function orderLine(line: OrderLineFacts, currency: string): Html {
  const amount = formatMoney(line.lineTotal, currency);
  const edge = `${paint('line')}border-width:1px 0 0;border-style:solid;padding:14px 0;vertical-align:top;`;
  const text = `${paint('ink')}font-size:15px;line-height:22px;`;
  const small = `${paint('muted')}font-size:13px;line-height:20px;word-break:break-word;`;
  const details = [optionWords(line), line.sku].filter(Boolean).join(' · ');
  return html`<tr>
<td class="line ink" width="44" style="${edge}${text}white-space:nowrap;">${line.quantity}&nbsp;×</td>
<td class="line ink" style="${edge}${text}"><b style="font-weight:600;word-break:break-word;">${line.name}</b><br>
<span class="muted" style="${small}">${details}</span></td>
<td class="line ink" align="right" style="${edge}${text}padding-left:14px;${amountLook}">${amount}</td>
</tr>`;
}

function totalRow({ label, amount }: { label: string; amount: number | null }, currency: string): Html {
  const words = amount === null ? 'Free' : formatMoney(amount, currency);
  const look = totalLooks[label] ?? 'padding:4px 0;';
  const isTotal = label === 'Total';
  const colour = isTotal ? 'ink' : 'muted';
  const style = `${paint(colour, 'line')}font-size:15px;line-height:22px;${look}`;
  return html`${isTotal && air}<tr>
<td class="line ${colour}" colspan="2" style="${style}">${label}</td>
<td class="line ${colour}" align="right" style="${style}${amountLook}">${words}</td>
</tr>`;
}

const rule = 'border-width:1px 0 0;border-style:solid;';

/** The first and the last have a rule above them. */
const totalLooks: Readonly<Record<string, string>> = {
  Subtotal: `${rule}padding:14px 0 4px;`,
  Total: `${rule}padding:12px 0 0;font-size:19px;line-height:26px;font-weight:600;`,
};

const air = html`<tr><td colspan="3" height="10" style="font-size:0;line-height:10px;">&nbsp;</td></tr>`;
