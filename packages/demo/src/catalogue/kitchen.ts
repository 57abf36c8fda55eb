import type { DemoProduct } from '../types.ts';

export const kitchenProducts: DemoProduct[] = [
  {
    slug: 'acacia-cutting-board',
    name: 'Acacia Cutting Board',
    description:
      'One thick plank of oiled acacia with a handle that hangs from any hook. Kind to knives, handsome enough for the cheese afterwards.',
    category: 'kitchen',
    attributes: { material: 'Acacia', finish: 'Oiled', care: 'Hand wash' },
    drawing: { motif: 'board', palette: 'wood' },
    variants: [
      { sku: 'KIT-BRD-ACA-S', options: { size: 'Small' }, price: 2950, stock: 31, weight: 900 },
      { sku: 'KIT-BRD-ACA-L', options: { size: 'Large' }, price: 4450, stock: 18, weight: 1700 },
    ],
  },
  {
    slug: 'cooks-knife-20-cm',
    name: 'Cook’s Knife, 20 cm',
    description:
      'A full-tang blade of high-carbon steel, ground thin behind the edge and balanced at the bolster. The one knife that does nine jobs in ten. Arrives sharp: mind your fingers.',
    category: 'kitchen',
    attributes: { material: 'Carbon steel', length: '20 cm', care: 'Hand wash' },
    drawing: { motif: 'knife', palette: 'walnut' },
    variants: [{ sku: 'KIT-KNF-200', options: {}, price: 8900, stock: 14, weight: 340 }],
  },
  {
    slug: 'enamelled-cocotte',
    name: 'Enamelled Cocotte',
    description:
      'Cast iron under three coats of enamel, with a heavy lid that bastes as it simmers. From hob to oven to table, and on to whoever inherits it.',
    category: 'kitchen',
    attributes: { material: 'Cast iron', hob: 'All, including induction', care: 'Hand wash' },
    drawing: { motif: 'cocotte', palette: 'sky' },
    variants: [
      {
        sku: 'KIT-COC-35-SKY',
        options: { capacity: '3.5 l', colour: 'Sky' },
        price: 12900,
        compareAtPrice: 15900,
        stock: 8,
        weight: 5200,
      },
      {
        sku: 'KIT-COC-35-BRK',
        options: { capacity: '3.5 l', colour: 'Brick' },
        price: 12900,
        compareAtPrice: 15900,
        stock: 5,
        weight: 5200,
      },
      { sku: 'KIT-COC-55-SKY', options: { capacity: '5.5 l', colour: 'Sky' }, price: 16900, stock: 6, weight: 6800 },
      { sku: 'KIT-COC-55-BRK', options: { capacity: '5.5 l', colour: 'Brick' }, price: 16900, stock: 0, weight: 6800 },
    ],
  },
  {
    slug: 'linen-tea-towels',
    name: 'Linen Tea Towels, Set of 2',
    description:
      'Washed European flax that dries glasses without a trace of lint and gets softer every month. Hemmed with a loop, because towels belong on hooks.',
    category: 'kitchen',
    attributes: { material: 'Linen', size: '50 × 70 cm', pieces: '2' },
    drawing: { motif: 'towel', palette: 'navy' },
    variants: [
      { sku: 'KIT-TWL-NVY', options: { colour: 'Navy and apricot' }, price: 2400, stock: 47, weight: 260 },
      { sku: 'KIT-TWL-FOR', options: { colour: 'Forest and honey' }, price: 2400, stock: 29, weight: 260 },
    ],
  },
  {
    slug: 'beechwood-utensil-set',
    name: 'Beechwood Utensil Set',
    description:
      'A stirrer, a ladle-spoon and a slotted turner, carved from beech and walnut, in a stoneware crock. Never scratches a pan and looks good standing about.',
    category: 'kitchen',
    attributes: { material: 'Beech and walnut', pieces: '4', care: 'Hand wash' },
    drawing: { motif: 'utensils', palette: 'denim' },
    variants: [{ sku: 'KIT-UTN-SET4', options: {}, price: 3875, stock: 26, weight: 1400 }],
  },
  {
    slug: 'turned-pepper-mill',
    name: 'Turned Pepper Mill',
    description:
      'Turned from a single piece of ash around a hardened ceramic burr. Twist the brass knob for anything from dust to gravel.',
    category: 'kitchen',
    attributes: { material: 'Ash', mechanism: 'Ceramic', height: '21 cm' },
    drawing: { motif: 'mill', palette: 'plum' },
    variants: [
      { sku: 'KIT-MIL-PLM', options: { colour: 'Plum' }, price: 4200, stock: 17, weight: 420 },
      { sku: 'KIT-MIL-NAT', options: { colour: 'Natural' }, price: 3900, stock: 23, weight: 420 },
    ],
  },
  {
    slug: 'creme-brulee-ramekins',
    name: 'Crème Brûlée Ramekins, Set of 4',
    description:
      'Shallow and fluted, for the most crackle per spoonful. They also do soufflés, salt, and the last of the olives. Safe under the grill to 260 °C.',
    category: 'kitchen',
    attributes: { material: 'Porcelain', capacity: '150 ml', pieces: '4' },
    drawing: { motif: 'bowl', palette: 'snow', variation: 1 },
    variants: [{ sku: 'KIT-RAM-150-4', options: {}, price: 2650, stock: 36, weight: 1100 }],
  },
];
