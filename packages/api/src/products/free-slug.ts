import type { Transaction } from '@cartwright/db';
import { inArray } from 'drizzle-orm';
import type { Shop } from '../kernel/shop.ts';
import { slugProblem } from './chosen-slug.ts';

/** How many slugs are asked for at a time, and the highest number that is tried. */
const probes = 32;
const highest = 2 ** 30;

/**
 * `slug`, or `slug-2`, `slug-3` … where other products, or the API's own addresses, have it already. Asks for some numbers at
 * a time, ever nearer to one that is free, and reads no other slugs: ten thousand products of one name cost three lookups in
 * the index.
 */
export async function freeSlug({ isReserved }: Shop, tx: Transaction, slug: string): Promise<string> {
  const { products } = tx.tables;
  const nameOf = (number: number) => (number === 1 ? slug : `${slug}-${number}`);
  let [taken, free] = [0, highest];
  let numbers = powers;
  do {
    const names = numbers.map(nameOf);
    const rows = await tx.select({ slug: products.slug }).from(products).where(inArray(products.slug, names));
    const found = new Set(rows.map((row) => row.slug));
    const isFree = (name: string) => !found.has(name) && !slugProblem(isReserved, '/products/{idOrSlug}', name);
    free = numbers.find((number) => isFree(nameOf(number))) ?? free;
    taken = Math.max(taken, ...numbers.filter((number) => number < free));
    numbers = between(taken, free);
  } while (numbers.length > 0);
  return nameOf(free);
}

const powers = Array.from({ length: Math.log2(highest) }, (_, power) => 2 ** power);

/** All numbers between two, or some of them that are evenly spread. */
function between(low: number, high: number): number[] {
  const step = Math.max(1, (high - low) / (probes + 1));
  const numbers = Array.from({ length: probes }, (_, index) => Math.floor(low + (index + 1) * step));
  return numbers.filter((number) => number < high);
}
