import { adminProcedure, router } from '@cartwright/kernel/procedures';
import { z } from 'zod';
import { archivePromotion } from './archive.ts';
import { createPromotion } from './create.ts';
import { getPromotion } from './get.ts';
import { listPromotions } from './list.ts';
import {
  archivePromotionInput,
  createPromotionInput,
  listPromotionsInput,
  promotion,
  promotionIdInput,
  promotionPage,
  updatePromotionInput,
} from './schema.ts';
import { updatePromotion } from './update.ts';

export const adminPromotionsRouter = router({
  list: adminProcedure({
    rest: 'GET /admin/promotions',
    scope: 'promotions:read',
    summary: 'List the promotions, newest first',
  })
    .input(listPromotionsInput)
    .output(promotionPage)
    .query(({ ctx, input }) => listPromotions(ctx, input)),

  get: adminProcedure({
    rest: 'GET /admin/promotions/{id}',
    scope: 'promotions:read',
    summary: 'Return a promotion with its codes and what orders have used up',
    failures: ['NOT_FOUND'],
  })
    .input(promotionIdInput)
    .output(promotion)
    .query(({ ctx, input }) => getPromotion(ctx, input)),

  create: adminProcedure({
    rest: 'POST /admin/promotions',
    scope: 'promotions:write',
    status: 201,
    location: '/admin/promotions',
    idempotent: true,
    summary: 'Create a promotion',
    description:
      'An automatic promotion applies to every order that fits. Any other applies to orders with one of its codes, which belong to it alone.',
  })
    .input(createPromotionInput)
    .output(promotion)
    .mutation(({ ctx, input }) => createPromotion(ctx, input)),

  update: adminProcedure({
    rest: 'PATCH /admin/promotions/{id}',
    scope: 'promotions:write',
    summary: 'Change a promotion, or add and remove codes',
    description:
      'Orders keep the discount that they were placed with. A limit may be lower than what is used up already: then no more orders can use the promotion.',
    failures: ['NOT_FOUND', 'STALE_VERSION'],
  })
    .input(updatePromotionInput)
    .output(promotion)
    .mutation(({ ctx, input }) => updatePromotion(ctx, input)),

  archive: adminProcedure({
    rest: 'DELETE /admin/promotions/{id}',
    scope: 'promotions:write',
    status: 204,
    summary: 'End a promotion for good',
    description:
      'New orders get no discount from it, from now on. Orders that were placed keep theirs. Its codes are free for new promotions.',
    failures: ['NOT_FOUND', 'STALE_VERSION'],
  })
    .input(archivePromotionInput)
    .output(z.void())
    .mutation(({ ctx, input }) => archivePromotion(ctx, input)),
});
