import { type AuditSource, recordAudit } from '@cartwright/kernel/audit';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { newCode, raisePricingVersion } from '../../pricing/index.ts';
import { changeCodeCount, refuseTooManyCodes } from './codes.ts';
import { findPromotion, promotionTarget } from './promotion.ts';

/** A code, the limit of its own uses, and how often it was used. Uses are counted only where there is a limit. */
export interface PromotionCode {
  readonly code: string;
  readonly usesLimit: number | null;
  readonly uses: number | null;
}

/** Codes of one transaction, well below the most parameters that a database takes. */
const batchSize = 1_000;

/**
 * Finds a promotion by its id, or one that is not archived by its name.
 *
 * @throws VALIDATION there is none, or several have the name
 */
export async function findPromotionByIdOrName(
  { db }: Pick<Shop, 'db'>,
  idOrName: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const { promotions } = db.tables;
  const isId = z.uuid().safeParse(idOrName).success;
  const found = await db.read
    .select({ id: promotions.id, name: promotions.name })
    .from(promotions)
    .where(
      isId
        ? eq(promotions.id, idOrName.toLowerCase())
        : and(eq(promotions.name, idOrName), isNull(promotions.archivedAt)),
    )
    .limit(2);
  const [only, second] = found;
  if (!only) throw refuse(`There is no promotion with the ${isId ? 'id' : 'name'} ${idOrName}.`);
  if (second) throw refuse(`Several promotions have the name ${idOrName}. Use the id of one.`);
  return only;
}

/**
 * Makes unguessable codes for a promotion. Each transaction adds up to 1,000 of them, and the generator yields them
 * after its commit: codes that were yielded are valid, also if a later transaction fails.
 *
 * @param usesLimit how many orders can use each code; null for no limit
 * @throws VALIDATION the promotion is automatic or archived, or would have more codes than it may
 */
export async function* generateCodes(
  { db }: Pick<Shop, 'db'>,
  {
    promotionId,
    count,
    prefix,
    usesLimit,
    by,
  }: {
    readonly promotionId: string;
    readonly count: number;
    /** As `codePrefix` returns it. */
    readonly prefix: string;
    readonly usesLimit: number | null;
    readonly by: AuditSource;
  },
): AsyncGenerator<PromotionCode[]> {
  for (let left = count; left > 0; ) {
    const codes = await db.transact(async (tx) => {
      const { promotionCodes } = tx.tables;
      await raisePricingVersion(tx);
      const { promotion, codeCount, isArchived } = await findPromotion(tx, promotionId, undefined);
      if (isArchived) throw refuse('This promotion is archived. Choose another one.');
      if (promotion.automatic) throw refuse('This promotion is automatic and has no codes. Choose another one.');
      refuseTooManyCodes(codeCount + left, 'count');
      const rows = Array.from({ length: Math.min(left, batchSize) }, () => {
        return { code: newCode(prefix), promotionId, usesLimit, createdAt: by.at };
      });
      // A code that exists already is left out, and the next transaction makes another one.
      const added = await tx
        .insert(promotionCodes)
        .values(rows)
        .onConflictDoNothing()
        .returning({ code: promotionCodes.code });
      await changeCodeCount(tx, promotionId, added.length);
      recordAudit(tx, by, {
        target: promotionTarget(promotion),
        before: { codeCount },
        after: { codeCount: codeCount + added.length },
      });
      return added.map(({ code }) => code);
    });
    left -= codes.length;
    yield codes.map((code) => ({ code, usesLimit, uses: usesLimit === null ? null : 0 }));
  }
}

function refuse(message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path: 'promotion', message, code: 'custom' }] });
}
