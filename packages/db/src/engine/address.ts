/** A parsed database address. A `memory` database lives as long as the process that opened it. */
export type DatabaseAddress =
  | { readonly dialect: 'postgres'; readonly url: string }
  | { readonly dialect: 'sqlite'; readonly kind: 'file'; readonly path: string }
  | { readonly dialect: 'sqlite'; readonly kind: 'memory' };

/** The address names no database that can be opened. The message states the mistake and an address that works. */
export class WrongAddress extends Error {
  override readonly name = 'WrongAddress';
}

const memoryNames = new Set([':memory:', '//:memory:', '///:memory:', '//']);

/**
 * Reads a database address. SQLite paths follow SQLAlchemy's rules: `sqlite:x.db`, `sqlite:./x.db` and `sqlite:///x.db`
 * lie in the working folder, `sqlite:/x.db` and `sqlite:////x.db` at the root.
 *
 * @throws {WrongAddress}
 * @example
 * parseDatabaseUrl('sqlite:///./x.db'); // { dialect: 'sqlite', kind: 'file', path: './x.db' }
 */
export function parseDatabaseUrl(url: string, platform: NodeJS.Platform = process.platform): DatabaseAddress {
  if (/^postgres(ql)?:/.test(url)) return { dialect: 'postgres', url: checkedPostgres(url) };
  if (url.startsWith('sqlite:')) return sqliteAddress(url.slice('sqlite:'.length), platform);
  if (url.startsWith('file:')) throw new WrongAddress('Begin with sqlite: and a path, such as sqlite:./shop.db.');
  if (/^postgres(ql)?\+\w+:/.test(url)) throw new WrongAddress('Begin with postgres://, without the name of a driver.');
  throw new WrongAddress('Begin with sqlite: or postgres://.');
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
    `Enter sqlite:./${rest.slice(2)} for the working folder or sqlite:/${rest.slice(2)} for the root, because SQLite has no host.`,
  );
}

function wrongPath(path: string, platform: NodeJS.Platform): string | undefined {
  if (path === '') return 'Add the path of a file, such as sqlite:./shop.db.';
  if (path.includes('?')) return 'Remove the parameters from ? on, because SQLite takes none here.';
  if (path.startsWith('file:')) return 'Enter the path alone, without file:.';
  if (path.includes('\0')) return 'Remove the NUL character from the path.';
  if (/[/\\]$|(^|[/\\])\.{1,2}$/.test(path)) return 'Add the name of a file, because this is the path of a folder.';
  if (platform !== 'win32' && /^[A-Za-z]:[/\\]/.test(path))
    return 'Enter a path of this machine, which has no drive letters.';
  return undefined;
}

function checkedPostgres(url: string): string {
  if (!/^postgres(ql)?:\/\/./.test(url)) {
    throw new WrongAddress('Name a server, such as postgres://user:password@host/database.');
  }
  if (!URL.canParse(url)) {
    throw new WrongAddress('Encode special characters in the user and the password, such as @ as %40.');
  }
  return url;
}
