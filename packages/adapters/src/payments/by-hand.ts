import type { PaymentProvider } from '@cartwright/kernel/ports';

/** A provider for money from outside the shop: on delivery, or recorded by an admin. It calls no service. */
export function byHandProvider(name: 'cod' | 'manual'): PaymentProvider {
  const nobodyToAsk = async () => {
    throw new Error(`A payment by ${name} is never charged by a job.`);
  };
  return {
    name,
    charge: nobodyToAsk,
    find: async () => undefined,
    refund: async ({ refundId }) => ({ status: 'succeeded', reference: `${name}_${refundId}` }),
    cancel: async () => {},
  };
}
