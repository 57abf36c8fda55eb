import { createHash } from 'node:crypto';
import type { Reader, Transaction } from '@cartwright/db';
import { labelKey } from '@cartwright/kernel/fold';
import { inArray } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { priceStepOf } from './price-ranges.ts';

/** A name and a value, such as Size: M, as written and as compared. */
export interface Label {
  readonly name: string;
  readonly value: string;
  readonly nameKey: string;
  readonly valueKey: string;
}

/** The facts of a variant for filters. */
export interface VariantFacts {
  /** The step of the variant's price. */
  readonly step: number;
  readonly inStock: boolean;
  readonly options: readonly Label[];
}

/** The facts of a product for filters. They have a number, because many products share them. */
export interface Facts {
  /** The category's number, or 0. */
  readonly category: number;
  readonly attributes: readonly Label[];
  readonly variants: readonly VariantFacts[];
}

/** The fields that decide a product's facts. */
export interface Factual {
  readonly attributes: unknown;
  readonly variants: readonly { readonly options: unknown; readonly price: number; readonly available: number }[];
}

const storedLabels = z.array(z.tuple([z.string(), z.string()]));
const storedVariant = z.tuple([z.number(), z.literal([0, 1]), storedLabels]);
const storedFacts = z.tuple([z.number(), storedLabels, z.array(storedVariant)]);

/** Serialises facts. Equal facts give equal texts. */
export function writeFacts(category: number, { attributes, variants }: Factual): string {
  const kinds = variants.map(({ options, price, available }) =>
    JSON.stringify([priceStepOf(price), available > 0 ? 1 : 0, sorted(options)]),
  );
  return `[${category},${JSON.stringify(sorted(attributes))},[${[...new Set(kinds)].sort().join()}]]`;
}

function sorted(labels: unknown): z.output<typeof storedLabels> {
  return Object.entries(labels as Record<string, string>).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The numbers of these facts. New facts get a number. */
export async function numberFacts(tx: Transaction, texts: readonly string[]): Promise<Map<string, number>> {
  const { searchFacts } = tx.tables;
  const textOf = new Map(texts.map((text) => [createHash('sha256').update(text).digest('base64url'), text]));
  const numbers = new Map<string, number>();
  const find = async (hashes: string[]) => {
    const rows = await tx.select().from(searchFacts).where(inArray(searchFacts.hash, hashes));
    for (const { number, hash } of rows) numbers.set(textOf.get(hash) ?? '', number);
  };
  await find([...textOf.keys()]);
  const missing = [...textOf].filter(([, text]) => !numbers.has(text)).map(([hash, facts]) => ({ hash, facts }));
  if (missing.length === 0) return numbers;
  // Sorted, so that two transactions that add the same facts cannot deadlock.
  missing.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  await tx.insert(searchFacts).values(missing).onConflictDoNothing();
  await find(missing.map(({ hash }) => hash));
  return numbers;
}

/** Numbered facts never change, so each process reads them once. */
const known = new WeakMap<Reader['tables'], LRUCache<number, Facts>>();
const mostKnown = 100_000;

/** The facts with these numbers. */
export async function readFacts(read: Reader, numbers: Iterable<number>): Promise<Map<number, Facts>> {
  const { searchFacts } = read.tables;
  const cache = known.get(read.tables) ?? new LRUCache<number, Facts>({ max: mostKnown });
  known.set(read.tables, cache);
  const found = new Map<number, Facts>();
  const missing: number[] = [];
  for (const number of numbers) {
    const facts = cache.get(number);
    if (facts) found.set(number, facts);
    else missing.push(number);
  }
  if (missing.length === 0) return found;
  const rows = await read
    .select({ number: searchFacts.number, facts: searchFacts.facts })
    .from(searchFacts)
    .where(read.textSearch.isOneOf(searchFacts.number, missing));
  for (const row of rows) {
    const facts = parseFacts(row.facts);
    cache.set(row.number, facts);
    found.set(row.number, facts);
  }
  return found;
}

function parseFacts(text: string): Facts {
  const [category, attributes, variants] = storedFacts.parse(JSON.parse(text));
  return {
    category,
    attributes: attributes.map(toLabel),
    variants: variants.map(([step, inStock, options]) => ({
      step,
      inStock: inStock === 1,
      options: options.map(toLabel),
    })),
  };
}

function toLabel([name, value]: [string, string]): Label {
  return { name, value, nameKey: labelKey(name), valueKey: labelKey(value) };
}
