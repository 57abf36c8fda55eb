import { defineTables } from './tables/index.ts';
import { sqliteVocabulary } from './vocabulary/sqlite.ts';

export { jobs } from './queue/sqlite-table.ts';

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
} = defineTables(sqliteVocabulary);
