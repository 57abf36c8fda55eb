import type { PaymentProvider } from '@cartwright/kernel/ports';

/**
 * A provider that takes no money. Its tokens choose the outcome: `ok` pays, `decline` declines, `timeout` never
 * answers, `flaky` answers at the third attempt.
 */
export const dummyProvider: PaymentProvider = {
  name: 'dummy',
  async charge({ paymentId, token, amount, attempt }) {
    if (token === 'decline') return { status: 'declined', reason: 'card_declined' };
    if (token === 'timeout' || (token === 'flaky' && attempt < 3)) {
      throw new Error('The payment provider did not answer.');
    }
    return { status: 'captured', reference: `dummy_${paymentId}`, amount };
  },
  // The provider remembers nothing, so a charge without an answer never happened.
  find: async () => undefined,
  refund: async ({ refundId }) => ({ status: 'succeeded', reference: `dummy_${refundId}` }),
  cancel: async () => {},
};
