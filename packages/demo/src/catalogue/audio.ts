import type { DemoProduct } from '../types.ts';

export const audioProducts: DemoProduct[] = [
  {
    slug: 'nocturne-700-wireless-headphones',
    name: 'Nocturne 700 Wireless Headphones',
    description:
      'Over-ear headphones with noise cancelling that hushes a cabin and leaves the cello in. Forty hours on a charge, and ten minutes of charging buys five more. The cushions lift off and can be replaced.',
    category: 'audio',
    attributes: { connection: 'Bluetooth 5.3', battery: '40 h', weight: '255 g' },
    drawing: { motif: 'headphones', palette: 'slate' },
    variants: [
      {
        sku: 'AUD-HP-700-SLT',
        options: { colour: 'Slate' },
        price: 24900,
        compareAtPrice: 29900,
        stock: 21,
        weight: 620,
      },
      {
        sku: 'AUD-HP-700-BLK',
        options: { colour: 'Black' },
        price: 24900,
        compareAtPrice: 29900,
        stock: 34,
        weight: 620,
      },
      {
        sku: 'AUD-HP-700-SND',
        options: { colour: 'Sand' },
        price: 24900,
        compareAtPrice: 29900,
        stock: 0,
        weight: 620,
      },
    ],
  },
  {
    slug: 'etude-studio-headphones',
    name: 'Étude Studio Headphones',
    description:
      'Open-backed and wired, for people who want to hear where the second violins sit. Velour pads, a steel band lined in soft brown leather, and a three-metre cable that unplugs before it snags.',
    category: 'audio',
    attributes: { connection: 'Wired, 6.3 mm', impedance: '80 Ω', weight: '290 g' },
    drawing: { motif: 'headphones', palette: 'charcoal', variation: 1 },
    variants: [{ sku: 'AUD-HP-ETU', options: {}, price: 17950, stock: 13, weight: 780 }],
  },
  {
    slug: 'skimmer-wireless-earbuds',
    name: 'Skimmer Wireless Earbuds',
    description:
      'Flat, light and smooth as a skimming stone, with a case that slips into a coin pocket. Three sizes of tip, rain-proof, and a microphone that ignores the wind.',
    category: 'audio',
    attributes: { connection: 'Bluetooth 5.3', battery: '8 h, 32 h with case', protection: 'IPX5' },
    drawing: { motif: 'earbuds', palette: 'cream' },
    variants: [
      { sku: 'AUD-EB-SKM-CRM', options: { colour: 'Cream' }, price: 11900, stock: 58, weight: 150 },
      { sku: 'AUD-EB-SKM-NVY', options: { colour: 'Navy' }, price: 11900, stock: 42, weight: 150 },
    ],
  },
  {
    slug: 'linden-bookshelf-speakers',
    name: 'Linden Bookshelf Speakers, Pair',
    description:
      'Two-way speakers in real walnut veneer, small enough for the shelf and large enough for the room. The amplifier is inside, so all they ask for is a turntable, a telephone or a television.',
    category: 'audio',
    attributes: { power: '2 × 60 W', connection: 'Bluetooth, optical, phono', material: 'Walnut veneer' },
    drawing: { motif: 'speaker', palette: 'walnut' },
    variants: [{ sku: 'AUD-SP-LIN-PR', options: {}, price: 32900, compareAtPrice: 37900, stock: 6, weight: 9800 }],
  },
  {
    slug: 'picnic-portable-speaker',
    name: 'Picnic Portable Speaker',
    description:
      'A loud little speaker with a leather strap and no fear of wet grass. Eighteen hours of music, and two of them pair for stereo.',
    category: 'audio',
    attributes: { power: '20 W', battery: '18 h', protection: 'IP67' },
    drawing: { motif: 'portable', palette: 'forest' },
    variants: [
      { sku: 'AUD-SP-PIC-FOR', options: { colour: 'Forest' }, price: 7900, stock: 44, weight: 720 },
      { sku: 'AUD-SP-PIC-MUS', options: { colour: 'Mustard' }, price: 7900, stock: 3, weight: 720 },
      {
        sku: 'AUD-SP-PIC-BRK',
        options: { colour: 'Brick' },
        price: 6900,
        compareAtPrice: 7900,
        stock: 11,
        weight: 720,
      },
    ],
  },
  {
    slug: 'largo-turntable',
    name: 'Largo Turntable',
    description:
      'Belt drive, a heavy platter and a tonearm balanced by hand, set in a plinth of solid ash. The phono stage is built in, so you can be on side two within ten minutes of opening the box.',
    category: 'audio',
    attributes: { drive: 'Belt', speeds: '33⅓ and 45 rpm', material: 'Ash' },
    drawing: { motif: 'turntable', palette: 'wood' },
    variants: [{ sku: 'AUD-TT-LAR', options: {}, price: 38900, stock: 1, weight: 8400 }],
  },
  {
    slug: 'kitchen-radio',
    name: 'Kitchen Radio',
    description:
      'FM, digital and Bluetooth in a round-shouldered case that forgives floury fingers. One dial for the station, one for the volume, and nothing to update.',
    category: 'audio',
    attributes: { power: '10 W', connection: 'FM, DAB+, Bluetooth', colour: 'Mustard' },
    drawing: { motif: 'radio', palette: 'mustard' },
    variants: [{ sku: 'AUD-RAD-KIT', options: {}, price: 9900, stock: 20, weight: 1900 }],
  },
  {
    slug: 'walnut-headphone-stand',
    name: 'Walnut Headphone Stand',
    description:
      'A quiet resting place for good headphones: solid walnut, a saddle that keeps the band in shape, and a felt foot. Headphones not included, however well they suit it.',
    category: 'audio',
    attributes: { material: 'Walnut', height: '26 cm' },
    drawing: { motif: 'headphoneStand', palette: 'walnut' },
    variants: [{ sku: 'AUD-ST-WAL', options: {}, price: 4495, stock: 28, weight: 850 }],
  },
];
