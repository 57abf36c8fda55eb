import Sqlite from 'better-sqlite3';
import { answerRounds } from '../setting/beside.ts';
import { checkoutTables, stockEach, variantCount, variantsOf } from './checkout-tables.ts';

/** The checkout of `checkout-postgres.ts` on better-sqlite3, with the shop's durability settings. */
await answerRounds<{ path: string }, { seconds: number }>(async ({ path }) => {
  const db = new Sqlite(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  db.exec(checkoutTables('sqlite'));
  const addVariant = db.prepare('insert into bare_variants (id, price, on_hand) values (?, ?, ?)');
  for (let id = 1; id <= variantCount; id += 1) addVariant.run(id, 100 + id, stockEach);

  const fill = db.prepare('insert into bare_cart_lines values (?, ?, 1)');
  const begin = db.prepare('begin immediate');
  const prices = db.prepare<[number, number], { price: number }>(
    'select price from bare_variants where id in (?, ?) order by id',
  );
  const reserve = db.prepare(
    'update bare_variants set reserved = reserved + :quantity where id = :id and on_hand - reserved >= :quantity',
  );
  const addOrder = db.prepare('insert into bare_orders (customer, total) values (?, ?)');
  const addLines = db.prepare('insert into bare_order_lines values (?, ?, ?, 1), (?, ?, ?, 1)');
  const emptyCart = db.prepare('delete from bare_cart_lines where customer = ?');
  const commit = db.prepare('commit');

  function checkout(customer: number): void {
    const [first, second] = variantsOf(customer);
    begin.run();
    const [one, other] = prices.all(first, second);
    for (const id of [first, second]) {
      if (reserve.run({ id, quantity: 1 }).changes !== 1) throw new Error('Sold out, which cannot be.');
    }
    const amounts = [one?.price ?? 0, other?.price ?? 0] as const;
    const { lastInsertRowid: order } = addOrder.run(customer, amounts[0] + amounts[1]);
    addLines.run(order, first, amounts[0], order, second, amounts[1]);
    emptyCart.run(customer);
    commit.run();
  }

  let customers = 0;
  let filled = 0;
  return async ({ seconds }) => {
    const wanted = customers + Math.ceil(seconds * 60_000);
    db.exec('begin');
    for (; filled < wanted; filled += 1) for (const id of variantsOf(filled)) fill.run(filled, id);
    db.exec('commit');
    const before = customers;
    const started = performance.now();
    while (performance.now() - started < seconds * 1_000) checkout(customers++);
    return ((customers - before) / (performance.now() - started)) * 1_000;
  };
});
