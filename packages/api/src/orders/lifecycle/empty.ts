import type { Transaction } from '@cartwright/db';
import type { Address } from '@cartwright/kernel/addresses/schema';
import { and, asc, eq, type SQL } from 'drizzle-orm';

/** The address of an erased customer. The domain `.invalid` never receives e-mail. */
export const erasedEmail = 'erased@erased.invalid';

const erased = 'Erased';

/** Removes the customer from orders. Amounts and lines stay, and so does the country, because it decided the tax. */
export async function emptyOrders(tx: Transaction, which: SQL | undefined): Promise<void> {
  const { orders, payments, refundRequests, returns } = tx.tables;
  const rows = await tx
    .select({ id: orders.id, shippingAddress: orders.shippingAddress })
    .from(orders)
    .where(which)
    .orderBy(asc(orders.id));
  for (const { id, shippingAddress } of rows) {
    const { country } = shippingAddress as Address;
    const nowhere: Address = { fullName: erased, line1: erased, city: erased, country };
    await tx
      .update(orders)
      .set({
        email: erasedEmail,
        customerName: erased,
        guestNetwork: null,
        shippingAddress: nowhere,
        billingAddress: null,
        vatNumber: null,
        note: null,
        cancelReason: null,
        erasureAskedAt: null,
      })
      .where(eq(orders.id, id));
    await tx.update(payments).set({ token: null, action: null }).where(eq(payments.orderId, id));
    await tx.update(refundRequests).set({ reason: null }).where(eq(refundRequests.orderId, id));
    await tx.update(returns).set({ reason: null, rejectReason: null }).where(eq(returns.orderId, id));
    // An admin's reference for a manual payment may name the customer.
    await tx
      .update(payments)
      .set({ reference: null })
      .where(and(eq(payments.orderId, id), eq(payments.provider, 'manual')));
  }
}
