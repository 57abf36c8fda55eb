/**
 * What to be warned of where a shop runs on this version of Node: from 24.19 on Node 24 aborts where an add-on made like
 * better-sqlite3 12 is cleared away (nodejs/node#65446).
 */
export function warningsAboutNode(databaseUrl: string, node: string): string[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (!databaseUrl.startsWith('sqlite:') || major !== 24 || minor < 19) return [];
  return [`DATABASE_URL: Node ${node} ends a process that uses SQLite, sooner or later. Take Node 22, or Postgres.`];
}
