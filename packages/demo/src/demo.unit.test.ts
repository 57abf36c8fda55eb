import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { DemoProduct } from './index.ts';
import {
  demoCategories,
  demoProducts,
  drawDrawing,
  drawingKey,
  generatedDrawings,
  moreProducts,
  renderDrawing,
} from './index.ts';

const generated = [...moreProducts(10_000)];
const otherSeed = [...moreProducts(1_000, 2)];
const everything: DemoProduct[] = [...demoProducts, ...generated, ...otherSeed];
const totalStock = ({ variants }: DemoProduct) => variants.reduce((sum, { stock }) => sum + stock, 0);
const repeated = (values: string[]) => values.filter((value, i) => values.indexOf(value, i + 1) > -1);
const unique = (values: string[]) => new Set(values).size === values.length;

describe('the catalogue', () => {
  it('has 48 to 56 products', () => {
    expect(demoProducts.length).toBeGreaterThanOrEqual(48);
    expect(demoProducts.length).toBeLessThanOrEqual(56);
  });

  it('has products in every category, and no product outside', () => {
    const used = new Set(demoProducts.map(({ category }) => category));
    expect([...used].sort()).toEqual(demoCategories.map(({ slug }) => slug).sort());
  });

  it('has no slug, name or SKU twice', () => {
    expect(repeated(demoProducts.map(({ slug }) => slug))).toEqual([]);
    expect(repeated(demoProducts.map(({ name }) => name))).toEqual([]);
    expect(repeated(demoProducts.flatMap(({ variants }) => variants.map(({ sku }) => sku)))).toEqual([]);
  });

  it('has exactly one product that is sold out', () => {
    expect(demoProducts.filter((product) => totalStock(product) === 0).map(({ slug }) => slug)).toEqual([
      'brass-desk-clock',
    ]);
  });

  it('has exactly one product of which a single unit is left', () => {
    expect(demoProducts.filter((product) => totalStock(product) === 1).map(({ slug }) => slug)).toEqual([
      'largo-turntable',
    ]);
  });

  it('has products of which only some variants are sold out', () => {
    const partly = demoProducts.filter(
      (product) => totalStock(product) > 0 && product.variants.some(({ stock }) => stock === 0),
    );
    expect(partly.length).toBeGreaterThanOrEqual(5);
  });

  it('has several variants for a third of its products or more', () => {
    const several = demoProducts.filter(({ variants }) => variants.length > 1);
    expect(several.length).toBeGreaterThanOrEqual(demoProducts.length / 3);
  });

  it('has prices that more than one product shares', () => {
    expect(repeated(demoProducts.map(({ variants }) => String(variants[0].price))).length).toBeGreaterThanOrEqual(2);
  });

  it('has goods with a reduced tax rate beside those with the standard one', () => {
    expect(new Set(demoProducts.map(({ taxClass = 'standard' }) => taxClass))).toEqual(
      new Set(['standard', 'reduced']),
    );
  });

  it('has a drawing of its own for every product', () => {
    expect(repeated(demoProducts.map(({ drawing }) => drawingKey(drawing)))).toEqual([]);
  });
});

describe('every product, curated or generated', () => {
  it('has a slug and SKUs that no other has', () => {
    expect(unique(everything.map(({ slug }) => slug))).toBe(true);
    expect(unique(everything.flatMap(({ variants }) => variants.map(({ sku }) => sku)))).toBe(true);
  });

  it('writes its slug in kebab case and its SKUs in upper case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
    const upper = /^[A-Z0-9]+(-[A-Z0-9]+)+$/;
    expect(everything.filter(({ slug }) => !kebab.test(slug))).toEqual([]);
    expect(everything.flatMap(({ variants }) => variants).filter(({ sku }) => !upper.test(sku))).toEqual([]);
  });

  it('has variants with distinct options of the same names', () => {
    const wrong = everything.filter(({ variants }) => {
      const names = variants.map(({ options }) => Object.keys(options).sort().join());
      const values = variants.map(({ options }) =>
        JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))),
      );
      return new Set(names).size > 1 || !unique(values) || variants.length > 1 !== (names[0] !== '');
    });
    expect(wrong).toEqual([]);
  });

  it('weighs whole grams', () => {
    const weights = everything.flatMap(({ variants }) => variants.map(({ weight }) => weight));
    expect(weights.filter((weight) => !Number.isSafeInteger(weight) || weight <= 0)).toEqual([]);
  });

  it('costs whole cents, and less than it is compared with', () => {
    const wrong = everything
      .flatMap(({ variants }) => variants)
      .filter(({ price, compareAtPrice = Infinity, stock }) => {
        return (
          !Number.isSafeInteger(price) || price <= 0 || compareAtPrice <= price || !Number.isInteger(stock) || stock < 0
        );
      });
    expect(wrong).toEqual([]);
  });
});

describe('the generator', () => {
  it('gives the same products each time, and the first of many are the few', () => {
    expect([...moreProducts(500)]).toEqual([...moreProducts(500)]);
    expect([...moreProducts(500)]).toEqual(generated.slice(0, 500));
  });

  it('gives other products for another seed', () => {
    expect([...moreProducts(10, 2)]).not.toEqual([...moreProducts(10)]);
  });

  it('spreads evenly over the categories', () => {
    const counts = demoCategories.map(({ slug }) => generated.filter(({ category }) => category === slug).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('uses only its fixed drawings, 24 at most', () => {
    expect(new Set(generatedDrawings.map(drawingKey)).size).toBeLessThanOrEqual(24);
    expect(generated.every(({ drawing }) => generatedDrawings.includes(drawing))).toBe(true);
  });
});

describe('drawings', () => {
  const drawings = [...demoProducts.map(({ drawing }) => drawing), ...generatedDrawings];

  it('render to WebP files of 800 by 800 under 25 kB, every one', async () => {
    const wrong = await Promise.all(
      drawings.map(async (drawing) => {
        const image = await renderDrawing(drawing);
        const { format, width, height } = await sharp(image).metadata();
        const right = format === 'webp' && width === 800 && height === 800 && image.byteLength < 25_000;
        return right ? [] : [{ drawing: drawingKey(drawing), format, width, height, bytes: image.byteLength }];
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });

  it('need nothing from outside and have no broken numbers', () => {
    const wrong = drawings.filter((drawing) => /NaN|undefined|href|<text|<image/.test(drawDrawing(drawing)));
    expect(wrong).toEqual([]);
  });

  it('show at least 20 kinds of things', () => {
    expect(new Set(demoProducts.map(({ drawing }) => drawing.motif)).size).toBeGreaterThanOrEqual(20);
  });
});
