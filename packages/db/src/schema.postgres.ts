import { defineTables } from './tables/index.ts';
import { postgresVocabulary } from './vocabulary/postgres.ts';

export { rateLimits } from './limits/postgres.ts';
export { queueWorkers } from './queue/postgres-table.ts';

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
} = defineTables(postgresVocabulary);
