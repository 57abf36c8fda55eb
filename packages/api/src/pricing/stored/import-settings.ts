import { newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { toMillionths } from './rows.ts';
import { storeId } from './version.ts';

/**
 * Makes the first shipping method and the first tax rate of a new store from SHIPPING_PRICE, FREE_SHIPPING_FROM and
 * TAX_BASIS_POINTS. Does nothing from the second call on, so that later changes of these settings have no effect.
 *
 * @returns whether this call made them
 */
export async function importPriceSettings({
  db,
  settings,
  clock,
}: Pick<Shop, 'db' | 'settings' | 'clock'>): Promise<boolean> {
  const { shippingPrice, freeShippingFrom, taxBasisPoints } = settings;
  const at = clock.now();
  const times = { createdAt: at, updatedAt: at };
  return db.transact(async (tx) => {
    const { store, shippingMethods, taxRates } = tx.tables;
    const row = { id: storeId, settingsImportedAt: at };
    const made = await tx.insert(store).values(row).onConflictDoNothing().returning({ id: store.id });
    if (made.length === 0) return false;
    const isFree = shippingPrice === 0 || freeShippingFrom === 0;
    await tx.insert(shippingMethods).values({
      id: newId(),
      name: 'Standard shipping',
      zones: [],
      by: 'subtotal',
      steps: [{ from: 0, price: isFree ? 0 : shippingPrice }],
      freeFrom: isFree ? null : freeShippingFrom,
      ...times,
    });
    if (taxBasisPoints === 0) return true;
    const percent = `${(taxBasisPoints / 100).toString()} %`;
    const place = { country: '*', taxClass: 'standard', mode: 'replaces' } as const;
    await tx
      .insert(taxRates)
      .values({ id: newId(), ...place, name: `Tax ${percent}`, millionths: toMillionths(taxBasisPoints), ...times });
    return true;
  });
}
