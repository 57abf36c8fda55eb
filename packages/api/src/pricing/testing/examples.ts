import type {
  EnteredCode,
  PriceLine,
  PriceRequest,
  Promotion,
  ShippingMethod,
  StoredFacts,
  TaxRate,
} from '../types.ts';

/** Ids in the order of their numbers, so that a lower number is older. */
export const idOf = (number: number): string => `0199c1f0-0000-7000-8000-${String(number).padStart(12, '0')}`;

export function line(position: number, fields: Partial<PriceLine> = {}): PriceLine {
  return {
    position,
    variantId: idOf(1_000 + position),
    productId: idOf(2_000 + position),
    categoryId: null,
    taxClass: 'standard',
    unitPrice: 1_000,
    quantity: 1,
    weight: null,
    ...fields,
  };
}

export function rate(number: number, basisPoints: number, fields: Partial<TaxRate> = {}): TaxRate {
  const place = { country: 'DE', region: null, postalPrefix: null };
  return { id: idOf(number), ...place, taxClass: 'standard', name: 'VAT', basisPoints, mode: 'replaces', ...fields };
}

export function promotion(number: number, rule: Promotion['rule'], fields: Partial<Promotion> = {}): Promotion {
  return {
    id: idOf(number),
    name: `Promotion ${number}`,
    rule,
    conditions: {},
    limits: {},
    startsAt: null,
    endsAt: null,
    priority: 100,
    exclusive: false,
    automatic: true,
    ...fields,
  };
}

export function shippingMethod(number: number, price: number, fields: Partial<ShippingMethod> = {}): ShippingMethod {
  return {
    id: idOf(number),
    name: `Method ${number}`,
    zones: [],
    by: 'subtotal',
    steps: [{ from: 0, price }],
    upTo: null,
    freeFrom: null,
    minDays: null,
    maxDays: null,
    pickup: false,
    ...fields,
  };
}

export const entered = (code: string, promotion: Promotion | null): EnteredCode => ({ code, promotion });

export function request(lines: readonly PriceLine[], fields: Partial<PriceRequest> = {}): PriceRequest {
  return {
    lines,
    destination: { country: 'DE', region: null, postalCode: null },
    shippingMethodId: null,
    codes: [],
    left: new Map(),
    customer: { groups: [], isFirstOrder: false },
    taxExempt: false,
    at: new Date('2026-11-30T12:00:00Z'),
    ...fields,
  };
}

export function facts(fields: Partial<StoredFacts> = {}): StoredFacts {
  return {
    pricesIncludeTax: false,
    exportPrices: 'same',
    taxRounding: 'line',
    store: { country: 'DE', region: null },
    rates: [],
    methods: [],
    automatic: [],
    ...fields,
  };
}
