import type { DemoProduct } from '../types.ts';

export const travelProducts: DemoProduct[] = [
  {
    slug: 'commuter-backpack',
    name: 'Commuter Backpack, 22 l',
    description:
      'Waxed canvas outside, a padded laptop sleeve inside, and a pocket for the things you need while standing up. The leather straps darken with every season.',
    category: 'bags-travel',
    attributes: { material: 'Waxed canvas', capacity: '22 l', fits: 'Laptop to 16 inch' },
    drawing: { motif: 'backpack', palette: 'navy' },
    variants: [
      { sku: 'BAG-BP-22-NVY', options: { colour: 'Navy' }, price: 12800, stock: 23, weight: 1250 },
      { sku: 'BAG-BP-22-MOS', options: { colour: 'Moss' }, price: 12800, stock: 17, weight: 1250 },
      { sku: 'BAG-BP-22-CHR', options: { colour: 'Charcoal' }, price: 12800, stock: 0, weight: 1250 },
    ],
  },
  {
    slug: 'weekender-holdall',
    name: 'Weekender Holdall',
    description:
      'Two shirts, a pair of shoes and a book too many fit in with room to spare. Heavy canvas with a leather base, and inside every airline’s idea of a cabin bag.',
    category: 'bags-travel',
    attributes: { material: 'Canvas and leather', capacity: '38 l', colour: 'Charcoal' },
    drawing: { motif: 'duffel', palette: 'charcoal' },
    variants: [{ sku: 'BAG-WKD-38', options: {}, price: 16400, compareAtPrice: 19500, stock: 11, weight: 1600 }],
  },
  {
    slug: 'market-tote',
    name: 'Market Tote',
    description:
      'Sixteen-ounce organic cotton that stands up by itself while you choose the peaches. Long handles for the shoulder, a pocket for the keys.',
    category: 'bags-travel',
    attributes: { material: 'Organic cotton', capacity: '15 l', care: 'Machine wash' },
    drawing: { motif: 'tote', palette: 'cream' },
    variants: [{ sku: 'BAG-TOT-PCH', options: {}, price: 2900, stock: 78, weight: 380 }],
  },
  {
    slug: 'cabin-suitcase',
    name: 'Cabin Suitcase, 36 l',
    description:
      'A ribbed polycarbonate shell on four silent wheels, with corners made to be knocked. Both halves zip shut, so nothing falls out at the hotel door.',
    category: 'bags-travel',
    attributes: { material: 'Polycarbonate', capacity: '36 l', weight: '2.9 kg' },
    drawing: { motif: 'suitcase', palette: 'blush' },
    variants: [
      { sku: 'BAG-SUI-36-BLS', options: { colour: 'Blush' }, price: 18900, stock: 14, weight: 3600 },
      { sku: 'BAG-SUI-36-NVY', options: { colour: 'Navy' }, price: 18900, stock: 12, weight: 3600 },
    ],
  },
  {
    slug: 'insulated-travel-mug',
    name: 'Insulated Travel Mug',
    description:
      'Hot for five hours, sealed when you need it to be, and opened with one thumb. The cork sleeve means this mug never sweats on your papers.',
    category: 'bags-travel',
    attributes: { material: 'Stainless steel', capacity: '450 ml', care: 'Dishwasher safe' },
    drawing: { motif: 'bottle', palette: 'moss', variation: 1 },
    variants: [
      { sku: 'BAG-MUG-450-MOS', options: { colour: 'Moss' }, price: 3450, stock: 49, weight: 390 },
      { sku: 'BAG-MUG-450-BRK', options: { colour: 'Brick' }, price: 3450, stock: 35, weight: 390 },
    ],
  },
  {
    slug: 'trail-vacuum-bottle',
    name: 'Trail Vacuum Bottle',
    description:
      'Double-walled steel that keeps soup hot on the summit and water cold on the way down. The loop in the lid takes a carabiner or a tired finger.',
    category: 'bags-travel',
    attributes: { material: 'Stainless steel', colour: 'Sky' },
    drawing: { motif: 'bottle', palette: 'sky' },
    variants: [
      { sku: 'BAG-BTL-500', options: { capacity: '500 ml' }, price: 3200, stock: 66, weight: 380 },
      { sku: 'BAG-BTL-750', options: { capacity: '750 ml' }, price: 3800, stock: 51, weight: 460 },
      { sku: 'BAG-BTL-1000', options: { capacity: '1 l' }, price: 4400, stock: 20, weight: 560 },
    ],
  },
];
