import type { DemoProduct } from '../types.ts';

export const officeProducts: DemoProduct[] = [
  {
    slug: 'dot-grid-notebook',
    name: 'Dot-Grid Notebook, A5',
    description:
      'Two hundred pages of 100 g paper that takes a fountain pen without a ghost on the other side. Sewn so that it lies flat, numbered so that you find things again.',
    category: 'office',
    attributes: { paper: '100 g, dot grid', pages: '200', format: 'A5' },
    drawing: { motif: 'notebook', palette: 'forest' },
    variants: [
      { sku: 'OFF-NB-A5-FOR', options: { colour: 'Forest' }, price: 1650, stock: 72, weight: 420 },
      { sku: 'OFF-NB-A5-TER', options: { colour: 'Terracotta' }, price: 1650, stock: 55, weight: 420 },
      { sku: 'OFF-NB-A5-NVY', options: { colour: 'Navy' }, price: 1650, stock: 0, weight: 420 },
      { sku: 'OFF-NB-A5-OAT', options: { colour: 'Oat' }, price: 1650, stock: 61, weight: 420 },
    ],
  },
  {
    slug: 'brass-trim-fountain-pen',
    name: 'Brass-Trim Fountain Pen',
    description:
      'A resin barrel with a weight you notice for a day and miss for ever after. The steel nib writes wet and smooth; a converter and two cartridges are in the box.',
    category: 'office',
    attributes: { material: 'Resin and brass', filling: 'Converter or cartridge' },
    drawing: { motif: 'pen', palette: 'night' },
    variants: [
      { sku: 'OFF-PEN-F', options: { nib: 'Fine' }, price: 5400, stock: 15, weight: 120 },
      { sku: 'OFF-PEN-M', options: { nib: 'Medium' }, price: 5400, stock: 19, weight: 120 },
    ],
  },
  {
    slug: 'two-tone-pencil-cup',
    name: 'Two-Tone Pencil Cup',
    description:
      'Stoneware dipped once, by hand, in a second glaze. Holds a fistful of pencils, or the scissors you had last week. Pencils not included.',
    category: 'office',
    attributes: { material: 'Stoneware', height: '11 cm' },
    drawing: { motif: 'pencilCup', palette: 'blush' },
    variants: [{ sku: 'OFF-CUP-BLS', options: {}, price: 2250, stock: 40, weight: 460 }],
  },
  {
    slug: 'typist-mechanical-keyboard',
    name: 'Typist Mechanical Keyboard',
    description:
      'A compact keyboard with an aluminium case, keycaps that will not shine, and switches you can swap without a soldering iron. Wireless on the sofa, wired at the desk.',
    category: 'office',
    attributes: { connection: 'USB-C, Bluetooth', layout: '65 %', material: 'Aluminium' },
    drawing: { motif: 'keyboard', palette: 'denim' },
    variants: [
      { sku: 'OFF-KB-65-LIN', options: { switches: 'Linear' }, price: 13900, stock: 18, weight: 980 },
      { sku: 'OFF-KB-65-TAC', options: { switches: 'Tactile' }, price: 13900, stock: 25, weight: 980 },
      { sku: 'OFF-KB-65-SIL', options: { switches: 'Silent' }, price: 14900, stock: 4, weight: 980 },
    ],
  },
  {
    slug: 'aria-task-chair',
    name: 'Aria Task Chair',
    description:
      'A chair for long afternoons: the back follows you, the arms get out of the way and every part can be replaced. Wool upholstery, ten-year guarantee, half an hour to assemble.',
    category: 'office',
    attributes: { material: 'Wool and aluminium', colour: 'Terracotta', guarantee: '10 years' },
    drawing: { motif: 'chair', palette: 'terracotta' },
    variants: [{ sku: 'OFF-CHR-ARI-TER', options: {}, price: 34900, compareAtPrice: 42900, stock: 5, weight: 17500 }],
  },
  {
    slug: 'folding-laptop-stand',
    name: 'Folding Laptop Stand',
    description:
      'Lifts the screen to eye level and folds to the thickness of a magazine. The hinges hold where you leave them, and silicone pads keep everything from sliding.',
    category: 'office',
    attributes: { material: 'Aluminium', load: '8 kg', fits: '11 to 16 inch' },
    drawing: { motif: 'laptopStand', palette: 'steel' },
    variants: [{ sku: 'OFF-LST-ALU', options: {}, price: 5925, stock: 33, weight: 620 }],
  },
  {
    slug: 'brass-desk-clock',
    name: 'Brass Desk Clock',
    description:
      'A solid brass case, a sweeping second hand and no tick whatsoever. The face is the one that hung in railway offices, redrawn for a desk; one battery turns it for four years.',
    category: 'office',
    attributes: { material: 'Brass', diameter: '12 cm', movement: 'Silent quartz' },
    drawing: { motif: 'clock', palette: 'brass' },
    variants: [{ sku: 'OFF-CLK-BRS', options: {}, price: 6800, stock: 0, weight: 740 }],
  },
];
