import { defineFailures, failure } from '@cartwright/kernel/failures';
import { z } from 'zod';
import { type CodeReason, codeReasons } from './types.ts';

/** The end of a sentence for each reason, and a way to go on. */
const explanations: Readonly<Record<CodeReason, string>> = {
  unknown: 'does not exist. Check its spelling.',
  not_started: 'is not valid yet. Enter it again later.',
  expired: 'has expired. Remove it, or enter another one.',
  used_up: 'has been used up. Remove it, or enter another one.',
  used_by_you: 'allows no further order of yours. Remove it, or enter another one.',
  minimum: 'needs a larger order. Add more items.',
  items: 'is for items that the order does not have. Add one of them.',
  country: 'does not apply in this country. Remove it, or choose another address.',
  customer: 'is for other customers, such as those with a first order. Remove it, or enter another one.',
  not_combinable: 'takes nothing off beside the other discounts. Remove it, or another code.',
};

/** The sentence for a code that does not apply. */
export function codeSentence(code: string, reason: CodeReason): string {
  return `The code ${code} ${explanations[reason]}`;
}

export const promotionCode = z.string().describe('The code of the promotion, in upper case');

export const codeReason = z.enum(codeReasons).describe('The reason for which the code does not apply');

export const pricingFailures = defineFailures({
  PROMOTION_NOT_APPLICABLE: failure(
    'UNPROCESSABLE_CONTENT',
    ({ promotionCode, reason }: { promotionCode: string; reason: CodeReason }) => codeSentence(promotionCode, reason),
    { promotionCode, reason: codeReason },
  ),
  PROMOTION_EXHAUSTED: failure(
    'CONFLICT',
    ({ promotionCode }: { promotionCode: string }) => codeSentence(promotionCode, 'used_up'),
    { promotionCode },
  ),
});
