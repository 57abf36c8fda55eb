import type { GuestContext } from '@cartwright/kernel/context';
import { Failure, kernelFailures } from '@cartwright/kernel/failures';
import type { TaxAddress, TaxAnswer, TaxQuestion } from '@cartwright/kernel/ports';
import type { TaxService } from '../types.ts';
import { fingerprintOf, taxDeskOf } from './desk.ts';

/** The answers of the tax service for one call. */
export interface TaxAnswers extends TaxService {
  /**
   * Asks the service, so that `answerTo` has the answer. Must not be called in a transaction.
   *
   * @throws VALIDATION the service cannot place the address; UNAVAILABLE it does not answer, and no table stands in;
   * RATE_LIMITED
   */
  ask(question: TaxQuestion): Promise<void>;
  /** Drops the answers that an order used, because a calculation belongs to one order. */
  forgetUsed(): void;
}

/** Null if the table of tax rates computes the tax. */
export function taxAnswersFor(
  { shop, request }: Pick<GuestContext, 'shop' | 'request'>,
  { country, state, city, postalCode, line1, line2 }: TaxAddress,
): TaxAnswers | null {
  const { taxProvider: provider, settings, log } = shop;
  if (!provider) return null;
  const desk = taxDeskOf(shop, provider);
  const own = new Map<string, TaxAnswer | 'table'>();
  const used = new Set<string>();

  return {
    currency: settings.currency,
    address: { country, state, city, postalCode, line1, line2 },
    answerTo(question) {
      const fingerprint = fingerprintOf(question);
      const answer = own.get(fingerprint) ?? desk.recall(fingerprint);
      if (answer) used.add(fingerprint);
      return answer;
    },
    async ask(question) {
      const fingerprint = fingerprintOf(question);
      try {
        const answer = await desk.ask(question, fingerprint, request.ip);
        if (answer === 'unknown address') throw unknownAddress();
        own.set(fingerprint, answer);
      } catch (error) {
        if (error instanceof Failure) throw error;
        const { taxFallback } = settings;
        log.warn({ provider: provider.name, fallback: taxFallback, err: error }, 'the tax service did not answer');
        if (taxFallback === 'off') throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
        own.set(fingerprint, 'table');
      }
    },
    forgetUsed: () => {
      for (const fingerprint of used) desk.forget(fingerprint);
    },
  };
}

function unknownAddress(): Failure {
  const message = 'The tax at this address is unknown. Check the state, the city and the postal code.';
  return kernelFailures.VALIDATION({
    issues: [{ path: 'shippingAddress.postalCode', message, code: 'unknown_address' }],
  });
}
