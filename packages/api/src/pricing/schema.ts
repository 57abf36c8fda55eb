import { countries, countryHelp } from '@cartwright/kernel/addresses/countries';
import { customerGroup, id, maxAmount, maxQuantity, minorUnits, text, time } from '@cartwright/kernel/fields';
import { z } from 'zod';
import { country, everyCountry, placeIssues, postalPrefix, region } from './places.ts';

/** The most lines that an order has, times the most that one line costs. */
const maxSubtotal = 100 * maxQuantity * maxAmount;

const subtotal = z.number().int().min(1).max(maxSubtotal).describe("In minor units of the store's currency");
const amount = minorUnits.min(1, 'Enter an amount above 0.');
const ids = z.array(id).min(1).max(1_000);

/** Classes with a meaning of their own. A store adds others, such as `books`. */
export const taxClass = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Enter lower-case letters, digits and single hyphens, such as reduced.')
  .max(40)
  .describe('Such as `standard`, `reduced` or `zero`. The rates of class `shipping` apply to shipping');

export const taxMode = z
  .enum(['adds', 'replaces'])
  .describe('`replaces`: of these the rate for the smallest place applies. `adds`: applies beside it');

/** A country, or `*` for every country without a rate of its own. */
const countryOrAll = z
  .string()
  .refine((text) => text === everyCountry || countries.has(text), { error: ({ input }) => countryHelp(String(input)) })
  .describe('ISO 3166-1 alpha-2, or `*` for every country');

export const taxRateFields = {
  country: countryOrAll,
  region: region.nullable().default(null),
  postalPrefix: postalPrefix.nullable().default(null),
  taxClass: taxClass.default('standard'),
  name: text({ min: 1, max: 60 }).describe('The name on orders and invoices, such as `VAT 19 %`'),
  basisPoints: z
    .number()
    .min(0)
    .max(10_000, 'Enter at most 10000, which is 100 %.')
    .multipleOf(0.01, 'Enter at most 2 decimals, such as 997.5.')
    .describe('In hundredths of a percent: 1900 is 19 %, and 997.5 is 9.975 %'),
  mode: taxMode.default('replaces'),
};

export const taxRateInput = z.strictObject(taxRateFields).superRefine((rate, context) => {
  for (const { path, message } of placeIssues(rate)) context.addIssue({ code: 'custom', path: [path], message });
});

const zone = z
  .strictObject({
    country,
    regions: z.array(region).max(100).default([]).describe('Without any, the whole country'),
    postalPrefixes: z.array(postalPrefix).max(500).default([]).describe('Without any, every postal code'),
  })
  .superRefine((zone, context) => {
    const check = (name: 'regions' | 'postalPrefixes', index: number, place: Parameters<typeof placeIssues>[0]) => {
      for (const { message } of placeIssues(place)) context.addIssue({ code: 'custom', path: [name, index], message });
    };
    for (const [index, region] of zone.regions.entries()) check('regions', index, { country: zone.country, region });
    for (const [index, postalPrefix] of zone.postalPrefixes.entries()) {
      check('postalPrefixes', index, { country: zone.country, postalPrefix });
    }
  });

const step = z.strictObject({
  from: z.number().int().min(0).max(maxSubtotal).describe('The least subtotal, weight or quantity of this step'),
  price: minorUnits,
});

/** Zones and steps as they are stored. */
export const shippingZones = z.array(zone).max(250);
export const shippingSteps = z.array(step).min(1).max(50);

const days = z.number().int().min(0).max(365);

export const shippingMethodFields = {
  name: text({ min: 1, max: 100 }).describe('The name that customers see, such as `DHL Standard`'),
  zones: shippingZones.default([]).describe('The places that the method serves. Without any, all places'),
  by: z
    .enum(['subtotal', 'weight', 'quantity'])
    .default('subtotal')
    .describe('The measure of the steps: the price of all lines before discounts, grams, or the quantity'),
  steps: shippingSteps.describe('The price from each measure on. An order below the first step cannot use the method'),
  upTo: z
    .number()
    .int()
    .min(0)
    .max(maxSubtotal)
    .nullable()
    .default(null)
    .describe('The highest measure with which an order can use the method. Null for none'),
  freeFrom: subtotal
    .nullable()
    .default(null)
    .describe('The price of all lines, before discounts, from which the method is free. Null for never'),
  minDays: days.nullable().default(null).describe('The least number of days until delivery'),
  maxDays: days.nullable().default(null).describe('The greatest number of days until delivery'),
  pickup: z.boolean().default(false).describe('The customer picks the goods up at the store, where they are taxed'),
};

export const shippingMethodInput = z.strictObject(shippingMethodFields).superRefine((method, context) => {
  const add = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  for (const [index, { from }] of method.steps.entries()) {
    const before = method.steps[index - 1];
    if (before && from <= before.from) add(['steps', index, 'from'], `Enter a number above ${before.from}.`);
  }
  const last = method.steps.at(-1);
  if (last && method.upTo !== null && method.upTo < last.from) {
    add(['upTo'], `Enter at least ${last.from}, where the last step begins.`);
  }
  if (method.minDays !== null && method.maxDays !== null && method.maxDays < method.minDays) {
    add(['maxDays'], `Enter at least ${method.minDays}, the least number of days.`);
  }
});

const percent = z
  .number()
  .int()
  .min(1, 'Enter at least 1, which is 0.01 %.')
  .max(10_000, 'Enter at most 10000, which is 100 %.')
  .describe('In hundredths of a percent: 2000 is 20 %');

const off = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), basisPoints: percent }),
  z.strictObject({ kind: z.literal('amount'), amount }),
]);

const unitsOf = {
  quantity: z.number().int().min(1).max(maxQuantity),
  productIds: ids.optional(),
  categoryIds: ids.optional(),
};

export const promotionRule = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('order'), off }).describe('Lowers what the goods cost together'),
    z.strictObject({ kind: z.literal('products'), productIds: ids, off }).describe('An amount is for each unit'),
    z.strictObject({ kind: z.literal('categories'), categoryIds: ids, off }).describe('An amount is for each unit'),
    z
      .strictObject({
        kind: z.literal('buy_x_get_y'),
        buy: z.strictObject(unitsOf).describe('The units to buy at their price. Without ids, any goods'),
        get: z
          .strictObject({ ...unitsOf, basisPoints: percent.default(10_000) })
          .describe('The units that cost less. Without ids, goods like those to buy'),
      })
      .describe('Lowers the price of the cheapest units in the cart. It adds none'),
    z.strictObject({ kind: z.literal('free_shipping') }),
  ])
  .meta({ id: 'PromotionRule' });

export const promotionConditions = z
  .strictObject({
    minSubtotal: subtotal.optional().describe('The least price of all lines before discounts'),
    minQuantity: z
      .number()
      .int()
      .min(1)
      .max(100 * maxQuantity)
      .optional(),
    productIds: ids.optional().describe('The order has at least one of these products'),
    categoryIds: ids.optional().describe('The order has a product of at least one of these categories'),
    countries: z.array(country).min(1).max(249).optional().describe('The order goes to one of these countries'),
    firstOrder: z.literal(true).optional().describe('The customer has placed no order before'),
    groups: z.array(customerGroup).min(1).max(50).optional().describe('The customer is in one of these'),
  })
  .meta({ id: 'PromotionConditions' });

const count = z.number().int().min(1).max(1_000_000_000);

export const promotionLimits = z
  .strictObject({
    uses: count.optional().describe('How many orders can use the promotion'),
    usesPerCustomer: count.optional().describe('How many orders of one customer can use it'),
    budget: subtotal.optional().describe('How much the promotion can take off all orders together'),
  })
  .meta({ id: 'PromotionLimits' });

export const promotionFields = {
  name: text({ min: 1, max: 100 }).describe('The name that customers see where no code names the promotion'),
  rule: promotionRule,
  conditions: promotionConditions.default({}),
  limits: promotionLimits.default({}),
  startsAt: time.nullable().default(null),
  endsAt: time.nullable().default(null).describe('The first moment at which the promotion no longer applies'),
  priority: z.number().int().min(0).max(1_000).default(100).describe('Lower numbers come first'),
  exclusive: z.boolean().default(false).describe('Applies alone, if it takes off more than all others together'),
  automatic: z.boolean().default(false).describe('Applies without a code'),
};

export const promotionInput = z.strictObject(promotionFields).superRefine((promotion, context) => {
  for (const issue of promotionContradictions(promotion)) context.addIssue(issue);
});

/** The issues of fields that are right by themselves and wrong together. */
export function promotionContradictions({
  rule,
  conditions: { minSubtotal },
  startsAt,
  endsAt,
}: z.output<z.ZodObject<typeof promotionFields>>): { code: 'custom'; path: string[]; message: string }[] {
  const issues: ReturnType<typeof promotionContradictions> = [];
  if (startsAt && endsAt && endsAt <= startsAt) {
    const message = `Enter a time after ${startsAt.toISOString()}, when the promotion starts.`;
    issues.push({ code: 'custom', path: ['endsAt'], message });
  }
  const amountOff = rule.kind === 'order' && rule.off.kind === 'amount' ? rule.off.amount : 0;
  if (minSubtotal !== undefined && amountOff > minSubtotal) {
    const message = `Enter at most ${minSubtotal}, which is the minimum subtotal of an order with this promotion.`;
    issues.push({ code: 'custom', path: ['rule', 'off', 'amount'], message });
  }
  return issues;
}

export type PromotionRule = z.output<typeof promotionRule>;
export type PromotionConditions = z.output<typeof promotionConditions>;
export type PromotionLimits = z.output<typeof promotionLimits>;
export type ShippingZone = z.output<typeof zone>;
export type ShippingStep = z.output<typeof step>;
export type TaxRateInput = z.output<typeof taxRateInput>;
export type ShippingMethodInput = z.output<typeof shippingMethodInput>;
export type PromotionInput = z.output<typeof promotionInput>;
