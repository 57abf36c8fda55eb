import type { UserContext } from '@cartwright/kernel/context';
import { readPromotion } from './read.ts';
import type { PromotionIdInput, PromotionView } from './schema.ts';

/** @throws NOT_FOUND */
export function getPromotion({ shop: { db } }: UserContext, { id }: PromotionIdInput): Promise<PromotionView> {
  return readPromotion(db.read, id);
}
