import type { MotifName } from './drawing/motifs.ts';
import type { PaletteName } from './drawing/palettes.ts';

export type { MotifName, PaletteName };

/** The content of a product's drawing. `drawDrawing` always draws it the same way. */
export interface Drawing {
  motif: MotifName;
  palette: PaletteName;
  /** The kind within a motif, such as an enamel mug; the motif's own comment lists them. 0 by default. */
  variation?: number;
}

export interface DemoCategory {
  slug: string;
  name: string;
}

export interface DemoVariant {
  /** Unique in the shop, upper case, such as `AUD-HP-700-BLK`. */
  sku: string;
  /** Empty for a product's only variant. Otherwise every variant of a product has the same option names. */
  options: Record<string, string>;
  /** US cents. */
  price: number;
  /** US cents, above `price`. */
  compareAtPrice?: number;
  stock: number;
  /** In grams, with packaging. */
  weight: number;
}

export interface DemoProduct {
  slug: string;
  name: string;
  description: string;
  /** The slug of a {@link DemoCategory}. */
  category: string;
  attributes: Record<string, string>;
  /** `standard` if it is missing. */
  taxClass?: string;
  drawing: Drawing;
  variants: [DemoVariant, ...DemoVariant[]];
}
