import type { DemoProduct } from '../types.ts';

export const gardenProducts: DemoProduct[] = [
  {
    slug: 'terracotta-pot-and-saucer',
    name: 'Terracotta Pot and Saucer',
    description:
      'Clay fired hot enough to stand a frost, unglazed so that roots can breathe. Each pot comes with its saucer; the plant is up to you.',
    category: 'garden',
    attributes: { material: 'Terracotta', finish: 'Unglazed', use: 'Indoors and outdoors' },
    drawing: { motif: 'plantPot', palette: 'terracotta' },
    variants: [
      { sku: 'GRD-POT-14', options: { size: '14 cm' }, price: 1450, stock: 54, weight: 900 },
      { sku: 'GRD-POT-20', options: { size: '20 cm' }, price: 2250, stock: 39, weight: 1900 },
      { sku: 'GRD-POT-28', options: { size: '28 cm' }, price: 3650, stock: 0, weight: 4300 },
    ],
  },
  {
    slug: 'long-reach-watering-can',
    name: 'Long-Reach Watering Can',
    description:
      'A galvanised can with a long spout for the back of the border and a brass rose as fine as drizzle. Balanced so that it pours with one hand, even when full.',
    category: 'garden',
    attributes: { material: 'Galvanised steel', capacity: '5 l', colour: 'Forest' },
    drawing: { motif: 'wateringCan', palette: 'forest' },
    variants: [{ sku: 'GRD-CAN-5-FOR', options: {}, price: 4695, stock: 19, weight: 1500 }],
  },
  {
    slug: 'bypass-secateurs',
    name: 'Bypass Secateurs',
    description:
      'Forged blades that pass each other like scissors, for clean cuts that heal. Every spring and screw can be bought again, and the handles are bright enough to find in the compost.',
    category: 'garden',
    attributes: { material: 'Forged steel', cut: 'Up to 22 mm', hand: 'Right and left' },
    drawing: { motif: 'secateurs', palette: 'brick' },
    variants: [{ sku: 'GRD-SEC-22', options: {}, price: 3875, stock: 25, weight: 310 }],
  },
  {
    slug: 'kitchen-herb-seeds',
    name: 'Kitchen Herb Seeds',
    description:
      'Basil, dill, chives and flat parsley, saved by growers we know by name. Sow on a windowsill from March, eat from May.',
    category: 'garden',
    attributes: { type: 'Organic seeds', pieces: '4 packets', sowing: 'March to July' },
    taxClass: 'reduced',
    drawing: { motif: 'seedPacket', palette: 'forest' },
    variants: [{ sku: 'GRD-SEED-HRB', options: {}, price: 995, stock: 130, weight: 60 }],
  },
  {
    slug: 'folding-bistro-chair',
    name: 'Folding Bistro Chair',
    description:
      'Steel frame, beech slats and a fold as flat as a book, so the summer can be hung on the garage wall. Powder-coated against rain and grandchildren.',
    category: 'garden',
    attributes: { material: 'Steel and beech', load: '110 kg', use: 'Outdoors' },
    drawing: { motif: 'chair', palette: 'forest', variation: 1 },
    variants: [
      {
        sku: 'GRD-CHR-BIS-FOR',
        options: { colour: 'Forest' },
        price: 9900,
        compareAtPrice: 11500,
        stock: 18,
        weight: 5600,
      },
      {
        sku: 'GRD-CHR-BIS-CRM',
        options: { colour: 'Cream' },
        price: 9900,
        compareAtPrice: 11500,
        stock: 7,
        weight: 5600,
      },
    ],
  },
  {
    slug: 'macrame-hanging-planter',
    name: 'Macramé Hanging Planter',
    description:
      'A glazed stoneware bowl in a cradle of knotted cotton, for ferns, ivies and anything that likes to trail. Holds four kilos; the hook is in the box.',
    category: 'garden',
    attributes: { material: 'Stoneware and cotton', diameter: '22 cm', use: 'Indoors' },
    drawing: { motif: 'hangingPlanter', palette: 'sky' },
    variants: [{ sku: 'GRD-HNG-22-SKY', options: {}, price: 3800, stock: 15, weight: 1700 }],
  },
];
