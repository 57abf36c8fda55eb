import { type Line, lines } from './generate/lines.ts';
import { adjectives, closings, openings } from './generate/words.ts';
import type { DemoProduct, DemoVariant, Drawing } from './types.ts';

/** The 24 drawings of generated products, so that a shop of a million products stores 24 images. */
export const generatedDrawings: readonly Drawing[] = lines.map(({ drawing }) => drawing);

/** Mulberry32 by Tommy Ettinger: 32 bits of state, numbers from 0 up to 1. Not suitable for secrets. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The entry at a position that is inside the list. */
function at<T>(list: readonly T[], position: number): T {
  return list[position] as T;
}

const centsEndings = [0, 0, 25, 50, 75, 90, 95, 99] as const;

/**
 * Generates products for load tests, evenly over the demo categories. The same seed gives the same products for any
 * count; another seed gives others, with slugs and SKUs of their own. None of them is in the curated catalogue.
 *
 * @param seed a whole number from 0 to 4,294,967,295
 * @example
 * for (const product of moreProducts(100_000)) await insert(product);
 */
export function* moreProducts(count: number, seed = 1): Generator<DemoProduct> {
  const random = mulberry32(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => at(list, below(list.length));

  for (let i = 0; i < count; i++) {
    const line = at(lines, i % lines.length);
    const material = pick(line.materials);
    // Seed and position make the model unique. Every slug and SKU ends in it or in a variant of it.
    const model = `${line.category.charAt(0).toUpperCase()}${seed}-${i + 1}`;
    const thing = pick(line.things);
    const name = `${pick(adjectives)} ${material} ${thing} ${model}`;
    yield {
      slug: name.toLowerCase().replaceAll(' ', '-'),
      name,
      description: `${thing} in ${material.toLowerCase()}, ${pick(openings)} ${pick(closings)}`,
      category: line.category,
      attributes: { material },
      drawing: line.drawing,
      variants: variantsOf(line, model, below),
    };
  }
}

function variantsOf(
  { option, dollars, grams }: Line,
  model: string,
  below: (limit: number) => number,
): DemoProduct['variants'] {
  const [cheapest, dearest] = dollars;
  const ending = at(centsEndings, below(centsEndings.length));
  const base = (cheapest + below(dearest - cheapest)) * 100 + ending;
  const reduced = below(8) === 0;
  const count = 1 + below(option.values.length);

  const variant = (position: number): DemoVariant => {
    const price = option.grows ? Math.round(base * (1 + position / 4)) : base;
    return {
      sku: `GEN-${model}-${String.fromCharCode(65 + position)}`,
      options: count === 1 ? {} : { [option.name]: at(option.values, position) },
      price,
      ...(reduced && { compareAtPrice: Math.ceil(price * 0.0125) * 100 }),
      stock: below(25) === 0 ? 0 : 1 + below(200),
      weight: Math.round(option.grows ? grams * (1 + position / 4) : grams),
    };
  };

  const others = Array.from({ length: count - 1 }, (_, i) => variant(i + 1));
  return [variant(0), ...others];
}
