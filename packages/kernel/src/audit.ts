import type { Transaction } from '@cartwright/db';
import { type Actor, actorOf } from './actor.ts';
import type { UserContext } from './context.ts';
import { foldText } from './fold.ts';

/** Fields by name. Secret names do not compile, because more people read the log than may know a secret. */
export type AuditFacts = Readonly<Record<string, unknown>> & { readonly [Name in SecretName]?: never };

type SecretName = 'password' | 'passwordHash' | 'token' | 'tokenHash' | 'secret' | 'secretHash' | 'key' | 'keyHash';

export interface AuditedChange {
  readonly target: {
    readonly type:
      | 'product'
      | 'variant'
      | 'category'
      | 'order'
      | 'user'
      | 'api key'
      | 'job'
      | 'import'
      | 'tax rate'
      | 'return'
      | 'shipping method'
      | 'promotion';
    readonly id: string;
    /** A readable name, such as a SKU. Never a customer's name or address, because the log cannot be erased. */
    readonly label: string | null;
  };
  /** The state before, or null for a new thing. Fields with equal values in `before` and `after` are dropped. */
  readonly before: AuditFacts | null;
  /** The state after, or null for a removed thing. */
  readonly after: AuditFacts | null;
  /** The reason, in the actor's own words. */
  readonly reason?: string | null | undefined;
}

/** The part of a context that names the actor of a change. */
export type AuditContext = Pick<UserContext, 'shop' | 'request' | 'signedIn' | 'procedure'>;

/** The actor of a change that no request makes. */
export interface AuditSource {
  readonly actor: Actor;
  readonly action: string;
  readonly at: Date;
  readonly ip?: string;
  readonly requestId?: string;
}

/**
 * Writes a change to the audit log when the transaction commits. Every procedure for admins calls it once for each
 * changed thing, and never without a change.
 *
 * @example
 * recordAudit(tx, ctx, { target: { type: 'user', id, label: null }, before: { role: 'customer' }, after: { role } });
 */
export function recordAudit(tx: Transaction, by: AuditContext | AuditSource, change: AuditedChange): void {
  tx.defer(tx.insert(tx.tables.auditLog).values(rowOf(by, change)));
}

/** Writes several hundred changes at once, because the deferred statement has room for only a few. */
export async function recordAudits(
  tx: Transaction,
  by: AuditContext | AuditSource,
  changes: readonly AuditedChange[],
): Promise<void> {
  if (changes.length > 0) await tx.insert(tx.tables.auditLog).values(changes.map((change) => rowOf(by, change)));
}

function rowOf(by: AuditContext | AuditSource, change: AuditedChange) {
  const { actor, action, at, ip = null, requestId = null } = 'shop' in by ? sourceOf(by) : by;
  const { target, reason = null } = change;
  const { before, after } = onlyChanged(change);
  const words = [action, target.label, target.id, reason, requestId, ...valuesIn(before), ...valuesIn(after)];
  return {
    at,
    actor,
    action,
    targetType: target.type,
    targetId: target.id,
    targetLabel: target.label,
    before,
    after,
    reason,
    ip,
    requestId,
    searchText: foldText(words.filter((word) => word !== null).join('\n')),
  };
}

function sourceOf(ctx: AuditContext): AuditSource {
  const { requestId, ip } = ctx.request;
  return { actor: actorOf(ctx), action: ctx.procedure, at: ctx.shop.clock.now(), ip, requestId };
}

type Kept = Record<string, unknown> | null;

function onlyChanged({ before, after }: AuditedChange): { before: Kept; after: Kept } {
  const isSame = (name: string) =>
    before !== null && after !== null && JSON.stringify(before[name]) === JSON.stringify(after[name]);
  const keep = (facts: AuditFacts | null): Kept =>
    facts &&
    Object.fromEntries(
      Object.entries(facts).flatMap(([name, value]) =>
        value === undefined || isSame(name) ? [] : [[name, bounded(value)]],
      ),
    );
  return { before: keep(before), after: keep(after) };
}

const longestText = 500;
const longestList = 20;
const largestField = 4_000;

/** Keeps a row readable and small. A shortened value is marked as such. */
function bounded(value: unknown): unknown {
  const short = shortened(value);
  const size = JSON.stringify(short).length;
  return size > largestField ? `… (${size} characters)` : short;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') {
    // Cuts between characters, because Postgres does not store half a surrogate pair.
    const letters = [...value];
    if (letters.length <= longestText) return value;
    return `${letters.slice(0, longestText).join('')}… (${letters.length} characters)`;
  }
  if (Array.isArray(value)) {
    const items = value.slice(0, longestList).map(shortened);
    return value.length > longestList ? [...items, `… (${value.length} in all)`] : items;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortened(item)]));
}

function valuesIn(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object' && !(value instanceof Date)) return Object.values(value).flatMap(valuesIn);
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}
