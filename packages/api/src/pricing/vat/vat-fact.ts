import { vatPrefixOf } from '@cartwright/kernel/addresses/vat-ids';
import type { GuestContext } from '@cartwright/kernel/context';
import { z } from 'zod';
import { type Destination, destinationOf } from '../places.ts';
import { checkVatNumber } from './check-vat-number.ts';
import { memberStateOf } from './member-states.ts';

export const vatEffect = z
  .object({
    number: z.string().nullable().describe('The number of the address. Null in an order whose customer was erased'),
    status: z
      .enum(['confirmed', 'invalid', 'unconfirmed', 'not_applicable'])
      .describe(
        '`confirmed`: an intra-community supply without tax. `invalid`: the register does not know the number. ' +
          '`unconfirmed`: the register was not asked or did not answer. `not_applicable`: tax does not depend on it here',
      ),
  })
  .describe('The VAT number of a business, and its effect on the tax')
  .meta({ id: 'VatEffect' });

/** The VAT number of a customer, and its effect on the tax of one order. */
export interface VatFact {
  readonly number: string;
  readonly status: z.output<typeof vatEffect>['status'];
}

/**
 * Asks the register about the VAT number of an address, if the tax depends on it. Called before a transaction, because
 * the register answers over the network. Never rejects because of the register: without its answer, tax is charged.
 *
 * @returns null for an address without a number
 */
export async function askVat(
  { shop, request }: Pick<GuestContext, 'shop' | 'request'>,
  address: Parameters<typeof destinationOf>[0] & { readonly vatId?: string | undefined },
): Promise<VatFact | null> {
  const { vatId: number } = address;
  if (!number) return null;
  const { storeCountry } = shop.settings;
  if (!dependsOn(number, destinationOf(address), storeCountry)) return { number, status: 'not_applicable' };
  const answer = await checkVatNumber(shop, number, request.ip);
  const status = answer === 'unavailable' ? 'unconfirmed' : answer === 'valid' ? 'confirmed' : 'invalid';
  return { number, status };
}

/** Whether goods go from the store's member state to another one, with a number of another one. */
export function dependsOn(number: string, destination: Destination, storeCountry: string | null): boolean {
  const store = storeCountry === null ? null : memberStateOf({ country: storeCountry, postalCode: null });
  const to = memberStateOf(destination);
  const of = vatPrefixOf(number);
  return store !== null && to !== null && to !== store && of !== undefined && of !== store;
}
