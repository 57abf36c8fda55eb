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

/** With all that SQLite tells more closely, such as SQLITE_IOERR_FSYNC. */
const unavailableSqlite = /^SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL)/;

/** pg has waited for an answer for as long as it may; what the connection does next is anybody's guess. */
export function isSilence(error: unknown): boolean {
  return driverError(error)?.message === 'Query read timeout';
}

/** The connection itself is of no more use: nothing answers on it, or it was closed. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = driverError(error) ?? {};
  return (
    isSilence(error) || code.startsWith('08') || /^(ECONN|EPIPE|ETIMEDOUT)|^57P0[12]$/.test(code) || lost.test(message)
  );
}

const lost =
  /Connection terminated|timeout exceeded when trying to connect|is not queryable|Cannot use a pool after|connection is not open/i;

/** The error that the driver threw, below what drizzle wraps around it (which would print the parameters). */
export function driverError(error: unknown): (Error & { code?: string }) | undefined {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  return current instanceof Error ? current : undefined;
}

/** `error` itself, or `DatabaseUnavailable` where that is what it means. */
export function translateError(error: unknown): unknown {
  const cause = driverError(error);
  if (cause === undefined || cause instanceof DatabaseUnavailable) return cause ?? error;
  const { code = '', message } = cause;
  if (unavailable.has(code) || unavailableSqlite.test(code) || lost.test(message) || isSilence(cause)) {
    return new DatabaseUnavailable(message, { cause });
  }
  return error;
}

/** Whether a transaction failed because the file or its disk takes no writes, which the next one will not get around. */
export function takesNoWrites(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR|READONLY)/.test(driverError(error)?.code ?? '');
}

/**
 * Whether the database could not be reached, be it by `transact`, which throws `DatabaseUnavailable` itself, or by
 * `db.read`, where drizzle wraps what was thrown.
 */
export function isUnavailable(error: unknown): boolean {
  return translateError(error) instanceof DatabaseUnavailable;
}

/**
 * Whether the database itself could not be reached. Errors of other services, such as a payment provider that refuses
 * connections, look alike below; these do not count here.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (current instanceof DatabaseUnavailable || (typeof code === 'string' && unavailableSqlite.test(code)))
      return true;
  }
  return false;
}

/** Postgres could not serialise the transaction, or chose it as a deadlock's victim: the same work may succeed now. */
export function isRetryable(error: unknown): boolean {
  const code = driverError(error)?.code;
  return code === '40001' || code === '40P01';
}

/**
 * Whether the database refused a value as such: out of range, too long, or no value of its type. Postgres says it with
 * SQLSTATE class 22, SQLite with a mismatch, a size or an overflow, and its driver with a RangeError.
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

/** Postgres gave up waiting for a row that another transaction holds. */
export function isLockTimeout(error: unknown): boolean {
  return driverError(error)?.code === '55P03';
}

/**
 * What a failed write would have made double, as `table.column` or `table.a,b`; undefined for any other error.
 *
 * @example
 * if (violatedUnique(error) === 'products.slug') throw slugTaken({ slug });
 */
export function violatedUnique(error: unknown): string | undefined {
  const cause = driverError(error);
  if (cause?.code === '23505') {
    const { table, detail = '' } = cause as { table?: string; detail?: string };
    // `Key (a, b)=(1, 2) already exists.`, in the server's language.
    const columns = /^[^(]*\(([^)]+)\)=\(/.exec(detail)?.[1];
    return `${table}.${columns?.replaceAll(/[" ]/g, '')}`;
  }
  if (cause?.code === 'SQLITE_CONSTRAINT_UNIQUE' || cause?.code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    const [first = '', ...rest] = cause.message.replace(/^.*failed: /, '').split(', ');
    return [first, ...rest.map((name) => name.split('.')[1])].join(',');
  }
  return undefined;
}

/** Whether a failed write referred to a row that is not there, or took away one that others refer to. */
export function violatesReference(error: unknown): boolean {
  const code = driverError(error)?.code;
  return code === '23503' || code === 'SQLITE_CONSTRAINT_FOREIGNKEY';
}
