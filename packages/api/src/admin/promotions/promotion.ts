import type { Transaction } from '@cartwright/db';
import type { AuditedChange, AuditFacts } from '@cartwright/kernel/audit';
import { kernelFailures } from '@cartwright/kernel/failures';
import { refuseStale } from '@cartwright/kernel/stale';
import { and, eq, isNull } from 'drizzle-orm';
import { type Promotion, type PromotionInput, toPromotion } from '../../pricing/index.ts';
import { mostAutomatic, mostPromotions } from './schema.ts';

export interface KnownPromotion {
  readonly promotion: Promotion;
  readonly version: number;
  readonly codeCount: number;
  readonly isArchived: boolean;
}

/** A promotion, which no other edit changes until the end of the transaction. @throws NOT_FOUND, STALE_VERSION */
export async function findPromotion(tx: Transaction, id: string, version: number | undefined): Promise<KnownPromotion> {
  const { promotions } = tx.tables;
  const [row] = await tx.select().from(promotions).where(eq(promotions.id, id));
  if (!row) throw kernelFailures.NOT_FOUND({});
  refuseStale(row, version);
  const { codeCount, archivedAt } = row;
  return { promotion: toPromotion(row), version: row.version, codeCount, isArchived: archivedAt !== null };
}

/** @throws VALIDATION the store has as many promotions, or automatic ones, as it may */
export async function refuseTooMany(tx: Transaction, isAutomatic: boolean): Promise<void> {
  const { promotions } = tx.tables;
  const isCurrent = isNull(promotions.archivedAt);
  const refuse = (message: string) =>
    kernelFailures.VALIDATION({ issues: [{ path: isAutomatic ? 'automatic' : '', message, code: 'too_big' }] });
  if ((await tx.$count(promotions, isCurrent)) >= mostPromotions) {
    throw refuse(`A store has at most ${mostPromotions} promotions. Archive one first.`);
  }
  if (isAutomatic && (await tx.$count(promotions, and(isCurrent, eq(promotions.isAutomatic, true)))) >= mostAutomatic) {
    throw refuse(`A store has at most ${mostAutomatic} automatic promotions. Archive one first.`);
  }
}

/** The columns of a promotion. */
export function rowOf({ limits, automatic, exclusive, ...fields }: PromotionInput) {
  return {
    name: fields.name,
    rule: fields.rule,
    conditions: fields.conditions,
    startsAt: fields.startsAt,
    endsAt: fields.endsAt,
    priority: fields.priority,
    isAutomatic: automatic,
    isExclusive: exclusive,
    usesLimit: limits.uses ?? null,
    usesPerCustomer: limits.usesPerCustomer ?? null,
    budget: limits.budget ?? null,
  };
}

export function promotionTarget({ id, name }: Pick<Promotion, 'id' | 'name'>): AuditedChange['target'] {
  return { type: 'promotion', id, label: name };
}

export function promotionFacts({ id: _, ...facts }: Promotion): AuditFacts {
  return facts;
}
