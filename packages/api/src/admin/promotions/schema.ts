import { id, timestamp } from '@cartwright/kernel/fields';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';
import {
  code,
  promotionConditions,
  promotionContradictions,
  promotionFields,
  promotionLimits,
  promotionRule,
} from '../../pricing/index.ts';

/** The promotions that a store has at most, without the archived ones. */
export const mostPromotions = 10_000;

/** The automatic ones among them, which every process keeps in memory. */
export const mostAutomatic = 1_000;

export const mostCodes = 1_000_000;

/** The codes that an answer shows of a promotion. */
export const shownCodes = 100;

const named = { id: id.describe('The id of a promotion') };
const version = z.number().int().min(1).describe('The version that the change is based on');
const fields = promotionFields;
const codes = z.array(code).max(100);

export const promotion = z
  .object({
    id,
    name: z.string(),
    rule: promotionRule,
    conditions: promotionConditions,
    limits: promotionLimits,
    startsAt: timestamp.nullable(),
    endsAt: timestamp.nullable().describe('The first moment at which the promotion no longer applies'),
    priority: z.number().int().describe('Lower numbers come first'),
    exclusive: z.boolean(),
    automatic: z.boolean().describe('Applies without a code'),
    codes: z.array(z.string()).max(shownCodes).describe(`The first ${shownCodes} codes in alphabetical order`),
    codeCount: z.number().int().describe('The number of all codes'),
    used: z
      .object({
        uses: z.number().int().nullable().describe('The orders that count against `limits.uses`. Null without it'),
        discount: z
          .number()
          .int()
          .nullable()
          .describe('The sum that counts against `limits.budget`, in minor units. Null without it'),
      })
      .describe('The part of the limits that orders have used up. Cancelled and expired orders give theirs back'),
    archivedAt: timestamp.nullable(),
    version: z.number().int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Promotion' });

export const promotionPage = pageOf(promotion).meta({ id: 'PromotionPage' });

export const listPromotionsInput = z.strictObject({
  archived: z.boolean().default(false).describe('The archived promotions instead of the others'),
  automatic: z.boolean().optional().describe('Only promotions that apply without a code, or only the others'),
  hasCode: code.optional().describe('Only the promotion with this code'),
  ...pageInput,
});

export const promotionIdInput = z.strictObject(named);

export const createPromotionInput = z
  .strictObject({ ...fields, codes: codes.default([]).describe('Its first codes. An automatic promotion has none') })
  .superRefine((promotion, context) => {
    for (const issue of promotionContradictions(promotion)) context.addIssue(issue);
    if (!promotion.automatic || promotion.codes.length === 0) return;
    const message = 'Leave this empty, because an automatic promotion has no codes.';
    context.addIssue({ code: 'custom', path: ['codes'], message });
  });

export const updatePromotionInput = z.strictObject({
  ...named,
  version,
  name: fields.name.optional(),
  rule: fields.rule.optional(),
  conditions: fields.conditions.unwrap().optional().describe('All conditions. Those that are left out end'),
  limits: fields.limits.unwrap().optional().describe('All limits. Those that are left out end'),
  startsAt: fields.startsAt.unwrap().optional(),
  endsAt: fields.endsAt.unwrap().optional(),
  priority: fields.priority.unwrap().optional(),
  exclusive: fields.exclusive.unwrap().optional(),
  automatic: fields.automatic.unwrap().optional(),
  addCodes: codes.optional().describe('Codes that customers can enter from now on'),
  removeCodes: codes.optional().describe('Codes of this promotion that no longer apply'),
});

export const archivePromotionInput = z.strictObject({ ...named, version: version.optional() });

export type PromotionView = z.output<typeof promotion>;
export type ListPromotionsInput = z.output<typeof listPromotionsInput>;
export type PromotionIdInput = z.output<typeof promotionIdInput>;
export type CreatePromotionInput = z.output<typeof createPromotionInput>;
export type UpdatePromotionInput = z.output<typeof updatePromotionInput>;
export type ArchivePromotionInput = z.output<typeof archivePromotionInput>;
