import type { TaxAddress, TaxAnswer, TaxQuestion } from '@cartwright/kernel/ports';
import type { Destination } from './places.ts';
import type { PromotionInput, ShippingMethodInput, TaxRateInput } from './schema.ts';

/** A row of `tax_rates`. The country `*` is every country. */
export interface TaxRate extends TaxRateInput {
  readonly id: string;
}

export interface ShippingMethod extends ShippingMethodInput {
  readonly id: string;
}

/** A row of `promotions`. Of two ids the lower one is the older promotion. */
export interface Promotion extends PromotionInput {
  readonly id: string;
}

/** One signed amount with its reason, which becomes a row of the order. */
export interface Adjustment {
  readonly target: 'line' | 'shipping' | 'order';
  /** The position of the line. Null if the target is no line. */
  readonly line: number | null;
  readonly kind: 'discount' | 'tax' | 'shipping' | 'fee';
  /** In minor units. A discount is below 0, every other amount is 0 or more. */
  readonly amount: number;
  /** The amount that this one was computed from. */
  readonly base: number;
  /** Of a tax, with up to 2 decimals, or of a percentage. */
  readonly basisPoints: number | null;
  /** The promotion, tax rate or shipping method. */
  readonly sourceId: string | null;
  readonly label: string;
  /** A tax that is already part of the prices. */
  readonly included: boolean;
}

export interface PriceLine {
  /** Distinct for each line, and the `line` of its adjustments. */
  readonly position: number;
  readonly variantId: string;
  readonly productId: string;
  readonly categoryId: string | null;
  readonly taxClass: string;
  readonly unitPrice: number;
  readonly quantity: number;
  /** Of one unit, in grams. Null counts as 0. */
  readonly weight: number | null;
}

/** What is left of a promotion's limits. A missing number is no limit. */
export interface Left {
  readonly uses?: number | undefined;
  readonly usesOfCustomer?: number | undefined;
  readonly budget?: number | undefined;
}

export interface EnteredCode {
  /** As `code` in codes.ts returns it. */
  readonly code: string;
  /** Null if no promotion has the code. */
  readonly promotion: Promotion | null;
  /** What is left of the uses of this code alone. */
  readonly usesLeft?: number | undefined;
}

export interface PriceRequest {
  readonly lines: readonly PriceLine[];
  /** Null while the address is not known, as in a cart. Then there is neither shipping nor tax. */
  readonly destination: Destination | null;
  /** Null takes the only method that fits. */
  readonly shippingMethodId: string | null;
  readonly codes: readonly EnteredCode[];
  /** By id of the promotion, for those with limits. */
  readonly left: ReadonlyMap<string, Left>;
  /** `isFirstOrder` is null while the customer is not known. */
  readonly customer: { readonly groups: readonly string[]; readonly isFirstOrder: boolean | null };
  /** An intra-community supply to a confirmed VAT number. */
  readonly taxExempt: boolean;
  /** The service that computes the tax instead of the table of tax rates. */
  readonly taxService?: TaxService | null;
  readonly at: Date;
}

/** A tax service by the answers that it has given, because `price` itself asks for nothing. */
export interface TaxService {
  readonly currency: string;
  readonly address: TaxAddress;
  /** Undefined if the service was not asked. `table` if it did not answer, and the table of tax rates stands in. */
  answerTo(question: TaxQuestion): TaxAnswer | 'table' | undefined;
}

/** The facts of a store as they are stored. `preparePricing` makes `PricingFacts` of them. */
export interface StoredFacts {
  readonly pricesIncludeTax: boolean;
  readonly exportPrices: 'same' | 'net';
  readonly taxRounding: 'line' | 'order';
  readonly store: { readonly country: string | null; readonly region: string | null };
  readonly rates: readonly TaxRate[];
  readonly methods: readonly ShippingMethod[];
  readonly automatic: readonly Promotion[];
}

/** Why a code does not lower the price. */
export const codeReasons = [
  'unknown',
  'not_started',
  'expired',
  'used_up',
  'used_by_you',
  'minimum',
  'items',
  'country',
  'customer',
  'not_combinable',
] as const;

export type CodeReason = (typeof codeReasons)[number];

export interface PricedCode {
  readonly code: string;
  readonly promotionId: string | null;
  /** Null if the code applies. */
  readonly reason: CodeReason | null;
  /** What its promotion takes off. It can be 0 although the code applies, such as free shipping before an address. */
  readonly discount: number;
}

export interface PricedLine {
  readonly position: number;
  /** Unit price × quantity. */
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  /** The part of `tax` that the price contains. */
  readonly taxIncluded: number;
  readonly total: number;
}

export interface Totals {
  readonly subtotal: number;
  readonly discount: number;
  readonly shipping: number;
  readonly fee: number;
  readonly tax: number;
  readonly taxIncluded: number;
  readonly total: number;
}

export interface ShippingOption {
  readonly id: string;
  readonly name: string;
  /** Before discounts. */
  readonly price: number;
  readonly minDays: number | null;
  readonly maxDays: number | null;
  readonly pickup: boolean;
}

export interface PromotionUse {
  readonly promotionId: string;
  readonly code: string | null;
  readonly discount: number;
}

export interface Priced {
  /** In the order of the request. */
  readonly lines: readonly PricedLine[];
  readonly adjustments: readonly Adjustment[];
  readonly totals: Totals;
  /** The question to the tax service whose answer is missing. Until then there is no tax. */
  readonly taxQuestion: TaxQuestion | null;
  /** The answer of the tax service that the taxes come from. */
  readonly taxAnswer: TaxAnswer | null;
  readonly shippingOptions: readonly ShippingOption[];
  readonly shippingMethodId: string | null;
  /** `required`: several methods fit and none is chosen. `unavailable`: none fits, or the chosen one does not. */
  readonly shippingProblem: 'required' | 'unavailable' | null;
  readonly codes: readonly PricedCode[];
  /** The promotions that take something off, each of which uses up its limits. */
  readonly promotionUses: readonly PromotionUse[];
}
