import type { Transaction } from '@cartwright/db';
import { actorOf, type UserContext } from './context.ts';
import { foldText } from './fold.ts';

/** Fields by their names. What opens something never is one: the log is read by more people than may know it. */
export type AuditFacts = Readonly<Record<string, unknown>> & { readonly [Name in SecretName]?: never };

type SecretName = 'password' | 'passwordHash' | 'token' | 'tokenHash' | 'secret' | 'secretHash' | 'key' | 'keyHash';

export interface AuditedChange {
  readonly target: {
    readonly type: 'product' | 'variant' | 'category' | 'order' | 'user' | 'api key' | 'job' | 'import';
    readonly id: string;
    /** What people call it, such as a SKU. Never the name or address of a customer, which could not be erased. */
    readonly label: string | null;
  };
  /** As it was, or null for what is new. Of fields that are in both, only those that differ are kept. */
  readonly before: AuditFacts | null;
  /** As it is since, or null for what is gone. */
  readonly after: AuditFacts | null;
  /** Why, in the words of whoever did it. */
  readonly reason?: string | null | undefined;
}

/** Who changes something, where it is not a request that does. */
export interface AuditSource {
  readonly actor: string;
  readonly action: string;
  readonly at: Date;
  readonly ip?: string;
  readonly requestId?: string;
}

/**
 * Writes a change into the audit log when the transaction ends: both are there or neither is. To be called by every
 * procedure that only admins may call, once for each thing that it changed, and not where nothing changed.
 *
 * @example
 * recordAudit(tx, ctx, { target: { type: 'user', id, label: null }, before: { role: 'customer' }, after: { role } });
 */
export function recordAudit(tx: Transaction, by: UserContext | AuditSource, change: AuditedChange): void {
  tx.defer(tx.insert(tx.tables.auditLog).values(rowOf(by, change)));
}

/** The same for some hundred changes, at once: the statement at the end has room for a few. */
export async function recordAudits(
  tx: Transaction,
  by: UserContext | AuditSource,
  changes: readonly AuditedChange[],
): Promise<void> {
  if (changes.length > 0) await tx.insert(tx.tables.auditLog).values(changes.map((change) => rowOf(by, change)));
}

function rowOf(by: UserContext | AuditSource, change: AuditedChange) {
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

function sourceOf(ctx: UserContext): AuditSource {
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

/** Whatever was sent, a row stays readable and small: what is cut says so. */
function bounded(value: unknown): unknown {
  const short = shortened(value);
  const size = JSON.stringify(short).length;
  return size > largestField ? `… (${size} characters)` : short;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') {
    // By characters and not by halves of them, which Postgres does not store.
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
