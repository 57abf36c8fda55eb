/** The oldest supported version of each major release of Node, as in `engines` of package.json. */
export const supportedNode = ['20.19.0', '22.12.0', '24.0.0'] as const;

/** The reason why a process does not start on this version of Node; undefined if it does. */
export function refusalOfNode(node: string): string | undefined {
  const isSupported = supportedNode.some((oldest) => {
    const [[major, minor = 0], [oldestMajor, oldestMinor = 0]] = [numbersOf(node), numbersOf(oldest)];
    return major === oldestMajor && minor >= oldestMinor;
  });
  if (isSupported) return undefined;
  const [first, ...others] = supportedNode.map((oldest) => oldest.replace(/\.0$/, '').replace(/\.0$/, ''));
  return `Cartwright needs Node ${[first, ...others].join(' or ')}, or a newer release of one of these. This is Node ${node}.`;
}

/**
 * Warnings for a shop on this version of Node. From 24.19 on, Node 24 aborts when it frees an add-on made like
 * better-sqlite3 12 (nodejs/node#65446).
 */
export function warningsAboutNode(databaseUrl: string, node: string): string[] {
  const [major = 0, minor = 0] = numbersOf(node);
  if (!databaseUrl.startsWith('sqlite:') || major !== 24 || minor < 19) return [];
  return [`DATABASE_URL: Node ${node} aborts processes that use SQLite after some time. Use Node 22 or Postgres.`];
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}
