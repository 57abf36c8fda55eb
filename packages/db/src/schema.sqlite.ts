import { defineTables } from './tables/index.ts';
import { sqliteVocabulary } from './vocabulary/sqlite.ts';

export { jobSchedules, jobs, queueWorkers } from './queue/sqlite-table.ts';

/** Exports each table by name, because drizzle-kit reads exports. */
export const {
  users,
  sessions,
  usedRefreshTokens,
  emailProofs,
  apiKeys,
  addresses,
  categories,
  products,
  formerPrices,
  variants,
  productImages,
  imageLocks,
  stockLedger,
  searchDocuments,
  searchFacts,
  searchWords,
  carts,
  cartLines,
  orders,
  orderLines,
  payments,
  refundRequests,
  refundLines,
  refunds,
  shipments,
  providerEvents,
  orderEvents,
  auditLog,
  idempotencyKeys,
  mailDeliveries,
  mailCounts,
  devMails,
} = defineTables(sqliteVocabulary);
