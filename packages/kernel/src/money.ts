/**
 * The decimals of ISO 4217. Node's own data follows cash rounding for some currencies, which differs from bookkeeping.
 */
const exponents: Readonly<Record<number, readonly string[]>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND'.split(' '),
};

/** The number of decimals of a currency: 0 for JPY, 2 for USD, 3 for KWD. */
export function exponentOf(currency: string): 0 | 2 | 3 {
  if (exponents[0]?.includes(currency)) return 0;
  return exponents[3]?.includes(currency) ? 3 : 2;
}

/**
 * An amount for people.
 *
 * @example
 * formatMoney(2999, 'USD'); // '$29.99'
 */
export function formatMoney(minorUnits: number, currency: string): string {
  const digits = exponentOf(currency);
  const format = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat('en', format).format(minorUnits / 10 ** digits);
}

/**
 * An amount for programs: digits, a point and the decimals of the currency.
 *
 * @example
 * toDecimal(2999, 'USD'); // '29.99'
 */
export function toDecimal(minorUnits: number, currency: string): string {
  const digits = exponentOf(currency);
  const [sign, text] = [minorUnits < 0 ? '-' : '', String(Math.abs(minorUnits)).padStart(digits + 1, '0')];
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Reads an amount in minor units, or undefined if the text is no amount of the currency. Decimals are optional.
 *
 * @example
 * fromDecimal('29.9', 'USD'); // 2990
 */
export function fromDecimal(text: string, currency: string): number | undefined {
  const digits = exponentOf(currency);
  const [, whole = '', decimals = ''] = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(text) ?? [];
  if (whole === '' || decimals.length > digits) return undefined;
  return Number(whole + decimals.padEnd(digits, '0'));
}

/** `amount` × `basisPoints` / 10,000, rounded half up. Exact for every amount that the shop accepts. */
export function shareOf(amount: number, basisPoints: number): number {
  return proportionOf(amount, basisPoints, 10_000);
}

/** `amount` × `part` / `whole`, rounded half up. Returns 0 if `whole` is 0. No argument may be negative. */
export function proportionOf(amount: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  return Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)));
}

/**
 * Splits `amount` in proportion to `weights`, into parts with exactly that sum. Each part is rounded down. The
 * remaining units go to the parts that lost most, the earlier ones first.
 *
 * @example
 * allocate(100, [1, 1, 1]); // [34, 33, 33]
 */
export function allocate(amount: number, weights: readonly (number | bigint)[]): number[] {
  const sum = weights.reduce<bigint>((total, weight) => total + BigInt(weight), 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? amount : 0));
  const shares = weights.map((weight, index) => {
    const product = BigInt(amount) * BigInt(weight);
    return { index, part: Number(product / sum), lost: product % sum };
  });
  let left = amount - shares.reduce((total, { part }) => total + part, 0);
  const byLoss = [...shares].sort((a, b) => (a.lost === b.lost ? a.index - b.index : a.lost > b.lost ? -1 : 1));
  for (const share of byLoss) {
    if (left <= 0) break;
    share.part += 1;
    left -= 1;
  }
  return shares.map(({ part }) => part);
}
