import type { Transaction } from '@cartwright/db';
import { type InputIssue, kernelFailures } from '@cartwright/kernel/failures';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { mostCodes } from './schema.ts';

interface Owner {
  readonly id: string;
  /** The codes that it has before the change. */
  readonly codeCount: number;
}

/**
 * Gives codes to a promotion. A code of an archived promotion changes its owner. A code that the promotion already has
 * stays as it is. The caller has raised the pricing version, so that no other edit runs at the same time.
 *
 * @param field the field of the input, for issues
 * @returns the number of new codes
 * @throws VALIDATION another promotion has one of the codes, or there would be more than a promotion may have
 */
export async function addCodes(
  tx: Transaction,
  { id, codeCount }: Owner,
  codes: readonly string[],
  { field, at }: { readonly field: string; readonly at: Date },
): Promise<number> {
  if (codes.length === 0) return 0;
  const { promotions: p, promotionCodes: c } = tx.tables;
  const held = await tx
    .select({ code: c.code, ownerId: p.id, name: p.name, archivedAt: p.archivedAt })
    .from(c)
    .innerJoin(p, eq(p.id, c.promotionId))
    .where(inArray(c.code, [...codes]));
  const taken = held.filter(({ ownerId, archivedAt }) => ownerId !== id && archivedAt === null);
  const issues = taken.map(({ code, name }): InputIssue => {
    const message = `The promotion ${name} has the code ${code} already. Choose another code, or remove it there first.`;
    return { path: `${field}.${codes.indexOf(code)}`, message, code: 'taken' };
  });
  if (issues.length > 0) throw kernelFailures.VALIDATION({ issues });

  const own = new Set(held.flatMap(({ ownerId, code }) => (ownerId === id ? code : [])));
  const added = [...new Set(codes)].filter((code) => !own.has(code));
  refuseTooManyCodes(codeCount + added.length, field);
  if (added.length === 0) return 0;
  for (const [former, count] of countBy(held.flatMap(({ ownerId }) => (ownerId === id ? [] : ownerId)))) {
    await changeCodeCount(tx, former, -count);
  }
  const rows = added.map((code) => ({ code, promotionId: id, usesLimit: null, createdAt: at }));
  await tx
    .insert(c)
    .values(rows)
    .onConflictDoUpdate({ target: c.code, set: { promotionId: id, usesLimit: null, createdAt: at } });
  return added.length;
}

/**
 * Takes codes from a promotion. Orders keep their discount.
 *
 * @returns the number of removed codes
 * @throws VALIDATION the promotion does not have one of the codes
 */
export async function removeCodes(
  tx: Transaction,
  id: string,
  codes: readonly string[],
  field: string,
): Promise<number> {
  if (codes.length === 0) return 0;
  const { promotionCodes: c } = tx.tables;
  const removed = await tx
    .delete(c)
    .where(and(eq(c.promotionId, id), inArray(c.code, [...codes])))
    .returning({ code: c.code });
  const gone = new Set(removed.map(({ code }) => code));
  const issues = codes.flatMap((code, index): InputIssue[] =>
    gone.has(code)
      ? []
      : [{ path: `${field}.${index}`, message: `This promotion has no code ${code}.`, code: 'unknown' }],
  );
  if (issues.length > 0) throw kernelFailures.VALIDATION({ issues });
  return gone.size;
}

/** @throws VALIDATION */
export function refuseTooManyCodes(count: number, field: string): void {
  if (count <= mostCodes) return;
  const message = `A promotion has at most ${mostCodes} codes. Create another promotion.`;
  throw kernelFailures.VALIDATION({ issues: [{ path: field, message, code: 'too_big' }] });
}

export async function changeCodeCount(tx: Transaction, id: string, change: number): Promise<void> {
  const { promotions } = tx.tables;
  await tx
    .update(promotions)
    .set({ codeCount: sql`${promotions.codeCount} + ${change}` })
    .where(eq(promotions.id, id));
}

function countBy(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
