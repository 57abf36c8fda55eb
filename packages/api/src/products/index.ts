export { productsFileExample } from './csv/example.ts';
export { exportProducts } from './csv/export.ts';
export { type ImportOptions, importFile, importProducts } from './csv/import.ts';
export {
  exportProductsInput,
  type ImportReport,
  importProductsInput,
  importReport,
  maxImportBytes,
} from './csv/schema.ts';
export { productFailures, type ShortLine } from './errors.ts';
export { productHandlers } from './handlers.ts';
export { insertProducts, type NewProduct } from './insert.ts';
export { listLowStock } from './inventory/list-low.ts';
export {
  foundLedgerEntry,
  foundLedgerPage,
  lowStockInput,
  lowStockPage,
  type StockReport,
  searchLedgerInput,
  stockReport,
} from './inventory/schema.ts';
export { ledgerOfOrder, searchLedger } from './inventory/search-ledger.ts';
export { repairInventory, verifyInventory } from './inventory/verify.ts';
export { productJobs } from './jobs.ts';
export { catalogueTopic } from './lock.ts';
export {
  chooser,
  findPurchasables,
  type Purchasable,
  type PurchasableRow,
  purchasableColumns,
  toPurchasable,
  type Wanted,
} from './purchasable.ts';
export { productsRouter } from './router.ts';
export { changeStock, type Reservation, reserveLocked, stockTopic } from './stock.ts';
export { lastLedgerId, variantsChangedSince } from './stock-changes.ts';
export type { StockReason } from './stock-reasons.ts';
