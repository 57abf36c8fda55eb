import { defineTables } from './tables/index.ts';
import { postgresVocabulary } from './vocabulary/postgres.ts';

export { rateLimits } from './limits/postgres.ts';

/** What drizzle-kit reads: each table an export of its own. */
export const {
  users,
  sessions,
  usedRefreshTokens,
  categories,
  products,
  variants,
  productImages,
  stockLedger,
  carts,
  cartLines,
  orders,
  orderLines,
  payments,
  orderEvents,
  idempotencyKeys,
  mailDeliveries,
  devMails,
} = defineTables(postgresVocabulary);
