import type { Database } from '@cartwright/db';
import { keyActor, parseActor, userActor } from '@cartwright/kernel/actor';
import type { UserContext } from '@cartwright/kernel/context';
import { foldText } from '@cartwright/kernel/fold';
import { cutPage, decodeCursor, encodeCursor, positionTime } from '@cartwright/kernel/paging';
import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { AuditEntry, ListAuditInput } from './schema.ts';

const list = 'audit:newest';
const position = z.tuple([positionTime, z.number().int().min(0)]);
const storedFacts = z.record(z.string(), z.unknown()).nullable();

/** Changes by admins, their keys and the command line, newest first. */
export async function listAudit(
  { shop: { db } }: UserContext,
  { limit, cursor, ...filter }: ListAuditInput,
): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  const { auditLog } = db.tables;
  const [time, id] = cursor === undefined ? [] : decodeCursor(list, position, cursor);
  const after =
    time === undefined ? undefined : sql`(${auditLog.at}, ${auditLog.id}) < (${sql.param(time, auditLog.at)}, ${id})`;
  const rows = await db.read
    .select()
    .from(auditLog)
    .where(and(after, ...conditions(db, filter)))
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit + 1);
  const names = await namesOf(
    db,
    rows.map(({ actor }) => actor),
  );
  return cutPage(
    rows,
    limit,
    ({ targetType, targetId, targetLabel, searchText: _, before, after: since, ...row }): AuditEntry => ({
      ...row,
      actorName: names.get(row.actor) ?? null,
      target: { type: targetType, id: targetId, label: targetLabel },
      before: storedFacts.parse(before),
      after: storedFacts.parse(since),
    }),
    (last) => encodeCursor(list, [last.at.getTime(), last.id]),
  );
}

function conditions({ tables }: Database, filter: Omit<ListAuditInput, 'limit' | 'cursor'>): (SQL | undefined)[] {
  const { auditLog } = tables;
  const { actor, action, target, from, to, q } = filter;
  return [
    actor === undefined ? undefined : eq(auditLog.actor, actor),
    action === undefined ? undefined : or(eq(auditLog.action, action), isBelow(auditLog.action, action)),
    target === undefined ? undefined : eq(auditLog.targetId, target),
    from && gte(auditLog.at, from),
    to && lt(auditLog.at, to),
    q === undefined ? undefined : sql`${auditLog.searchText} like ${`%${escaped(foldText(q))}%`} escape '\\'`,
  ];
}

/** Names that begin with `name` and a dot, as a range, which uses an index and is case-sensitive. */
function isBelow(column: Database['tables']['auditLog']['action'], name: string): SQL | undefined {
  return and(gte(column, `${name}.`), lt(column, `${name}/`));
}

function escaped(part: string): string {
  return part.replaceAll(/[\\%_]/g, '\\$&');
}

/** The present names of actors, by their names in the log. */
async function namesOf({ read }: Database, actors: readonly string[]): Promise<Map<string, string>> {
  const { users, apiKeys } = read.tables;
  const parsed = [...new Set(actors)].map(parseActor);
  const idsOf = (kind: 'user' | 'key') => parsed.flatMap((actor) => (actor?.kind === kind ? actor.id : []));
  const people = await read
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, idsOf('user')));
  const keys = await read
    .select({ id: apiKeys.id, name: apiKeys.name })
    .from(apiKeys)
    .where(inArray(apiKeys.id, idsOf('key')));
  return new Map([
    ...people.map(({ id, name }) => [userActor(id), name] as const),
    ...keys.map(({ id, name }) => [keyActor(id), name] as const),
  ]);
}
