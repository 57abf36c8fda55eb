export {
  discardJob,
  getJob,
  importTaxRates,
  type Job,
  type JobStats,
  listJobs,
  readJobStats,
  retryJob,
  type TaxRateImport,
} from './admin/index.ts';
export { createAdmin, createUser, demoteAdmin, hashPassword, promoteAdmin, resetAdminPassword } from './auth/index.ts';
export { createContext } from './context.ts';
export { checkImageStore, imageKey, readImage } from './images/index.ts';
export { admit } from './kernel/admit.ts';
export { audienceOf } from './kernel/audience.ts';
export { codesOf } from './kernel/codes.ts';
export type { Context, RequestFacts, User } from './kernel/context.ts';
export { failureOf } from './kernel/failure-of.ts';
export { asTrpcError, Failure, type FailureMaker, inputIssue, kernelFailures } from './kernel/failures.ts';
export { hashSecret, newId } from './kernel/ids.ts';
export type { Runner } from './kernel/jobs.ts';
export { formatMoney } from './kernel/money.ts';
export { addressesIn, networkOf, plainAddress } from './kernel/networks.ts';
export { choicesOf, oneOf } from './kernel/one-of.ts';
export { type Download, type Operation, operationsOf } from './kernel/operations.ts';
export { currentOrigin, withOrigin } from './kernel/origin.ts';
export type { Clock, ImageStore, Log, Mail, Mailer, PaymentProvider } from './kernel/ports.ts';
export type { Access, Meta } from './kernel/procedures.ts';
export { logUnavailable } from './kernel/refusals.ts';
export { fitsPart } from './kernel/reserved-words.ts';
export { type Scope, scopes } from './kernel/scopes.ts';
export { describeSettings, type SettingDescription } from './kernel/settings/describe.ts';
export { readSettings, type Settings, SettingsError } from './kernel/settings.ts';
export type { Shop } from './kernel/shop.ts';
export { heartbeatMilliseconds, type Streams } from './kernel/streams.ts';
export type { EventStream } from './kernel/subscriptions.ts';
export { type Metrics, noTracer, type Span, type Step, type Tracer } from './kernel/telemetry.ts';
export { decodeInput, encodeOutput } from './kernel/transformer.ts';
export { version } from './kernel/version.ts';
export {
  createDevMailer,
  type DevMail,
  devMailsKept,
  getDevMail,
  type Html,
  type HtmlValue,
  html,
  isLoopback,
  listDevMails,
  mailServerOf,
  trustedHtml,
} from './mail/index.ts';
export {
  type Discrepancy,
  discrepancies,
  exportOrders,
  exportOrdersInput,
  reconcileSpan,
  storeProviderEvent,
} from './orders/index.ts';
export { taxRateInput } from './pricing/index.ts';
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
export { drainJobs, listSchedules, startWorker } from './worker.ts';
