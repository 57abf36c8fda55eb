import type { PaymentProvider } from '../kernel/ports.ts';

/** Money that changes hands outside the shop: on delivery, or recorded by an admin. Nobody is asked for it. */
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
