import type { Dialect } from '../measurement.ts';

export const variantCount = 1_000;
export const stockEach = 1_000_000_000;

/** The tables of a minimal checkout. */
export function checkoutTables(dialect: Dialect): string {
  const id = dialect === 'postgres' ? 'bigint generated always as identity primary key' : 'integer primary key';
  const number = dialect === 'postgres' ? 'bigint' : 'integer';
  return `
    create table bare_variants (id integer primary key, price ${number} not null, on_hand ${number} not null,
      reserved ${number} not null default 0, check (on_hand >= reserved));
    create table bare_orders (id ${id}, customer integer not null, total ${number} not null);
    create table bare_order_lines (order_id ${number} not null references bare_orders, variant_id integer not null
      references bare_variants, price ${number} not null, quantity integer not null, primary key (order_id, variant_id));
    create table bare_cart_lines (customer integer not null, variant_id integer not null
      references bare_variants, quantity integer not null, primary key (customer, variant_id));`;
}

/** Two variants for a customer, the lower id first. */
export function variantsOf(customer: number): [number, number] {
  const first = (customer * 7_919) % (variantCount - 1);
  return [first + 1, first + 2];
}
