export interface Formats {
  /** An amount in minor units. */
  money(amount: number, currency: string): string;
  day(date: Date): string;
  moment(date: Date): string;
  country(code: string): string;
}

/** Currencies whose decimals in bookkeeping differ from the browser's data about cash. */
const decimals: Readonly<Record<string, number>> = { ISK: 0, UGX: 0, IQD: 3, LYD: 3, TND: 3 };

/** Formats of a locale, such as `de-DE`. */
export function createFormats(locale: string): Formats {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const currencies = new Map<string, Intl.NumberFormat>();
  return {
    money(amount, currency) {
      let format = currencies.get(currency);
      if (!format) {
        const known = decimals[currency];
        const digits = known === undefined ? {} : { minimumFractionDigits: known, maximumFractionDigits: known };
        format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits });
        currencies.set(currency, format);
      }
      return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    day: (date) => day.format(date),
    moment: (date) => moment.format(date),
    country: (code) => countries.of(code) ?? code,
  };
}
