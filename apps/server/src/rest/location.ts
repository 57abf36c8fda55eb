import { restPrefix } from './prefix.ts';

/**
 * The header `Location` of a creation. It is a path, so that it fits any host name of the server.
 *
 * @param template the procedure's `location`
 *
 * @example
 * locationOf('/orders/{id}', { id: '0193a5f0' }, {}); // '/api/v1/orders/0193a5f0'
 */
export function locationOf(template: string, answer: unknown, input: unknown): string {
  const fields = { ...(input as object), ...(answer as object) } as Record<string, unknown>;
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(fields[name])));
  return `${restPrefix}${path}`;
}
