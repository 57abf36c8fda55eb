import { onDatabase, onUnguardedDatabase } from '@cartwright/db/testing';
import { changeBalances } from '@cartwright/kernel/balances/change';
import { newId } from '@cartwright/kernel/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, type SignedUp } from '../../testing.ts';
import { orderChecks } from './schema.ts';
import { verifyOrders } from './verify.ts';

const world = await createTestShop({ TAX_BASIS_POINTS: '1000', SHIPPING_PRICE: '500', FREE_SHIPPING_FROM: '100000' });
const { shop, database } = world;
afterAll(() => world.close());

let ada: SignedUp;
/** An order of two lines: 3 × 1000 and 1 × 2000, 500 for shipping and 550 tax, with a refund of one of the first. */
let order: { id: string; number: string };
let [payment, refund] = ['', ''];
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  const [mug, pot] = [
    await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 9 }),
    await ada.caller.products.create({ name: 'Pot', price: 2_000, stock: 9 }),
  ];
  const items = [
    { productId: mug.id, quantity: 3 },
    { productId: pot.id, quantity: 1 },
  ];
  order = await ada.caller.orders.place(orderInput({ items }));
  await world.drainJobs();
  const lines = [{ variantId: mug.variants[0]?.id ?? '', quantity: 1 }];
  await ada.caller.admin.orders.refund({ idOrNumber: order.id, lines });
  await world.drainJobs();
  const shown = await ada.caller.admin.orders.get({ idOrNumber: order.id });
  payment = shown.payments[0]?.id ?? '';
  refund = shown.refunds[0]?.id ?? '';
  await dropChecks();
});

const isSqlite = database.url.startsWith('sqlite:');

/** SQLite ignores the checks of tables on request, Postgres has to drop them. */
async function dropChecks(): Promise<void> {
  if (isSqlite) return;
  const drop = (table: string, ...names: string[]) =>
    onDatabase(database.url, `alter table ${table} ${names.map((name) => `drop constraint ${name}`).join(', ')}`);
  await drop('orders', 'orders_total', 'orders_amounts', 'orders_tax_included');
  await drop(
    'order_lines',
    'order_lines_total',
    'order_lines_cancelled',
    'order_lines_returned',
    'order_lines_shipped',
  );
  await drop('order_adjustments', 'order_adjustments_amount');
  await drop('payments', 'payments_amounts');
}

/** Writes what neither triggers nor checks would let in. */
function tamper(statement: string): Promise<void> {
  return onUnguardedDatabase(database.url, isSqlite ? `pragma ignore_check_constraints = on; ${statement}` : statement);
}

/** The contradictions of the order as sentences. */
async function contradictions(): Promise<string[]> {
  const { drifts } = await verifyOrders(shop);
  expect(drifts.filter(({ orderId, number }) => orderId !== order.id || number !== order.number)).toEqual([]);
  return drifts.map(({ check, part, value, expected }) => `${check}, ${part}: ${value}, not ${expected}`).sort();
}

const line = (set: string, position = 0) =>
  `update order_lines set ${set} where order_id = '${order.id}' and revision = 1 and position = ${position}`;
const header = (set: string) => `update orders set ${set} where id = '${order.id}'`;
const copy = (table: string, columns: string, values: string, where = 'true') =>
  `insert into ${table} (${columns}) select ${values} from ${table} where order_id = '${order.id}' and ${where}`;
const columnsOfLines =
  'position, variant_id, product_id, name, sku, options, unit_price, quantity, line_total, cancelled_quantity, order_id';
const columnsOfAdjustments = 'position, target, line, kind, amount, base, label, included, order_id';

interface Tampering {
  readonly write: () => string;
  readonly undo: () => string;
  readonly found: () => string[];
}

const returnId = newId();

const tamperings: Record<string, Tampering> = {
  'a total that was edited with one amount': {
    write: () => header('tax = tax + 5, total = total + 5'),
    undo: () => header('tax = tax - 5, total = total - 5'),
    found: () => ['amount, tax: 555, not 550'],
  },
  'an adjustment that was edited': {
    write: () => `update order_adjustments set amount = 400 where order_id = '${order.id}' and kind = 'shipping'`,
    undo: () => `update order_adjustments set amount = 500 where order_id = '${order.id}' and kind = 'shipping'`,
    found: () => ['amount, shipping: 500, not 400'],
  },
  'a tax that was marked as included': {
    write: () => `update order_adjustments set included = true where order_id = '${order.id}' and line = 1`,
    undo: () => `update order_adjustments set included = false where order_id = '${order.id}' and line = 1`,
    found: () => ['amount, taxIncluded: 0, not 200'],
  },
  'a line that was made cheaper': {
    write: () => line('unit_price = 900, line_total = 2700'),
    undo: () => line('unit_price = 1000, line_total = 3000'),
    found: () => ['amount, subtotal: 5000, not 4700'],
  },
  'a line whose total is not its price times its quantity': {
    write: () => line('unit_price = 900'),
    undo: () => line('unit_price = 1000'),
    found: () => ['line_total, revision 1, line 0: 3000, not 2700'],
  },
  'more cancelled and shipped than bought': {
    write: () => line('cancelled_quantity = 2, shipped_quantity = 2'),
    undo: () => line('cancelled_quantity = 0, shipped_quantity = 0'),
    found: () => [
      'line_quantity, revision 1, line 0: 4, not 3',
      'line_shipped, line 0: 2, not 0',
      'units, null: 4, not 2',
    ],
  },
  'more returned than shipped': {
    write: () => line('returned_quantity = 1'),
    undo: () => line('returned_quantity = 0'),
    found: () => ['line_back, revision 1, line 0: 1, not 0'],
  },
  'quantities as large as a column holds': {
    write: () => line('cancelled_quantity = 2147483647, shipped_quantity = 2147483647'),
    undo: () => line('cancelled_quantity = 0, shipped_quantity = 0'),
    found: () => [
      'line_quantity, revision 1, line 0: 4294967294, not 3',
      'line_shipped, line 0: 2147483647, not 0',
      'units, null: 4, not -2147483643',
    ],
  },
  'a return that received more than came back, without a receipt': {
    write: () =>
      `insert into returns (id, order_id, kind, status, requested_by, created_at, updated_at)
         select '${returnId}', id, 'return', 'received', 'customer', created_at, updated_at from orders where id = '${order.id}';
       insert into return_lines (return_id, position, quantity, restocked_quantity) values ('${returnId}', 0, 2, 1)`,
    undo: () => `delete from return_lines; delete from returns`,
    found: () => ['return_quantity, line 0: 1, not 0', `return_receipts, ${returnId}: 1, not 0`],
  },
  'quantities below 0': {
    write: () => line('cancelled_quantity = -1, returned_quantity = -2'),
    undo: () => line('cancelled_quantity = 0, returned_quantity = 0'),
    found: () => [
      'line_cancelled, revision 1, line 0: -1, not 0',
      'line_returned, revision 1, line 0: -2, not 0',
      'units, null: 4, not 5',
    ],
  },
  'units that no line has': {
    write: () => header('units = 7'),
    undo: () => header('units = 4'),
    found: () => ['units, null: 7, not 4'],
  },
  'a line of a revision that the order has not reached': {
    write: () =>
      copy('order_lines', `revision, ${columnsOfLines}`, `2, ${columnsOfLines}`, 'position = 0 and revision = 1'),
    undo: () => `delete from order_lines where order_id = '${order.id}' and revision = 2`,
    found: () => ['revisions, null: 2, not 1'],
  },
  'a revision without rows': {
    write: () => header('revision = 2'),
    undo: () => header('revision = 1'),
    found: () => [
      'amount, shipping: 500, not 0',
      'amount, subtotal: 5000, not 0',
      'amount, tax: 550, not 0',
      'revisions, null: 1, not 2',
      'units, null: 4, not 0',
    ],
  },
  'an adjustment of a line that is not there': {
    write: () => `update order_adjustments set line = 7 where order_id = '${order.id}' and line = 1`,
    undo: () => `update order_adjustments set line = 1 where order_id = '${order.id}' and line = 7`,
    found: () => ['adjustment_line, revision 1, adjustment 2: 0, not 1'],
  },
  'more refunded than was captured': {
    write: () => `update payments set captured = 1000 where id = '${payment}'`,
    undo: () => `update payments set captured = 6050 where id = '${payment}'`,
    found: () => [`captured, ${payment}: 1100, not 1000`],
  },
  'a refunded amount without a refund': {
    write: () => `update payments set refunded = 2000 where id = '${payment}'`,
    undo: () => `update payments set refunded = 1100 where id = '${payment}'`,
    found: () => [`refunded, ${payment}: 2000, not 1100`],
  },
  'a refund that is counted although it failed': {
    write: () => `update refunds set status = 'failed' where request_id = '${refund}'`,
    undo: () => `update refunds set status = 'succeeded' where request_id = '${refund}'`,
    found: () => [`refunded, ${payment}: 1100, not 0`],
  },
  'a request for more than its attempts': {
    write: () => `update refund_requests set amount = 1200 where id = '${refund}'`,
    undo: () => `update refund_requests set amount = 1100 where id = '${refund}'`,
    found: () => [`refund_attempts, ${refund}: 1200, not 1100`],
  },
  'lines of a refund for more than its amount': {
    write: () => `update refund_lines set amount = 1300 where request_id = '${refund}'`,
    undo: () => `update refund_lines set amount = 1100 where request_id = '${refund}'`,
    found: () => [`refund_lines, ${refund}: 1300, not 1100`],
  },
  'a refund of more than was bought': {
    write: () => `update refund_lines set quantity = 4 where request_id = '${refund}'`,
    undo: () => `update refund_lines set quantity = 1 where request_id = '${refund}'`,
    found: () => ['refund_quantity, revision 1, line 0: 4, not 3'],
  },
  'a refund of a line that is not there': {
    write: () => `update refund_lines set position = 9 where request_id = '${refund}'`,
    undo: () => `update refund_lines set position = 0 where request_id = '${refund}'`,
    found: () => ['refund_quantity, revision 1, line 9: 1, not 0'],
  },
};

test('finds nothing in a shop in order, and the API answers the same', async () => {
  const report = await verifyOrders(shop);
  expect(report).toEqual({ checked: 1, drifts: [], balances: { checked: 0, drifts: [] } });
  expect(await ada.caller.admin.orders.verify()).toEqual(report);
  const seen: number[][] = [];
  await verifyOrders(shop, (...progress) => seen.push(progress));
  expect(seen).toEqual([[1, 1]]);
});

let undoLast = '';
test.each(Object.entries(tamperings))('finds %s', async (_, { write, undo, found }) => {
  await tamper(`${undoLast}; ${write()}`);
  undoLast = undo();
  expect(await contradictions()).toEqual(found());
});

test('checks the rows of revisions that an edit has replaced', async () => {
  await tamper(
    [
      undoLast,
      copy('order_lines', `revision, ${columnsOfLines}`, `2, ${columnsOfLines}`),
      copy('order_adjustments', `revision, ${columnsOfAdjustments}`, `2, ${columnsOfAdjustments}`),
      header('revision = 2'),
    ].join(';'),
  );
  expect(await contradictions()).toEqual([]);
  await tamper(line('line_total = 2999'));
  expect(await contradictions()).toEqual(['line_total, revision 1, line 0: 2999, not 3000']);
  const discount = copy(
    'order_adjustments',
    `revision, ${columnsOfAdjustments}`,
    `1, 99, 'order', null, 'discount', -6051, 0, 'too much', false, order_id`,
    "kind = 'shipping' and revision = 1",
  );
  await tamper([line('line_total = 3000'), discount].join(';'));
  expect(await contradictions()).toEqual(['revision_total, revision 1: -1, not 0']);
  await tamper(
    `delete from order_adjustments where position = 99;
     delete from order_lines where order_id = '${order.id}' and revision = 1 and position = 1`,
  );
  expect(await contradictions()).toEqual(['adjustment_line, revision 1, adjustment 2: 0, not 1']);
});

test('names balances that differ from their ledger', async () => {
  const ownerId = newId();
  const id = `promotion:${ownerId}:uses`;
  const change = { id, ownerId, kind: 'uses', change: -2, floor: -9 } as const;
  const facts = { reason: 'used', actor: 'cli', at: shop.clock.now() } as const;
  await shop.db.transact((tx) => changeBalances(tx, [change], facts));
  await onDatabase(database.url, `update balances set value = -1 where id = '${id}'`);
  expect((await verifyOrders(shop)).balances).toEqual({
    checked: 1,
    drifts: [{ id, value: -1, ledger: -2, brokenRows: [] }],
  });
});

test('every comparison is seen to find something', () => {
  const found = Object.values(tamperings).flatMap((one) => one.found().map((text) => text.split(',')[0]));
  const others = ['revision_total'];
  const seen = new Set([...found.filter((name) => name && name in orderChecks), ...others]);
  expect(seen).toEqual(new Set(Object.keys(orderChecks)));
});
