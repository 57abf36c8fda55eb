import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toDecimal } from '@cartwright/kernel/money';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, type SignedUp, storePromotion, testAddress } from '../src/testing.ts';

/** The page whose tables this test writes from the answers of a shop. `vitest -u` writes them into the file. */
const page = fileURLToPath(new URL('../../../docs/price-examples.md', import.meta.url));

const american = await createTestShop({ STORE_CURRENCY: 'USD' });
const german = await createTestShop({ STORE_CURRENCY: 'EUR', STORE_COUNTRY: 'DE', PRICES_INCLUDE_TAX: 'on' });
afterAll(async () => {
  await american.close();
  await german.close();
});

type Rate = Parameters<SignedUp['caller']['admin']['taxRates']['create']>[0];
type Quote = Awaited<ReturnType<SignedUp['caller']['orders']['quote']>>;

const rate = (country: string, name: string, basisPoints: number, more: Partial<Rate> = {}): Rate => {
  return { country, name, basisPoints, taxClass: 'standard', ...more };
};
const stores = {
  american: { world: american, rates: [rate('US', 'California sales tax 7.25 %', 725, { region: 'CA' })] },
  german: {
    world: german,
    rates: [
      rate('DE', 'VAT 19 %', 1_900),
      rate('DE', 'VAT 7 %', 700, { taxClass: 'reduced' }),
      rate('GB', 'VAT 20 %', 2_000),
      rate('GB', 'VAT 0 %', 0, { taxClass: 'reduced' }),
      rate('CH', 'VAT 8.1 %', 810),
      rate('CH', 'VAT 2.6 %', 260, { taxClass: 'reduced' }),
    ],
  },
};
type Store = keyof typeof stores;

/** Takes 10 % off the goods. */
const code = 'WELCOME10';
const admins = {} as Record<Store, SignedUp>;
const items = {} as Record<Store, { variantId: string; quantity: number }[]>;

beforeAll(async () => {
  for (const store of ['american', 'german'] as const) {
    const { world, rates } = stores[store];
    const admin = await world.signUp({ role: 'admin' });
    await storePromotion(world.shop, { codes: [code] });
    for (const one of rates) await admin.caller.admin.taxRates.create(one);
    const mug = await admin.caller.products.create({ name: 'Mug', price: 1_290, stock: 9 });
    const book = await admin.caller.products.create({ name: 'Book', price: 2_400, stock: 9, taxClass: 'reduced' });
    admins[store] = admin;
    items[store] = [
      { variantId: mug.variants[0]?.id ?? '', quantity: 2 },
      { variantId: book.variants[0]?.id ?? '', quantity: 1 },
    ];
  }
});

const addresses = {
  'US-CA': { ...testAddress, city: 'Sacramento', state: 'CA', postalCode: '95814' },
  DE: { ...testAddress, city: 'Berlin', state: undefined, postalCode: '10117', country: 'DE' },
  GB: { ...testAddress, city: 'London', state: undefined, postalCode: 'SW1Y 4LB', country: 'GB' },
  CH: { ...testAddress, city: 'Bern', state: undefined, postalCode: '3011', country: 'CH' },
};
type Country = keyof typeof addresses;
const storeOf = (country: Country): Store => (country === 'US-CA' ? 'american' : 'german');

/** The rows of a quote as a person reads them, with its total. */
function quoteTable({ items: lines, adjustments, total, currency }: Quote): string {
  const money = (amount: number) => toDecimal(amount, currency);
  const targetOf = (line: number | null) => (line === null ? 'shipping' : (lines[line]?.name ?? ''));
  return table(
    ['reason', 'for', 'of', 'amount'],
    [
      ...lines.map(({ name, quantity, unitPrice, lineTotal }) => {
        return [`${quantity} × ${name}`, name, money(unitPrice), money(lineTotal)];
      }),
      ...adjustments.map(({ label, line, base, kind, amount, included }) => [
        included ? `${label}, included` : label,
        targetOf(line),
        kind === 'shipping' ? '' : money(base),
        money(amount),
      ]),
      ['**total**', '', '', `**${money(total)} ${currency}**`],
    ],
  );
}

async function quoteTo(country: Country, codes: string[]): Promise<string> {
  const store = storeOf(country);
  const input = orderInput({ items: items[store], shippingAddress: addresses[country], codes });
  const quote = await admins[store].caller.orders.quote(input);
  expect(quote.problems).toEqual([]);
  const rows = quote.adjustments.filter(({ included }) => !included).reduce((sum, { amount }) => sum + amount, 0);
  expect(quote.total).toBe(quote.subtotal + rows);
  return quoteTable(quote);
}

/** Refunds an order to Germany with the code in four steps: each mug, the book, and what is left. */
async function refundInSteps(): Promise<string> {
  const { caller } = admins.german;
  const [mug = [], book = []] = items.german.map(({ variantId }) => [{ variantId, quantity: 1 }]);
  const shippingAddress = addresses.DE;
  const order = await caller.orders.place(orderInput({ items: items.german, shippingAddress, codes: [code] }));
  await german.drainJobs();
  const steps = [
    ['one mug', mug],
    ['the other mug', mug],
    ['the book', book],
    ['the rest, which is shipping', undefined],
  ] as const;
  for (const [, lines] of steps) await caller.admin.orders.refund({ idOrNumber: order.id, ...(lines && { lines }) });
  const { refunds, refunded, total, currency } = await caller.admin.orders.get({ idOrNumber: order.id });
  expect(refunded).toBe(total);
  const money = (amount: number) => toDecimal(amount, currency);
  const labels = ['VAT 19 %', 'VAT 7 %'];
  const taxIn = (label: string, taxes: readonly { label: string; amount: number }[]) =>
    taxes.filter((tax) => tax.label === label).reduce((sum, { amount }) => sum + amount, 0);
  const rows = steps.map(([name], index) => {
    const { amount = 0, taxes = [] } = refunds[index] ?? {};
    return [name, money(amount), ...labels.map((label) => money(taxIn(label, taxes)))];
  });
  const sums = labels.map((label) =>
    taxIn(
      label,
      refunds.flatMap(({ taxes }) => taxes),
    ),
  );
  // The tax of all refunds is the tax of the order, rate by rate.
  expect(sums).toEqual(labels.map((label) => taxIn(label, order.adjustments)));
  return table(
    ['refund', 'amount', ...labels.map((label) => `${label} in it`)],
    [...rows, ['**all**', `**${money(refunded)}**`, ...sums.map((sum) => `**${money(sum)}**`)]],
  );
}

/** A Markdown table with aligned columns. */
function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((_, column) => Math.max(...[headings, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

test('the tables of the page are the answers of a shop', async () => {
  let text = readFileSync(page, 'utf8');
  const put = (name: string, content: string) => {
    const block = new RegExp(`<!-- ${name} -->\n[^]*?<!-- end -->`);
    expect(text).toMatch(block);
    text = text.replace(block, `<!-- ${name} -->\n\n${content}\n\n<!-- end -->`);
  };
  for (const country of Object.keys(addresses) as Country[]) {
    put(`quote ${country}`, await quoteTo(country, []));
    put(`quote ${country} ${code}`, await quoteTo(country, [code]));
  }
  put('refunds', await refundInSteps());
  await expect(text).toMatchFileSnapshot(page);
});
