/** How many decimals a currency has: 0 for JPY, 2 for USD, 3 for KWD. */
export function exponentOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * An amount as a person reads it.
 *
 * @example
 * formatMoney(2999, 'USD'); // '$29.99'
 */
export function formatMoney(minorUnits: number, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(minorUnits / 10 ** exponentOf(currency));
}

/** `amount` × `basisPoints` / 10,000, rounded half up. Exact for every amount that the shop accepts. */
export function shareOf(amount: number, basisPoints: number): number {
  return Number((BigInt(amount) * BigInt(basisPoints) + 5_000n) / 10_000n);
}
