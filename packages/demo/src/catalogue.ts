import { audioProducts } from './catalogue/audio.ts';
import { clothingProducts } from './catalogue/clothing.ts';
import { coffeeProducts } from './catalogue/coffee.ts';
import { gardenProducts } from './catalogue/garden.ts';
import { kitchenProducts } from './catalogue/kitchen.ts';
import { lightingProducts } from './catalogue/lighting.ts';
import { officeProducts } from './catalogue/office.ts';
import { travelProducts } from './catalogue/travel.ts';
import type { DemoCategory, DemoProduct } from './types.ts';

/** The demo shop's categories, in the order of its front page. */
export const demoCategories: readonly DemoCategory[] = [
  { slug: 'coffee-tea', name: 'Coffee & Tea' },
  { slug: 'kitchen', name: 'Kitchen' },
  { slug: 'audio', name: 'Audio' },
  { slug: 'office', name: 'Office & Stationery' },
  { slug: 'lighting', name: 'Lighting' },
  { slug: 'bags-travel', name: 'Bags & Travel' },
  { slug: 'clothing', name: 'Clothing' },
  { slug: 'garden', name: 'Garden' },
];

/**
 * The demo shop's products. Its stock has cases worth showing: the brass desk clock is sold out, one Largo turntable
 * is left, and several products lack one colour or size.
 */
export const demoProducts: readonly DemoProduct[] = [
  ...coffeeProducts,
  ...kitchenProducts,
  ...audioProducts,
  ...officeProducts,
  ...lightingProducts,
  ...travelProducts,
  ...clothingProducts,
  ...gardenProducts,
];
