import { defineTables } from './tables/index.ts';
import { postgresVocabulary } from './vocabulary/postgres.ts';

export { rateLimits } from './limits/postgres.ts';
export { queueWorkers } from './queue/postgres-table.ts';

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
} = defineTables(postgresVocabulary);
