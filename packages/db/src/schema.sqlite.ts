import { defineTables } from './tables/index.ts';
import { sqliteVocabulary } from './vocabulary/sqlite.ts';

export { jobSchedules, jobs, queueWorkers } from './queue/sqlite-table.ts';

/** What drizzle-kit reads: each table an export of its own. */
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
