import type { GuestContext } from '@cartwright/kernel/context';
import { Failure } from '@cartwright/kernel/failures';
import type { TaxQuestion } from '@cartwright/kernel/ports';
import { askVat, taxAnswersFor } from '../../pricing/index.ts';
import type { QuoteOrderInput } from '../schema.ts';
import type { Draft } from './draft.ts';
import type { AskedFacts } from './plan.ts';

/** Asks other services for the facts that an order's price depends on. Must not be called in a transaction. */
export async function askAhead(
  ctx: GuestContext,
  { shippingAddress }: Pick<QuoteOrderInput, 'shippingAddress'>,
): Promise<AskedFacts> {
  return { vat: await askVat(ctx, shippingAddress), tax: taxAnswersFor(ctx, shippingAddress) };
}

/** Drafts an order again if the tax service has to be asked first. @throws VALIDATION, UNAVAILABLE, RATE_LIMITED */
export async function draftWithTax({ tax }: AskedFacts, draft: () => Draft): Promise<Draft> {
  const first = draft();
  if (!tax || !first.priced.taxQuestion) return first;
  await tax.ask(first.priced.taxQuestion);
  return draft();
}

/** Refuses an order whose tax is missing. `placeWithTax` asks for it and places the order again. */
export class TaxMissing extends Failure {
  readonly question: TaxQuestion;

  constructor(question: TaxQuestion) {
    super('UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'The tax of this order is not known yet. Try again.', {
      retryAfter: 1,
    });
    this.question = question;
  }
}

/** Questions for one order. Each but the first means that prices changed since the one before. */
const mostQuestions = 3;

/**
 * Runs `place` until the tax service has answered about the order as the transaction saw it. The answer counts only for
 * exactly that order, and the service is asked outside of the transaction.
 *
 * @returns undefined if the order was another one each time
 * @throws VALIDATION, UNAVAILABLE, RATE_LIMITED, and the failures of `place`
 */
export async function placeWithTax<Result>(
  { tax }: AskedFacts,
  place: () => Promise<Result>,
): Promise<Result | undefined> {
  for (let questions = 0; ; questions += 1) {
    try {
      const result = await place();
      tax?.forgetUsed();
      return result;
    } catch (error) {
      if (!tax || !(error instanceof TaxMissing)) throw error;
      if (questions === mostQuestions) return undefined;
      await tax.ask(error.question);
    }
  }
}
