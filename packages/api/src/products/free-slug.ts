import type { Transaction } from '@cartwright/db';
import type { Shop } from '@cartwright/kernel/shop';
import { inArray } from 'drizzle-orm';
import { slugProblem } from './chosen-slug.ts';

/** The number of slugs in one query, and the highest number tried. */
const probes = 32;
const highest = 2 ** 30;

/**
 * Returns `slug`, or `slug-2`, `slug-3` … if products or the API's own addresses have it. Queries a few numbers at a
 * time, closing in on a free one. Ten thousand products of one name cost three index lookups.
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

/** All numbers between two, or an evenly spread selection. */
function between(low: number, high: number): number[] {
  const step = Math.max(1, (high - low) / (probes + 1));
  const numbers = Array.from({ length: probes }, (_, index) => Math.floor(low + (index + 1) * step));
  return numbers.filter((number) => number < high);
}
