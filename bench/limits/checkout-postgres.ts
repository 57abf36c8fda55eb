import pg from 'pg';
import { answerRounds } from '../setting/beside.ts';
import { checkoutTables, stockEach, variantCount, variantsOf } from './checkout-tables.ts';

interface Settings {
  readonly databaseUrl: string;
  readonly clients: number;
}

/**
 * A minimal checkout of two lines in a loop: begin, read two prices, two guarded updates, insert the order and its two
 * lines, delete the cart's lines, commit. Each client has a connection and prepares its statements. A round answers
 * with checkouts per second.
 */
await answerRounds<Settings, { seconds: number }>(async ({ databaseUrl, clients }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: clients });
  await pool.query(checkoutTables('postgres'));
  await pool.query(
    `insert into bare_variants (id, price, on_hand) select n, 100 + n, ${stockEach} from generate_series(1, ${variantCount}) n`,
  );
  let customers = 0;
  let filled = 0;

  return async ({ seconds }) => {
    const wanted = customers + Math.ceil(seconds * 10_000);
    for (; filled < wanted; filled += 10_000) {
      await pool.query(
        `insert into bare_cart_lines select customer, 1 + (customer::bigint * 7919) % ${variantCount - 1} + line, 1
         from generate_series(${filled}, ${filled + 9_999}) customer, generate_series(0, 1) line`,
      );
    }
    let done = 0;
    const started = performance.now();
    const deadline = started + seconds * 1_000;
    const client = async () => {
      const connection = await pool.connect();
      while (performance.now() < deadline) {
        await checkout(connection, customers++);
        done += 1;
      }
      connection.release();
    };
    await Promise.all(Array.from({ length: clients }, client));
    return (done / (performance.now() - started)) * 1_000;
  };
});

async function checkout(connection: pg.PoolClient, customer: number): Promise<void> {
  const ids = variantsOf(customer);
  const ask = (name: string, text: string, values: unknown[]) => connection.query({ name, text, values });
  await connection.query('begin');
  const { rows } = await ask('prices', 'select id, price from bare_variants where id in ($1, $2) order by id', ids);
  const prices = rows.map(({ price }: { price: string }) => Number(price));
  for (const id of ids) {
    const { rowCount } = await ask(
      'reserve',
      'update bare_variants set reserved = reserved + $2 where id = $1 and on_hand - reserved >= $2',
      [id, 1],
    );
    if (rowCount !== 1) throw new Error('Sold out, which cannot be.');
  }
  const total = (prices[0] ?? 0) + (prices[1] ?? 0);
  const order = await ask('order', 'insert into bare_orders (customer, total) values ($1, $2) returning id', [
    customer,
    total,
  ]);
  await ask('lines', 'insert into bare_order_lines values ($1, $2, $3, 1), ($1, $4, $5, 1)', [
    (order.rows[0] as { id: string }).id,
    ids[0],
    prices[0],
    ids[1],
    prices[1],
  ]);
  await ask('cart', 'delete from bare_cart_lines where customer = $1', [customer]);
  await connection.query('commit');
}
