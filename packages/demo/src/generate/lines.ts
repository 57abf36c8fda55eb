import type { Drawing } from '../types.ts';

/** A kind of thing that the generator makes in endless variations. */
export interface Line {
  category: string;
  drawing: Drawing;
  things: readonly string[];
  materials: readonly string[];
  option: {
    name: string;
    values: readonly [string, string, string] /** Each further value costs a quarter more. */;
    grows?: true;
  };
  /** US dollars, cheapest and dearest. */
  dollars: readonly [number, number];
  /** The weight of one unit with its packaging. */
  grams: number;
}

const knitwear = { name: 'size', values: ['S', 'M', 'L'] } as const;
const tints = { name: 'colour', values: ['Oat', 'Slate', 'Moss'] } as const;
const brights = { name: 'colour', values: ['Mustard', 'Sky', 'Brick'] } as const;
const darks = { name: 'colour', values: ['Charcoal', 'Navy', 'Forest'] } as const;
const sizes = { name: 'size', values: ['Small', 'Medium', 'Large'], grows: true } as const;

/** In rounds of the eight categories, so that any eight neighbours cover the shop. */
export const lines: readonly Line[] = [
  {
    category: 'coffee-tea',
    drawing: { motif: 'mug', palette: 'slate' },
    things: ['Mug', 'Coffee Cup'],
    materials: ['Stoneware', 'Porcelain', 'Earthenware'],
    option: tints,
    dollars: [9, 32],
    grams: 400,
  },
  {
    category: 'kitchen',
    drawing: { motif: 'cocotte', palette: 'moss' },
    things: ['Casserole', 'Stew Pot'],
    materials: ['Cast-Iron', 'Enamel', 'Steel'],
    option: { name: 'capacity', values: ['2 l', '4 l', '6 l'], grows: true },
    dollars: [49, 189],
    grams: 4200,
  },
  {
    category: 'audio',
    drawing: { motif: 'headphones', palette: 'navy' },
    things: ['Headphones', 'Headset'],
    materials: ['Maple', 'Aluminium', 'Walnut'],
    option: darks,
    dollars: [59, 349],
    grams: 600,
  },
  {
    category: 'office',
    drawing: { motif: 'notebook', palette: 'plum' },
    things: ['Notebook', 'Journal'],
    materials: ['Linen', 'Cork', 'Leather'],
    option: brights,
    dollars: [7, 38],
    grams: 400,
  },
  {
    category: 'lighting',
    drawing: { motif: 'tableLamp', palette: 'terracotta' },
    things: ['Table Lamp', 'Bedside Lamp'],
    materials: ['Glass', 'Ceramic', 'Brass'],
    option: brights,
    dollars: [39, 219],
    grams: 2200,
  },
  {
    category: 'bags-travel',
    drawing: { motif: 'backpack', palette: 'forest' },
    things: ['Backpack', 'Rucksack'],
    materials: ['Canvas', 'Nylon', 'Leather'],
    option: darks,
    dollars: [49, 229],
    grams: 1200,
  },
  {
    category: 'clothing',
    drawing: { motif: 'sweater', palette: 'oat' },
    things: ['Jumper', 'Cardigan'],
    materials: ['Merino', 'Lambswool', 'Cotton'],
    option: knitwear,
    dollars: [45, 180],
    grams: 480,
  },
  {
    category: 'garden',
    drawing: { motif: 'plantPot', palette: 'sky' },
    things: ['Plant Pot', 'Planter'],
    materials: ['Terracotta', 'Stoneware', 'Zinc'],
    option: sizes,
    dollars: [8, 64],
    grams: 1900,
  },

  {
    category: 'coffee-tea',
    drawing: { motif: 'teapot', palette: 'forest' },
    things: ['Teapot', 'Tea Kettle'],
    materials: ['Cast-Iron', 'Stoneware', 'Glass'],
    option: { name: 'capacity', values: ['500 ml', '800 ml', '1.2 l'], grows: true },
    dollars: [24, 110],
    grams: 1300,
  },
  {
    category: 'kitchen',
    drawing: { motif: 'board', palette: 'walnut' },
    things: ['Cutting Board', 'Serving Board'],
    materials: ['Oak', 'Acacia', 'Walnut'],
    option: sizes,
    dollars: [18, 79],
    grams: 1300,
  },
  {
    category: 'audio',
    drawing: { motif: 'portable', palette: 'brick' },
    things: ['Speaker', 'Travel Speaker'],
    materials: ['Aluminium', 'Canvas', 'Bamboo'],
    option: brights,
    dollars: [29, 179],
    grams: 1800,
  },
  {
    category: 'office',
    drawing: { motif: 'pencilCup', palette: 'sky' },
    things: ['Pencil Cup', 'Desk Tidy'],
    materials: ['Stoneware', 'Cork', 'Steel'],
    option: tints,
    dollars: [9, 42],
    grams: 450,
  },
  {
    category: 'lighting',
    drawing: { motif: 'deskLamp', palette: 'mustard' },
    things: ['Desk Lamp', 'Reading Lamp'],
    materials: ['Steel', 'Brass', 'Aluminium'],
    option: darks,
    dollars: [35, 199],
    grams: 2300,
  },
  {
    category: 'bags-travel',
    drawing: { motif: 'bottle', palette: 'terracotta' },
    things: ['Bottle', 'Flask'],
    materials: ['Steel', 'Glass', 'Titanium'],
    option: { name: 'capacity', values: ['350 ml', '500 ml', '750 ml'], grows: true },
    dollars: [14, 58],
    grams: 420,
  },
  {
    category: 'clothing',
    drawing: { motif: 'tee', palette: 'sky' },
    things: ['T-Shirt', 'Pocket Tee'],
    materials: ['Cotton', 'Linen', 'Hemp'],
    option: knitwear,
    dollars: [15, 55],
    grams: 260,
  },
  {
    category: 'garden',
    drawing: { motif: 'wateringCan', palette: 'mustard' },
    things: ['Watering Can', 'Garden Can'],
    materials: ['Zinc', 'Copper', 'Steel'],
    option: brights,
    dollars: [16, 85],
    grams: 1500,
  },

  {
    category: 'coffee-tea',
    drawing: { motif: 'press', palette: 'charcoal' },
    things: ['French Press', 'Coffee Maker'],
    materials: ['Glass', 'Steel', 'Copper'],
    option: { name: 'capacity', values: ['350 ml', '600 ml', '1 l'], grows: true },
    dollars: [19, 95],
    grams: 700,
  },
  {
    category: 'kitchen',
    drawing: { motif: 'mill', palette: 'brick' },
    things: ['Pepper Mill', 'Salt Mill'],
    materials: ['Beech', 'Ash', 'Walnut'],
    option: tints,
    dollars: [17, 68],
    grams: 420,
  },
  {
    category: 'audio',
    drawing: { motif: 'radio', palette: 'brick' },
    things: ['Radio', 'Clock Radio'],
    materials: ['Maple', 'Walnut', 'Bamboo'],
    option: brights,
    dollars: [39, 169],
    grams: 1700,
  },
  {
    category: 'office',
    drawing: { motif: 'clock', palette: 'navy' },
    things: ['Desk Clock', 'Alarm Clock'],
    materials: ['Brass', 'Steel', 'Oak'],
    option: darks,
    dollars: [22, 98],
    grams: 700,
  },
  {
    category: 'lighting',
    drawing: { motif: 'candle', palette: 'snow' },
    things: ['Candle', 'Scented Candle'],
    materials: ['Soy', 'Beeswax', 'Rapeseed'],
    option: { name: 'scent', values: ['Fig', 'Cedar', 'Tea'] },
    dollars: [8, 46],
    grams: 480,
  },
  {
    category: 'bags-travel',
    drawing: { motif: 'duffel', palette: 'navy' },
    things: ['Holdall', 'Weekend Bag'],
    materials: ['Canvas', 'Leather', 'Nylon'],
    option: darks,
    dollars: [59, 279],
    grams: 1500,
  },
  {
    category: 'clothing',
    drawing: { motif: 'beanie', palette: 'denim' },
    things: ['Beanie', 'Bobble Hat'],
    materials: ['Merino', 'Lambswool', 'Cashmere'],
    option: tints,
    dollars: [16, 72],
    grams: 130,
  },
  {
    category: 'garden',
    drawing: { motif: 'secateurs', palette: 'forest' },
    things: ['Secateurs', 'Pruners'],
    materials: ['Steel', 'Carbon-Steel', 'Titanium'],
    option: sizes,
    dollars: [15, 74],
    grams: 310,
  },
];
