import type { AddressFacts, OrderFacts, OrderLineFacts } from './facts.ts';

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** A time for people: '20 November 2026 at 11:41 UTC'. */
export function moment(date: Date): string {
  return `${dates.format(date)}\u00A0UTC`;
}

/** '10 minutes', '1 hour'. */
export function duration(minutes: number): string {
  const [amount, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** 'Hello Ada', or 'Hello' if the name may not be the reader's. */
export function greeting({ customerName }: Pick<OrderFacts, 'customerName'>): string {
  return customerName === null ? 'Hello' : `Hello ${customerName}`;
}

/** 'Size: M, Colour: Moss', or nothing. */
export function optionWords({ options }: OrderLineFacts): string {
  return Object.entries(options)
    .map(([label, value]) => `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${value}`)
    .join(', ');
}

/** The lines of an address label. */
export function addressWords(address: AddressFacts): string[] {
  const { fullName, company, line1, line2, country, phone } = address;
  const lines = [fullName, company, line1, line2, ...placeLines(address), countryName(country), phone];
  return lines.filter((line): line is string => Boolean(line?.trim()));
}

/** Countries that do not write the postcode before the city. */
const placeForms: Readonly<Record<string, (place: AddressFacts) => string[]>> = {
  'US PR': ({ city, state, postalCode }) => [spaced(state ? `${city},` : city, state, postalCode)],
  'AU CA IN NZ PH SG TH': ({ city, state, postalCode }) => [spaced(city, state, postalCode)],
  'GB GG IE IM JE ZA': ({ city, state, postalCode }) => [city, state ?? '', postalCode ?? ''],
};

const formsByCountry = new Map(
  Object.entries(placeForms).flatMap(([countries, form]) => countries.split(' ').map((country) => [country, form])),
);

function placeLines(place: AddressFacts): string[] {
  const form = formsByCountry.get(place.country);
  return form?.(place) ?? [spaced(place.postalCode, place.city, place.state)];
}

function spaced(...words: (string | null | undefined)[]): string {
  return words.filter(Boolean).join(' ');
}

/** The storefront's page of this order. A token stands in the fragment, which browsers send to no server. */
export function orderUrl({ storeUrl, number, orderToken }: OrderFacts): string {
  const fragment = orderToken === undefined ? '' : `#token=${orderToken}`;
  return `${storeUrl}/orders/${encodeURIComponent(number)}${fragment}`;
}

function countryName(code: string): string {
  return /^[A-Za-z]{2}$/.test(code) ? (countries.of(code.toUpperCase()) ?? code) : code;
}
