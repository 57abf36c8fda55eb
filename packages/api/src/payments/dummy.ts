import type { PaymentProvider } from '../kernel/ports.ts';

/**
 * A provider that takes no money. Its tokens choose what happens: `ok` pays, `decline` declines, `timeout` never
 * answers, `flaky` answers at the third try.
 */
export function createDummyProvider(): PaymentProvider {
  const tries = new Map<string, number>();
  return {
    name: 'dummy',
    async charge({ paymentId, token }) {
      if (token === 'decline') return { status: 'declined', reason: 'card_declined' };
      if (token === 'timeout') throw new Error('The payment provider did not answer.');
      if (token === 'flaky') {
        const count = (tries.get(paymentId) ?? 0) + 1;
        tries.set(paymentId, count);
        if (count < 3) throw new Error('The payment provider did not answer.');
        tries.delete(paymentId);
      }
      return { status: 'captured', reference: `dummy_${paymentId}` };
    },
  };
}
