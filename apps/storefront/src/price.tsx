import { formats, texts } from './shop.ts';

interface Priced {
  readonly price: number;
  readonly compareAtPrice: number | null;
  readonly lowestPrice30Days: number | null;
}

/** A price, with the struck one and the lowest of 30 days where the price was reduced. */
export function Price({ of, currency, isFrom = false }: { of: Priced; currency: string; isFrom?: boolean }) {
  const { price, compareAtPrice, lowestPrice30Days } = of;
  const words = formats.money(price, currency);
  const isReduced = compareAtPrice !== null && compareAtPrice > price;
  return (
    <p className="price">
      <strong>{isFrom ? texts.from(words) : words}</strong>
      {isReduced && (
        <s aria-label={`${texts.before}: ${formats.money(compareAtPrice, currency)}`} role="deletion">
          {formats.money(compareAtPrice, currency)}
        </s>
      )}
      {isReduced && lowestPrice30Days !== null && (
        <small>{texts.lowest(formats.money(lowestPrice30Days, currency))}</small>
      )}
    </p>
  );
}
