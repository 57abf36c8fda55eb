/** What a database address names. A `memory` database lives as long as the process that opened it. */
export type DatabaseAddress =
  | { readonly dialect: 'postgres'; readonly url: string }
  | { readonly dialect: 'sqlite'; readonly kind: 'file'; readonly path: string }
  | { readonly dialect: 'sqlite'; readonly kind: 'memory' };

/** The address names no database that can be opened. The message says what is wrong with it, and what to write. */
export class WrongAddress extends Error {
  override readonly name = 'WrongAddress';
}

const memoryNames = new Set([':memory:', '//:memory:', '///:memory:', '//']);

/**
 * Reads a database address. Paths of SQLite are read as SQLAlchemy reads them: `sqlite:x.db`, `sqlite:./x.db` and
 * `sqlite:///x.db` lie in the working folder, `sqlite:/x.db` and `sqlite:////x.db` at the root.
 *
 * @throws {WrongAddress}
 * @example
 * parseDatabaseUrl('sqlite:///./x.db'); // { dialect: 'sqlite', kind: 'file', path: './x.db' }
 */
export function parseDatabaseUrl(url: string, platform: NodeJS.Platform = process.platform): DatabaseAddress {
  if (/^postgres(ql)?:/.test(url)) return { dialect: 'postgres', url: checkedPostgres(url) };
  if (url.startsWith('sqlite:')) return sqliteAddress(url.slice('sqlite:'.length), platform);
  if (url.startsWith('file:')) throw new WrongAddress('must start with sqlite: and a path, such as sqlite:./shop.db');
  if (/^postgres(ql)?\+\w+:/.test(url))
    throw new WrongAddress('must start with postgres://, without the name of a driver');
  throw new WrongAddress('must start with sqlite: or postgres://');
}

function sqliteAddress(rest: string, platform: NodeJS.Platform): DatabaseAddress {
  if (memoryNames.has(rest)) return { dialect: 'sqlite', kind: 'memory' };
  const path = pathOf(rest);
  const wrong = wrongPath(path, platform);
  if (wrong !== undefined) throw new WrongAddress(wrong);
  return { dialect: 'sqlite', kind: 'file', path };
}

function pathOf(rest: string): string {
  if (rest.startsWith('///')) return rest.slice('///'.length);
  if (!rest.startsWith('//')) return rest;
  throw new WrongAddress(
    `names a host, and SQLite has none: write sqlite:./${rest.slice(2)} for the working folder or sqlite:/${rest.slice(2)} for the root`,
  );
}

function wrongPath(path: string, platform: NodeJS.Platform): string | undefined {
  if (path === '') return 'names no file: write one after sqlite:, such as sqlite:./shop.db';
  if (path.includes('?')) return 'has parameters after ?, which SQLite does not take here: write the path alone';
  if (path.startsWith('file:')) return 'names a file: address, which is not taken here: write the path alone';
  if (path.includes('\0')) return 'has a NUL character in its path';
  if (/[/\\]$|(^|[/\\])\.{1,2}$/.test(path)) return 'names a folder: add the name of a file';
  if (platform !== 'win32' && /^[A-Za-z]:[/\\]/.test(path))
    return 'names a drive of Windows, which this machine has not';
  return undefined;
}

function checkedPostgres(url: string): string {
  if (!/^postgres(ql)?:\/\/./.test(url)) {
    throw new WrongAddress('must name a server, as postgres://user:password@host/database does');
  }
  if (!URL.canParse(url)) {
    throw new WrongAddress('is no valid address: encode special characters of user and password, such as @ as %40');
  }
  return url;
}
