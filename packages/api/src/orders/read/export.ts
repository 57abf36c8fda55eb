import { byteOrderMark, toCsv } from '@cartwright/kernel/csv';
import { toDecimal } from '@cartwright/kernel/money';
import type { Shop } from '@cartwright/kernel/shop';
import type { ExportOrdersInput } from '../admin-schema.ts';
import { leftOf, soldOf } from '../lifecycle/goods.ts';
import { taxesOf } from '../refund/refund-amount.ts';
import type { Order, OrderedItem } from '../schema.ts';
import { completeOrders } from './read.ts';
import { type OrderPosition, selectOrders } from './selection.ts';
import { discountsOf } from './sums-by-label.ts';
import type { OrderRow } from './to-order.ts';

const pageSize = 500;

const columns: Record<string, (order: Order, row: OrderRow) => string | number | null> = {
  number: ({ number }) => number,
  createdAt: ({ createdAt }) => createdAt.toISOString(),
  status: ({ status }) => status,
  paymentStatus: ({ paymentStatus }) => paymentStatus,
  fulfillmentStatus: ({ fulfillmentStatus }) => fulfillmentStatus,
  customerName: (_, { customerName }) => customerName,
  email: (_, { email }) => email,
  currency: ({ currency }) => currency,
  subtotal: amount('subtotal'),
  discount: amount('discount'),
  discounts: ({ adjustments, currency }) => amounts(discountsOf(adjustments), currency),
  shipping: amount('shipping'),
  tax: amount('tax'),
  taxIncluded: amount('taxIncluded'),
  taxRates: ({ adjustments, currency }) => amounts(taxesOf(adjustments), currency),
  vatNumber: ({ vat }) => vat?.number ?? null,
  vatStatus: ({ vat }) => vat?.status ?? null,
  total: amount('total'),
  refunded: amount('refunded'),
  paymentMethod: ({ payment }) => payment.method,
  units: ({ items }) => items.reduce((sum, item) => sum + soldOf(item), 0),
  items: listed(soldOf),
  toShip: ({ items, status }) => (status === 'cancelled' ? '' : listed(leftOf)({ items })),
  shipTo: ({ shippingAddress }) => shippingAddress.fullName,
  company: ({ shippingAddress }) => shippingAddress.company ?? null,
  line1: ({ shippingAddress }) => shippingAddress.line1,
  line2: ({ shippingAddress }) => shippingAddress.line2 ?? null,
  city: ({ shippingAddress }) => shippingAddress.city,
  state: ({ shippingAddress }) => shippingAddress.state ?? null,
  postalCode: ({ shippingAddress }) => shippingAddress.postalCode ?? '',
  country: ({ shippingAddress }) => shippingAddress.country,
  phone: ({ shippingAddress }) => shippingAddress.phone ?? null,
  shipments: ({ shipments }) => shipments.length,
  carrier: ({ shipments }) => inAll(shipments, ({ tracking }) => tracking.carrier),
  trackingNumber: ({ shipments }) => inAll(shipments, ({ tracking }) => tracking.number),
  note: ({ note }) => note,
  id: ({ id }) => id,
};

export const orderColumns: readonly string[] = Object.keys(columns);

const exampleRow: Readonly<Record<string, string>> = {
  number: 'R7K2MQ94XD',
  createdAt: '2026-11-20T14:00:00.000Z',
  status: 'confirmed',
  paymentStatus: 'paid',
  fulfillmentStatus: 'unfulfilled',
  customerName: 'Grace Hopper',
  email: 'grace@example.com',
  currency: 'USD',
  subtotal: '31.98',
  discount: '0.00',
  discounts: '',
  shipping: '0.00',
  tax: '1.92',
  taxIncluded: '0.00',
  taxRates: 'VA sales tax 6 %: 1.92',
  total: '33.90',
  refunded: '0.00',
  paymentMethod: 'stripe',
  units: '2',
  items: '2 MUG-STONE',
  toShip: '2 MUG-STONE',
  shipTo: 'Grace Hopper',
  line1: '1 Harbour Street',
  city: 'Arlington',
  state: 'VA',
  postalCode: '22202',
  country: 'US',
  shipments: '0',
  id: '0193a5f0-7c1e-7a3b-9d5c-1f2e3d4c5b6a',
};

/** A file with one order, for the documentation. */
export const ordersFileExample = toCsv([orderColumns, orderColumns.map((name) => exampleRow[name] ?? '')]);

/**
 * Yields the orders that pass the filters as CSV, newest first. Reads page by page as the file is consumed, so that
 * neither many orders nor a slow client costs memory or holds a connection.
 */
export async function* exportOrders(shop: Shop, { bom, ...filters }: ExportOrdersInput): AsyncGenerator<string> {
  const header = (bom ? byteOrderMark : '') + toCsv([orderColumns]);
  let after: OrderPosition | undefined;
  for (;;) {
    const rows = await selectOrders(shop, filters, { after, limit: pageSize });
    const orders = await completeOrders(shop, shop.db.read, rows, 'admin');
    const lines = orders.map((order, index) => {
      const row = rows[index];
      return row ? Object.values(columns).map((cell) => cell(order, row)) : [];
    });
    yield (after ? '' : header) + toCsv(lines);
    after = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}

/** Amounts with their labels in one cell, such as `SUMMER-20: 6.40; Mug week: 1.00`. */
function amounts(list: readonly { readonly label: string; readonly amount: number }[], currency: string): string {
  return list.map((one) => `${one.label}: ${toDecimal(one.amount, currency)}`).join('; ');
}

function amount(name: 'subtotal' | 'discount' | 'shipping' | 'tax' | 'taxIncluded' | 'total' | 'refunded') {
  return (order: Order) => toDecimal(order[name], order.currency);
}

/** A quantity of each item, such as `2 MUG-STONE; 1 BOWL`. */
function listed(quantityOf: (item: OrderedItem) => number) {
  return ({ items }: Pick<Order, 'items'>) =>
    items
      .filter((item) => quantityOf(item) > 0)
      .map((item) => `${quantityOf(item)} ${item.sku}`)
      .join('; ');
}

/** The different values of all shipments, or null without any. */
function inAll(shipments: Order['shipments'], valueOf: (shipment: Order['shipments'][number]) => string | null) {
  const values = shipments.map(valueOf).filter((value) => value !== null);
  return values.length > 0 ? [...new Set(values)].join('; ') : null;
}
