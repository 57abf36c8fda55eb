import { toCsv } from '@cartwright/kernel/csv';
import { type Column, columnNames } from './columns.ts';

const row: Record<Column, string> = {
  slug: 'stoneware-mug',
  name: 'Stoneware mug',
  description: 'Holds 350 ml and survives the dishwasher.',
  category: 'kitchen',
  status: 'active',
  attributes: 'Material=Stoneware',
  taxClass: 'standard',
  version: '3',
  sku: 'MUG-STONE',
  options: '',
  price: '15.99',
  compareAtPrice: '18.99',
  currency: 'USD',
  stock: '14',
  lowStockAt: '',
  weight: '420',
  variantVersion: '5',
};

/** A file with one product, for the documentation. */
export const productsFileExample = toCsv([columnNames, columnNames.map((name) => row[name])]);
