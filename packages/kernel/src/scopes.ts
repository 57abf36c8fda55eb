/**
 * The scopes of API keys. Each procedure names the one that it needs. A procedure without a scope is closed to keys.
 */
export const scopes = {
  'products:read': 'Read the catalogue with drafts and stock on hand',
  'products:write': 'Create, update and archive products, variants, images and categories',
  'inventory:read': 'Read low stock, the stock ledger and its verification',
  'inventory:write': 'Change stock',
  'orders:read': 'Read all orders',
  'orders:write': 'Change the status of orders, cancel and refund them',
  'returns:read': 'Read returns',
  'returns:write': 'Create, approve, reject, receive and close returns, with their refunds',
  'settings:read': 'Read tax rates and shipping methods',
  'settings:write': 'Create, change and remove tax rates and shipping methods',
  'promotions:read': 'Read promotions with their codes',
  'promotions:write': 'Create, change and archive promotions',
  'users:read': 'Read accounts with their sessions and orders',
  'stats:read': 'Read the stats of the shop',
  'audit:read': 'Read the audit log',
  'jobs:read': 'Read the jobs',
  'jobs:write': 'Retry and discard jobs',
} as const;

export type Scope = keyof typeof scopes;

export const scopeNames = Object.keys(scopes).filter(isScope);

export function isScope(name: string): name is Scope {
  return Object.hasOwn(scopes, name);
}
