export {
  createPromotionInput,
  discardJob,
  findPromotionByIdOrName,
  generateCodes,
  getJob,
  importTaxRates,
  insertPromotion,
  insertShippingMethod,
  type Job,
  type JobStats,
  listCodes,
  listJobs,
  type PromotionCode,
  readJobStats,
  retryJob,
  type TaxRateImport,
} from './admin/index.ts';
export { createAdmin, createUser, demoteAdmin, hashPassword, promoteAdmin, resetAdminPassword } from './auth/index.ts';
export { createContext } from './context.ts';
export { type Html, type HtmlValue, html, trustedHtml } from './mail/index.ts';
export {
  type Discrepancy,
  discrepancies,
  exportOrders,
  exportOrdersInput,
  type OrderReport,
  orderChecks,
  reconcileSpan,
  storeProviderEvent,
  verifyOrders,
} from './orders/index.ts';
export { codePrefix as promotionCodePrefix, shippingMethodInput, taxRateInput } from './pricing/index.ts';
export {
  catalogueTopic,
  exportProducts,
  exportProductsInput,
  type ImportOptions,
  type ImportReport,
  importFile,
  insertProducts,
  lastLedgerId,
  maxImportBytes,
  type NewProduct,
  repairInventory,
  type StockReport,
  stockTopic,
  variantsChangedSince,
  verifyInventory,
} from './products/index.ts';
export { type AppRouter, appRouter, createCaller, failures } from './router.ts';
export { closeShop, migrateShop, openShop } from './shop.ts';
export { version } from './version.ts';
export { drainJobs, listSchedules, startWorker } from './worker.ts';
