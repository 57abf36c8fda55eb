import type { DemoProduct } from '../types.ts';

export const clothingProducts: DemoProduct[] = [
  {
    slug: 'heavyweight-pocket-tee',
    name: 'Heavyweight Pocket Tee',
    description:
      'Organic cotton of 240 g that hangs straight, wash after wash, with a pocket that holds a pencil. Cut boxy: take your usual size.',
    category: 'clothing',
    attributes: { material: 'Organic cotton', fit: 'Boxy', care: 'Machine wash 30 °C' },
    drawing: { motif: 'tee', palette: 'snow' },
    variants: [
      { sku: 'CLO-TEE-WHT-S', options: { colour: 'White', size: 'S' }, price: 3200, stock: 24, weight: 240 },
      { sku: 'CLO-TEE-WHT-M', options: { colour: 'White', size: 'M' }, price: 3200, stock: 41, weight: 260 },
      { sku: 'CLO-TEE-WHT-L', options: { colour: 'White', size: 'L' }, price: 3200, stock: 37, weight: 280 },
      { sku: 'CLO-TEE-WHT-XL', options: { colour: 'White', size: 'XL' }, price: 3200, stock: 12, weight: 300 },
      { sku: 'CLO-TEE-NVY-S', options: { colour: 'Navy', size: 'S' }, price: 3200, stock: 18, weight: 240 },
      { sku: 'CLO-TEE-NVY-M', options: { colour: 'Navy', size: 'M' }, price: 3200, stock: 0, weight: 260 },
      { sku: 'CLO-TEE-NVY-L', options: { colour: 'Navy', size: 'L' }, price: 3200, stock: 29, weight: 280 },
      { sku: 'CLO-TEE-NVY-XL', options: { colour: 'Navy', size: 'XL' }, price: 3200, stock: 8, weight: 300 },
    ],
  },
  {
    slug: 'fair-isle-merino-jumper',
    name: 'Fair Isle Merino Jumper',
    description:
      'Extra-fine merino with a patterned yoke, knitted in one piece so there is no seam to itch. Warm when the heating is off, cool enough when it is not.',
    category: 'clothing',
    attributes: { material: 'Merino wool', fit: 'Regular', care: 'Wool wash' },
    drawing: { motif: 'sweater', palette: 'denim' },
    variants: [
      { sku: 'CLO-JMP-DEN-S', options: { size: 'S' }, price: 11800, stock: 7, weight: 430 },
      { sku: 'CLO-JMP-DEN-M', options: { size: 'M' }, price: 11800, stock: 15, weight: 460 },
      { sku: 'CLO-JMP-DEN-L', options: { size: 'L' }, price: 11800, stock: 13, weight: 490 },
      { sku: 'CLO-JMP-DEN-XL', options: { size: 'XL' }, price: 11800, stock: 0, weight: 520 },
    ],
  },
  {
    slug: 'moleskin-overshirt',
    name: 'Moleskin Overshirt',
    description:
      'Somewhere between a shirt and a jacket, which is where most days are. Brushed cotton, corozo buttons and three pockets that are really used.',
    category: 'clothing',
    attributes: { material: 'Cotton moleskin', fit: 'Relaxed', care: 'Machine wash 30 °C' },
    drawing: { motif: 'overshirt', palette: 'moss' },
    variants: [
      { sku: 'CLO-OVS-MOS-S', options: { size: 'S' }, price: 13900, compareAtPrice: 16900, stock: 6, weight: 720 },
      { sku: 'CLO-OVS-MOS-M', options: { size: 'M' }, price: 13900, compareAtPrice: 16900, stock: 10, weight: 760 },
      { sku: 'CLO-OVS-MOS-L', options: { size: 'L' }, price: 13900, compareAtPrice: 16900, stock: 9, weight: 800 },
      { sku: 'CLO-OVS-MOS-XL', options: { size: 'XL' }, price: 13900, compareAtPrice: 16900, stock: 2, weight: 840 },
    ],
  },
  {
    slug: 'bobble-beanie',
    name: 'Bobble Beanie',
    description:
      'Lambswool ribbed deep enough to turn up twice, with a bobble that stays on. One size, because wool is generous.',
    category: 'clothing',
    attributes: { material: 'Lambswool', size: 'One size', care: 'Hand wash' },
    drawing: { motif: 'beanie', palette: 'mustard' },
    variants: [
      { sku: 'CLO-BNE-MUS', options: { colour: 'Mustard' }, price: 2850, stock: 32, weight: 130 },
      { sku: 'CLO-BNE-CRM', options: { colour: 'Cream' }, price: 2850, stock: 26, weight: 130 },
    ],
  },
  {
    slug: 'cushioned-crew-socks',
    name: 'Cushioned Crew Socks, 2 Pairs',
    description:
      'Terry-looped underfoot and flat across the toes, for boots, clogs and kitchen floors. They come in twos, as socks should.',
    category: 'clothing',
    attributes: { material: 'Cotton and wool', pieces: '2 pairs', care: 'Machine wash 40 °C' },
    drawing: { motif: 'socks', palette: 'cream' },
    variants: [
      { sku: 'CLO-SOX-S', options: { size: '36-40' }, price: 1925, stock: 60, weight: 140 },
      { sku: 'CLO-SOX-L', options: { size: '41-46' }, price: 1925, stock: 57, weight: 140 },
    ],
  },
  {
    slug: 'crossback-linen-apron',
    name: 'Cross-Back Linen Apron',
    description:
      'Heavy linen with brass eyelets and two pockets, one for the towel and one for the spoon. The straps cross at the back, so nothing pulls at your neck.',
    category: 'clothing',
    attributes: { material: 'Linen', size: 'One size', colour: 'Terracotta' },
    drawing: { motif: 'apron', palette: 'terracotta' },
    variants: [{ sku: 'CLO-APR-TER', options: {}, price: 4850, stock: 21, weight: 420 }],
  },
];
