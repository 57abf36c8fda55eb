export { productFailures, type ShortLine, shortLine } from './errors.ts';
export { insertProducts, type NewProduct } from './insert.ts';
export { productsRouter } from './router.ts';
export { changeStock } from './stock.ts';
export {
  findPurchasables,
  type Purchasable,
  purchasableColumns,
  toPurchasable,
  type Wanted,
} from './purchasable.ts';
