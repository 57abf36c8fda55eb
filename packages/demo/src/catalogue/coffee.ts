import type { DemoProduct } from '../types.ts';

export const coffeeProducts: DemoProduct[] = [
  {
    slug: 'speckled-stoneware-mug',
    name: 'Speckled Stoneware Mug',
    description:
      'Thrown in small batches and left bare at the foot, so no two mugs are quite alike. The handle takes three fingers, and the glaze keeps coffee warm to the last mouthful. Safe in the dishwasher and the microwave.',
    category: 'coffee-tea',
    attributes: { material: 'Stoneware', capacity: '350 ml', care: 'Dishwasher safe' },
    drawing: { motif: 'mug', palette: 'oat' },
    variants: [
      { sku: 'COF-MUG-350-OAT', options: { colour: 'Oat' }, price: 1800, stock: 64, weight: 480 },
      { sku: 'COF-MUG-350-MOS', options: { colour: 'Moss' }, price: 1800, stock: 38, weight: 480 },
      { sku: 'COF-MUG-350-SLT', options: { colour: 'Slate' }, price: 1800, stock: 0, weight: 480 },
    ],
  },
  {
    slug: 'enamel-camp-mug',
    name: 'Enamel Camp Mug',
    description:
      'Two coats of enamel over steel, with a blue rim that will pick up honest chips over the years. Light enough for a rucksack and happy over a low flame.',
    category: 'coffee-tea',
    attributes: { material: 'Enamelled steel', capacity: '400 ml', colour: 'White' },
    drawing: { motif: 'mug', palette: 'snow', variation: 1 },
    variants: [{ sku: 'COF-MUG-ENA-WHT', options: {}, price: 1450, stock: 112, weight: 260 }],
  },
  {
    slug: 'double-wall-glass-mugs',
    name: 'Double-Wall Glass Mugs, Set of 2',
    description:
      'Two walls of borosilicate glass keep a cortado hot and your fingers cool. Watch the milk settle while you decide about breakfast. Sold as a pair.',
    category: 'coffee-tea',
    attributes: { material: 'Borosilicate glass', capacity: '250 ml', pieces: '2' },
    drawing: { motif: 'mug', palette: 'snow', variation: 2 },
    variants: [{ sku: 'COF-MUG-GLS-2', options: {}, price: 2900, compareAtPrice: 3600, stock: 41, weight: 420 }],
  },
  {
    slug: 'cafe-au-lait-bowl',
    name: 'Café au Lait Bowl',
    description:
      'The wide French breakfast bowl, made for two hands and a torn croissant. Hand-painted band, gently footed so it never burns the table.',
    category: 'coffee-tea',
    attributes: { material: 'Porcelain', capacity: '500 ml', care: 'Dishwasher safe' },
    drawing: { motif: 'bowl', palette: 'cream' },
    variants: [
      { sku: 'COF-BWL-500-TER', options: { colour: 'Terracotta band' }, price: 1650, stock: 27, weight: 520 },
      { sku: 'COF-BWL-500-BLU', options: { colour: 'Blue band' }, price: 1650, stock: 33, weight: 520 },
    ],
  },
  {
    slug: 'gooseneck-electric-kettle',
    name: 'Gooseneck Electric Kettle',
    description:
      'Hold any temperature between 60 and 100 °C to the degree, then pour in a line as thin as you like. The walnut grip stays cool and the base keeps time for you.',
    category: 'coffee-tea',
    attributes: { material: 'Stainless steel', capacity: '0.9 l', power: '1200 W' },
    drawing: { motif: 'kettle', palette: 'charcoal' },
    variants: [
      {
        sku: 'COF-KET-900-BLK',
        options: { colour: 'Matt black' },
        price: 8900,
        compareAtPrice: 10900,
        stock: 19,
        weight: 1650,
      },
      {
        sku: 'COF-KET-900-CRM',
        options: { colour: 'Cream' },
        price: 8900,
        compareAtPrice: 10900,
        stock: 7,
        weight: 1650,
      },
    ],
  },
  {
    slug: 'ribbed-pour-over-set',
    name: 'Ribbed Pour-Over Set',
    description:
      'A ceramic dripper with deep spiral ribs, sitting on a glass carafe for two. The slow way to make coffee, and still done before the toast. Takes ordinary cone filters.',
    category: 'coffee-tea',
    attributes: { material: 'Ceramic', capacity: '600 ml', colour: 'Terracotta' },
    drawing: { motif: 'dripper', palette: 'terracotta' },
    variants: [{ sku: 'COF-DRP-600', options: {}, price: 4250, stock: 22, weight: 950 }],
  },
  {
    slug: 'sunday-cafetiere',
    name: 'Sunday Cafetière',
    description:
      'A French press with a double mesh that leaves the grounds where they belong. Choose the small one for yourself or the large one for a table of friends and the whole newspaper.',
    category: 'coffee-tea',
    attributes: { material: 'Glass and steel', colour: 'Red' },
    drawing: { motif: 'press', palette: 'brick' },
    variants: [
      { sku: 'COF-PRS-350', options: { capacity: '350 ml' }, price: 3400, stock: 16, weight: 560 },
      { sku: 'COF-PRS-1000', options: { capacity: '1 l' }, price: 4600, stock: 24, weight: 880 },
    ],
  },
  {
    slug: 'cast-iron-teapot',
    name: 'Hobnail Cast-Iron Teapot',
    description:
      'Cast in sand and enamelled inside, this teapot holds its heat through three slow cups. A fine steel basket comes with it for loose leaves.',
    category: 'coffee-tea',
    attributes: { material: 'Cast iron', capacity: '800 ml', colour: 'Slate' },
    drawing: { motif: 'teapot', palette: 'slate' },
    variants: [{ sku: 'COF-TPT-800-SLT', options: {}, price: 6495, stock: 12, weight: 2100 }],
  },
  {
    slug: 'creme-earl-grey',
    name: 'Crème Earl Grey',
    description:
      'Ceylon leaves, Calabrian bergamot and a whisper of vanilla: an Earl Grey with its sleeves rolled up. Packed in a tin that closes with a proper click.',
    category: 'coffee-tea',
    attributes: { origin: 'Sri Lanka', type: 'Black tea', caffeine: 'Yes' },
    taxClass: 'reduced',
    drawing: { motif: 'tin', palette: 'mustard' },
    variants: [
      { sku: 'TEA-EGC-100', options: { weight: '100 g' }, price: 1225, stock: 85, weight: 180 },
      { sku: 'TEA-EGC-250', options: { weight: '250 g' }, price: 2650, stock: 30, weight: 350 },
      { sku: 'TEA-EGC-500', options: { weight: '500 g' }, price: 4800, stock: 9, weight: 640 },
    ],
  },
];
