/**
 * What a key for programs may be given, one by one. Each procedure names the one that it takes; what names none is
 * not reached by any key.
 */
export const scopes = {
  'products:read': 'Read the catalogue as admins do: drafts, and what is on hand',
  'products:write': 'Add, edit and archive products, variants, pictures and categories',
  'inventory:read': 'Read low stock, the ledger, and whether they agree',
  'inventory:write': 'Change stock',
  'orders:read': "Read everybody's orders",
  'orders:write': 'Move, cancel and refund orders',
  'users:read': 'Read accounts with their sessions and orders',
  'stats:read': 'Read the figures of the shop',
  'audit:read': 'Read the audit log',
  'jobs:read': 'Read the jobs',
  'jobs:write': 'Retry and discard jobs',
} as const;

export type Scope = keyof typeof scopes;

export const scopeNames = Object.keys(scopes).filter(isScope);

export function isScope(name: string): name is Scope {
  return Object.hasOwn(scopes, name);
}
