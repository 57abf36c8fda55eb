import { countries } from '@cartwright/kernel/addresses/countries';
import type { GuestContext } from '@cartwright/kernel/context';
import { maxQuantity } from '@cartwright/kernel/fields';
import type { Shop } from '@cartwright/kernel/shop';
import { offeredMethods } from '../orders/index.ts';
import { pricingFactsOf, type ShippingMethod } from '../pricing/index.ts';
import type { StoreFacts } from './schema.ts';

const labels = { dummy: 'Test payment', cod: 'Cash on delivery', stripe: 'Card' } as const;

/** The most lines of a cart and of an order. */
const maxLines = 100;

/** The facts that a storefront needs before a customer has chosen anything. */
export async function getStore({ shop }: GuestContext): Promise<StoreFacts> {
  const { settings } = shop;
  const { methods } = await pricingFactsOf(shop, shop.db.read);
  return {
    name: settings.storeName,
    currency: settings.currency,
    pricesIncludeTax: settings.pricesIncludeTax,
    countries: servedCountries(methods),
    paymentMethods: paymentMethodsOf(shop),
    guestCheckout: settings.guestCheckout,
    limits: { lines: maxLines, quantity: maxQuantity },
    links: settings.storeLinks,
  };
}

function servedCountries(methods: readonly ShippingMethod[]): StoreFacts['countries'] {
  const served = new Set(methods.flatMap(({ zones }) => zones.map(({ country }) => country)));
  const isEverywhere = methods.some(({ zones }) => zones.length === 0);
  return [...countries.values()]
    .filter(({ code }) => isEverywhere || served.has(code))
    .map(({ code, name, postalCode, states }) => ({
      code,
      name,
      postalCode,
      ...(states && { states: states.map((state) => ({ code: state.code, name: state.name })) }),
    }));
}

function paymentMethodsOf(shop: Shop): StoreFacts['paymentMethods'] {
  const { settings } = shop;
  const forGuests = settings.guestCheckout ? offeredMethods(shop, { isGuest: true }) : [];
  return settings.paymentMethods.map((method) => ({
    method,
    label: labels[method],
    guests: forGuests.includes(method),
    ...(method === 'stripe' && settings.stripePublishableKey && { publicKey: settings.stripePublishableKey }),
  }));
}
