import type { Vocabulary } from '../vocabulary/postgres.ts';
import { defineAdminTables } from './admin.ts';
import { defineAuthTables } from './auth.ts';
import { defineCartTables } from './cart.ts';
import { defineKernelTables } from './kernel.ts';
import { defineOrdersTables } from './orders.ts';
import { definePricingTables } from './pricing.ts';
import { defineProductsTables } from './products.ts';

/** Every table of the shop, defined once and built with the vocabulary of a dialect. */
export function defineTables(v: Vocabulary) {
  const auth = defineAuthTables(v);
  const products = defineProductsTables(v);
  const known = { ...auth, ...products };
  return {
    ...known,
    ...definePricingTables(v, known),
    ...defineCartTables(v, known),
    ...defineOrdersTables(v, known),
    ...defineAdminTables(v),
    ...defineKernelTables(v),
  };
}

export type Tables = ReturnType<typeof defineTables>;
