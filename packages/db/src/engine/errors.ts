/** The database cannot be reached, has no free connection, or is full. Trying again later may work. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

// biome-ignore format: one line for each source
const unavailable = new Set([
  // Postgres: connection exceptions, insufficient resources, operator intervention, time-outs, I/O
  '08000', '08001', '08003', '08004', '08006', '53000', '53100', '53200', '53300', '53400', '57P01', '57P02', '57P03', '57P05', '57014', '25P03', '58030',
  // Sockets
  'ECONNABORTED', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN',
]);

/** A prefix, because SQLite appends details, such as SQLITE_IOERR_FSYNC. */
const unavailableSqlite = /^SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL)/;

/** pg gave up waiting for an answer. The connection's state is unknown from then on. */
export function isSilence(error: unknown): boolean {
  return driverError(error)?.message === 'Query read timeout';
}

/** The connection is useless, because it was closed or gives no answer. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = driverError(error) ?? {};
  return (
    isSilence(error) || code.startsWith('08') || /^(ECONN|EPIPE|ETIMEDOUT)|^57P0[12]$/.test(code) || lost.test(message)
  );
}

const lost =
  /Connection terminated|timeout exceeded when trying to connect|is not queryable|Cannot use a pool after|connection is not open/i;

/** The driver's error, without drizzle's wrapper, which would print the parameters. */
export function driverError(error: unknown): (Error & { code?: string }) | undefined {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  return current instanceof Error ? current : undefined;
}

/** Returns `DatabaseUnavailable` for an error that means it, and otherwise the driver's own error. */
export function translateError(error: unknown): unknown {
  const cause = driverError(error);
  if (cause === undefined || cause instanceof DatabaseUnavailable) return cause ?? error;
  const { code = '', message } = cause;
  if (unavailable.has(code) || unavailableSqlite.test(code) || lost.test(message) || isSilence(cause)) {
    return new DatabaseUnavailable(message, { cause });
  }
  return error;
}

/** Whether the file or its disk refused the write, so that the next write will fail too. */
export function takesNoWrites(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR|READONLY)/.test(driverError(error)?.code ?? '');
}

/**
 * Whether the database could not be reached. Recognises `DatabaseUnavailable`, which `transact` throws, and the errors
 * of `db.read`, which drizzle wraps.
 */
export function isUnavailable(error: unknown): boolean {
  return translateError(error) instanceof DatabaseUnavailable;
}

/**
 * Whether the database itself could not be reached. Ignores connection errors of other services, such as a payment
 * provider, although their causes look the same.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (current instanceof DatabaseUnavailable || (typeof code === 'string' && unavailableSqlite.test(code)))
      return true;
  }
  return false;
}

/**
 * Postgres could not serialise the transaction or ended it to resolve a deadlock, so that the same work may succeed
 * now.
 */
export function isRetryable(error: unknown): boolean {
  const code = driverError(error)?.code;
  return code === '40001' || code === '40P01';
}

/**
 * Whether the database refused a value that is out of range, too long or malformed. Postgres reports SQLSTATE class 22.
 * SQLite reports a mismatch, a size or an overflow, and its driver a RangeError.
 */
export function isInvalidValue(error: unknown): boolean {
  const cause = driverError(error);
  if (cause === undefined) return false;
  const { code = '', message } = cause;
  if (/^22[0-9A-Z]{3}$/.test(code) || /^SQLITE_(MISMATCH|TOOBIG|RANGE)/.test(code)) return true;
  return (code === 'SQLITE_ERROR' && message === 'integer overflow') || isTooBigForSqlite(cause);
}

function isTooBigForSqlite({ name, message }: Error): boolean {
  return name === 'RangeError' && /bound|BigInt|SQLite/i.test(message);
}

/** Postgres gave up waiting for a row that another transaction has locked. */
export function isLockTimeout(error: unknown): boolean {
  return driverError(error)?.code === '55P03';
}

/**
 * The unique columns that a failed write violated, as `table.column` or `table.a,b`; undefined for any other error.
 *
 * @example
 * if (violatedUnique(error) === 'products.slug') throw slugTaken({ slug });
 */
export function violatedUnique(error: unknown): string | undefined {
  const cause = driverError(error);
  if (cause?.code === '23505') {
    const { table, detail = '' } = cause as { table?: string; detail?: string };
    // The detail reads `Key (a, b)=(1, 2) already exists.`, translated to the server's language.
    const columns = /^[^(]*\(([^)]+)\)=\(/.exec(detail)?.[1];
    return `${table}.${columns?.replaceAll(/[" ]/g, '')}`;
  }
  if (cause?.code === 'SQLITE_CONSTRAINT_UNIQUE' || cause?.code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    const [first = '', ...rest] = cause.message.replace(/^.*failed: /, '').split(', ');
    return [first, ...rest.map((name) => name.split('.')[1])].join(',');
  }
  return undefined;
}

/**
 * Whether a failed write referred to a missing row, or removed a row that others refer to.
 *
 * @param table only references from this table. Only Postgres names it; on SQLite no other transaction can remove a row
 *   that this one has read
 */
export function violatesReference(error: unknown, table?: string): boolean {
  const { code, table: named } = (driverError(error) ?? {}) as { code?: string; table?: string };
  if (table !== undefined) return code === '23503' && named === table;
  return code === '23503' || code === 'SQLITE_CONSTRAINT_FOREIGNKEY';
}
