import type { DemoProduct } from '../types.ts';

export const lightingProducts: DemoProduct[] = [
  {
    slug: 'drafter-desk-lamp',
    name: 'Drafter Desk Lamp',
    description:
      'Two arms, three joints and a head that stays exactly where you put it. Warm light for reading, cooler for work, dimmed by a turn of the shade.',
    category: 'lighting',
    attributes: { power: '9 W LED', material: 'Steel', light: '2700 to 4000 K' },
    drawing: { motif: 'deskLamp', palette: 'forest' },
    variants: [
      { sku: 'LGT-DSK-FOR', options: { colour: 'Forest' }, price: 8400, stock: 16, weight: 2300 },
      { sku: 'LGT-DSK-CRM', options: { colour: 'Cream' }, price: 8400, stock: 9, weight: 2300 },
    ],
  },
  {
    slug: 'foundry-pendant',
    name: 'Foundry Pendant',
    description:
      'A spun-steel shade in the shape that lit workshops for a century, enamelled outside and white within. Hang one over a table or three in a row over the kitchen island.',
    category: 'lighting',
    attributes: { material: 'Enamelled steel', fitting: 'E27', cord: '1.8 m' },
    drawing: { motif: 'pendant', palette: 'brick' },
    variants: [
      { sku: 'LGT-PND-30', options: { size: '30 cm' }, price: 11900, stock: 13, weight: 1600 },
      { sku: 'LGT-PND-45', options: { size: '45 cm' }, price: 15500, compareAtPrice: 18500, stock: 6, weight: 2900 },
    ],
  },
  {
    slug: 'mushroom-table-lamp',
    name: 'Mushroom Table Lamp',
    description:
      'A dome of mouth-blown glass on a slender stem, glowing like a window across the street. Touch the stem to dim it, touch again for midnight.',
    category: 'lighting',
    attributes: { material: 'Glass', power: '6 W LED', height: '31 cm' },
    drawing: { motif: 'tableLamp', palette: 'sky' },
    variants: [{ sku: 'LGT-TBL-MSH', options: {}, price: 12450, stock: 10, weight: 2200 }],
  },
  {
    slug: 'tripod-floor-lamp',
    name: 'Tripod Floor Lamp',
    description:
      'Three walnut legs and a generous cotton shade, for the corner that needs an armchair. The foot switch is where your foot is.',
    category: 'lighting',
    attributes: { material: 'Walnut and cotton', fitting: 'E27', height: '148 cm' },
    drawing: { motif: 'floorLamp', palette: 'mustard' },
    variants: [{ sku: 'LGT-FLR-TRI', options: {}, price: 18900, compareAtPrice: 21900, stock: 4, weight: 6500 }],
  },
  {
    slug: 'verandah-lantern',
    name: 'Verandah Lantern',
    description:
      'A rechargeable lantern with the flicker of a flame and none of the smoke. Twelve hours at full glow, sixty at a whisper, and rain does not trouble it.',
    category: 'lighting',
    attributes: { battery: '12 to 60 h', protection: 'IP54', material: 'Steel and glass' },
    drawing: { motif: 'lantern', palette: 'slate' },
    variants: [{ sku: 'LGT-LAN-SLT', options: {}, price: 5400, stock: 37, weight: 1100 }],
  },
  {
    slug: 'soy-wax-candle',
    name: 'Soy Wax Candle',
    description:
      'Poured by hand in a workshop of four people, with a cotton wick and an honest forty-five hours of burning. When it is finished, the glass makes a good tumbler.',
    category: 'lighting',
    attributes: { material: 'Soy wax', burning: '45 h', weight: '220 g' },
    drawing: { motif: 'candle', palette: 'plum' },
    variants: [
      { sku: 'LGT-CND-FIG', options: { scent: 'Fig and cedar' }, price: 2800, stock: 52, weight: 480 },
      { sku: 'LGT-CND-TOM', options: { scent: 'Tomato leaf' }, price: 2800, stock: 46, weight: 480 },
      { sku: 'LGT-CND-SMK', options: { scent: 'Smoked tea' }, price: 2800, stock: 2, weight: 480 },
    ],
  },
];
