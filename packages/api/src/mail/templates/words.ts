import type { AddressFacts, OrderFacts, OrderLineFacts } from './facts.ts';

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** A moment as a person reads it: '20 November 2026 at 11:41 UTC'. */
export function moment(date: Date): string {
  return `${dates.format(date)}\u00A0UTC`;
}

/** '10 minutes', '1 hour'. */
export function duration(minutes: number): string {
  const [amount, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** 'Size: M, Colour: Moss', or nothing. */
export function optionWords({ options }: OrderLineFacts): string {
  return Object.entries(options)
    .map(([label, value]) => `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${value}`)
    .join(', ');
}

/** Lines of an address label. */
export function addressWords(address: AddressFacts): string[] {
  const place = [address.postalCode, address.city, address.state].filter(Boolean).join(' ');
  const lines = [address.fullName, address.line1, address.line2, place, countryName(address.country), address.phone];
  return lines.filter((line): line is string => Boolean(line?.trim()));
}

/** Where the storefront shows this order. */
export function orderUrl({ storeUrl, number }: OrderFacts): string {
  return `${storeUrl}/orders/${encodeURIComponent(number)}`;
}

function countryName(code: string): string {
  return /^[A-Za-z]{2}$/.test(code) ? (countries.of(code.toUpperCase()) ?? code) : code;
}
